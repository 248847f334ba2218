"""The kinds of file that may be uploaded, and how each is known by its content.

The detection libraries on offer know nothing of HWP, and take any zip for a document;
the formats here are few, so each says for itself what its bytes look like.
"""

import codecs
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from django.db import models
from django.utils.translation import gettext_lazy as _

HEAD = 1024
CHUNK = 64 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An archive that unpacks to more than this, or holds more members, is taken for a bomb.
MAX_UNPACKED = 1024**3
MAX_MEMBERS = 20_000
MAX_MANIFEST = 1024 * 1024


class FileKind(models.TextChoices):
    """What a file is to the site: shown as a picture, or handed out to be saved."""

    IMAGE = "image", _("image")
    DOCUMENT = "document", _("document")


@dataclass(frozen=True)
class Format:
    """One format: its name for people, its extensions (the first is ours), its test."""

    name: str
    kind: FileKind
    extensions: tuple[str, ...]
    content_type: str
    matches: Callable[[bytes, BinaryIO], bool]

    @property
    def extension(self) -> str:
        """Return the extension under which such a file is stored, without the dot."""
        return self.extensions[0]


def _starts(*magic: bytes):
    return lambda head, file: head.startswith(magic)


def _is_webp(head: bytes, file: BinaryIO) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_pdf(head: bytes, file: BinaryIO) -> bool:
    """A PDF begins as one, ends as one, and is not a zip archive as well."""
    if not head.removeprefix(codecs.BOM_UTF8).startswith(b"%PDF-"):
        return False
    size = file.seek(0, 2)
    file.seek(max(0, size - 4096))
    return b"%%EOF" in file.read() and not zipfile.is_zipfile(file)


def _is_hwp(head: bytes, file: BinaryIO) -> bool:
    """HWP 5 is an OLE container whose FileHeader stream bears the name; HWP 3 begins with it."""
    name = b"HWP Document File"
    if head.startswith(name):
        return True
    if not head.startswith(OLE):
        return False
    file.seek(0)
    seen = b""
    while chunk := file.read(CHUNK):
        if name in seen + chunk:
            return True
        seen = chunk[-len(name) :]
    return False


def _members(head: bytes, file: BinaryIO) -> dict[str, zipfile.ZipInfo] | None:
    """Return a sound zip archive's members by name, or None for anything else."""
    if not head.startswith(b"PK\x03\x04"):
        return None
    file.seek(0)
    try:
        members = zipfile.ZipFile(file).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return None
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        return None
    return {member.filename: member for member in members}


def _member(file: BinaryIO, name: str) -> bytes:
    """Return the first MAX_MANIFEST bytes of an archive's member; empty if unreadable."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as member:
            return member.read(MAX_MANIFEST)
    except (KeyError, zipfile.BadZipFile, OSError, ValueError, RuntimeError, EOFError):
        return b""


def _is_zip(head: bytes, file: BinaryIO) -> bool:
    return _members(head, file) is not None


def _declares(*types: bytes):
    """Test for a zip archive whose `mimetype` member names one of these types (ODF, HWPX)."""

    def test(head: bytes, file: BinaryIO) -> bool:
        members = _members(head, file)
        return bool(members and "mimetype" in members) and (
            _member(file, "mimetype").strip() in types
        )

    return test


def _is_ooxml(main: bytes):
    """Test for an Office document of this main type that carries no macros."""

    def test(head: bytes, file: BinaryIO) -> bool:
        members = _members(head, file)
        if not members or "[Content_Types].xml" not in members:
            return False
        manifest = _member(file, "[Content_Types].xml")
        return main in manifest and not any(name.endswith("vbaProject.bin") for name in members)

    return test


MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<svg", b"<script", b"<iframe", b"<?xml")
CONTROL = set(range(32)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}


def _is_text(head: bytes, file: BinaryIO) -> bool:
    """Text in UTF-8 or in Windows' Korean code page, and no web page."""
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(MARKUP):
        return False
    return any(_decodes(file, encoding) for encoding in ("utf-8", "cp949"))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(CHUNK):
            if not CONTROL.isdisjoint(chunk):
                return False
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


_I, _D = FileKind.IMAGE, FileKind.DOCUMENT
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
_WORD, _SLIDES, _SHEET = (
    "wordprocessingml.document",
    "presentationml.presentation",
    "spreadsheetml.sheet",
)

# Order matters only to `detect`: the special before the general.
FORMATS: tuple[Format, ...] = (
    Format("PNG", _I, ("png",), "image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    Format("JPEG", _I, ("jpg", "jpeg"), "image/jpeg", _starts(b"\xff\xd8\xff")),
    Format("WebP", _I, ("webp",), "image/webp", _is_webp),
    Format("PDF", _D, ("pdf",), "application/pdf", _is_pdf),
    Format("HWP", _D, ("hwp",), "application/x-hwp", _is_hwp),
    Format("HWPX", _D, ("hwpx",), "application/hwp+zip", _declares(b"application/hwp+zip")),
    Format("Word", _D, ("docx",), _OFFICE + _WORD, _is_ooxml(f"{_WORD}.main+xml".encode())),
    Format(
        "PowerPoint", _D, ("pptx",), _OFFICE + _SLIDES, _is_ooxml(f"{_SLIDES}.main+xml".encode())
    ),
    Format("Excel", _D, ("xlsx",), _OFFICE + _SHEET, _is_ooxml(f"{_SHEET}.main+xml".encode())),
    Format("ODT", _D, ("odt",), _ODF + "text", _declares((_ODF + "text").encode())),
    Format("ODP", _D, ("odp",), _ODF + "presentation", _declares((_ODF + "presentation").encode())),
    Format("ODS", _D, ("ods",), _ODF + "spreadsheet", _declares((_ODF + "spreadsheet").encode())),
    Format("ZIP", _D, ("zip",), "application/zip", _is_zip),
    Format("CSV", _D, ("csv",), "text/csv", _is_text),
    Format("Markdown", _D, ("md",), "text/markdown", _is_text),
    Format(_("text"), _D, ("txt",), "text/plain", _is_text),
)
ALL_KINDS: tuple[str, ...] = tuple(FileKind.values)


def formats_of(kinds) -> list[Format]:
    """Return the formats of these kinds, in the order in which people are told of them."""
    return [one for one in FORMATS if one.kind in kinds]


def extensions_of(kinds) -> list[str]:
    """Return every extension of these kinds, without dots."""
    return [extension for one in formats_of(kinds) for extension in one.extensions]


def content_types() -> dict[str, str]:
    """Return the content type of every extension, without dots."""
    return {extension: one.content_type for one in FORMATS for extension in one.extensions}


def format_for_extension(extension: str) -> Format | None:
    """Return the format that bears this extension (any case, no dot), if it is one of ours."""
    wanted = extension.lower()
    return next((one for one in FORMATS if wanted in one.extensions), None)


def detect(head: bytes, file: BinaryIO) -> Format | None:
    """Return the first format whose test this content passes; text is never guessed."""
    return next(
        (one for one in FORMATS if one.matches is not _is_text and one.matches(head, file)), None
    )
