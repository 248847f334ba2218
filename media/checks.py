"""Upload checks: by content, size and count; every refusal is a sentence for people."""

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from media import images
from media.formats import (
    ALL_KINDS,
    HEAD,
    FileKind,
    Format,
    detect,
    extensions_of,
    format_for_extension,
)

MAX_BYTES = 20 * 1024 * 1024
MAX_NAME = 120


def check_upload(
    file: UploadedFile, *, kinds: Collection[str] = ALL_KINDS, max_bytes: int = MAX_BYTES
) -> Format:
    """Return what an uploaded file is, known by its content.

    Raises ValidationError with one sentence that names the file: empty, larger than
    `max_bytes` bytes, none of `kinds` (FileKind values), another format than its extension
    says, damaged, or a picture with too many pixels.
    """
    name = clean_name(file.name)
    expected = check_promise(name, file.size, kinds=kinds, max_bytes=max_bytes)
    _check_content(file, expected, name)
    return expected


def check_promise(name: str, size: int, *, kinds: Collection[str], max_bytes: int) -> Format:
    """Return what a file would be by its name; raise ValidationError where that is refused.

    All that can be said before its content has come.
    """
    if not size:
        raise _refused("empty", _("“%(name)s” is empty."), name)
    if size > max_bytes:
        raise _refused(
            "too_large",
            _("“%(name)s” is %(size)s; at most %(limit)s is accepted."),
            name,
            size=filesizeformat(size),
            limit=filesizeformat(max_bytes),
        )
    expected = format_for_extension(PurePosixPath(name).suffix[1:])
    if expected is None or expected.kind not in kinds:
        raise _refused(
            "wrong_kind",
            _("“%(name)s” is of a kind that is not accepted here. Accepted: %(accepted)s."),
            name,
            accepted=", ".join(extensions_of(kinds)),
        )
    return expected


def check_count(count: int, max_files: int) -> None:
    """Raise ValidationError if there are more than `max_files` files."""
    if count > max_files:
        raise ValidationError(
            _("These are %(count)s files; at most %(limit)s are accepted."),
            code="too_many",
            params={"count": count, "limit": max_files},
        )


def clean_name(name: str | None) -> str:
    """Return an uploaded file's name as it may be shown and sent back.

    No folders, no control or direction characters, Korean letters composed (a Mac sends them
    taken apart), at most MAX_NAME characters with the extension kept.
    """
    base = re.split(r"[\\/]", unicodedata.normalize("NFC", name or ""))[-1]
    # Categories C*: controls, format characters (which can turn "gpj.exe" round), surrogates.
    base = "".join(c for c in base if not unicodedata.category(c).startswith("C"))
    base = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", base)).strip(" .") or "file"
    path = PurePosixPath(base)
    suffix = path.suffix[:12]
    return path.stem[: MAX_NAME - len(suffix)].rstrip() + suffix


def _check_content(file: UploadedFile, expected: Format, name: str) -> None:
    file.seek(0)
    head = file.read(HEAD)
    try:
        if not expected.matches(head, file):
            raise _mismatch(detect(head, file), expected, name)
        if expected.kind == FileKind.IMAGE:
            images.verify(file)
    except ValidationError as error:
        if error.code in ("mislabelled", "corrupt_document"):
            raise
        raise _refused(
            error.code, _("“%(name)s”: %(reason)s"), name, reason=error.messages[0]
        ) from error
    finally:
        file.seek(0)


def _mismatch(found: Format | None, expected: Format, name: str) -> ValidationError:
    if found is None or found is expected:
        return _refused(
            "corrupt_document",
            _("“%(name)s” is damaged, or not really a file of the kind %(expected)s."),
            name,
            expected=expected.name,
        )
    return _refused(
        "mislabelled",
        _("“%(name)s” is named as %(expected)s, but its content is %(found)s."),
        name,
        expected=expected.name,
        found=found.name,
    )


def _refused(code: str, sentence, name: str, **values) -> ValidationError:
    return ValidationError(sentence, code=code, params={"name": name, **values})
