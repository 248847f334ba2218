"""The text of a receipt, its fingerprint, and a copy for people: pure functions.

The text is JSON with sorted keys, without spaces, in UTF-8; its SHA-256 is the fingerprint.
Whoever has the text can check it with any tool: `sha256sum receipt.json`.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import field_label, label_of
from contest_pages.questions import kind_named
from media.models import PrivateFile


def files_in(content: Mapping[str, Any]) -> set[str]:
    """Return the uuids of the files that a content shows, among pictures and answers."""
    named = {image["file"] for image in content["images"]}
    for answer in content["answers"]:
        if answer["kind"] == "file":
            named.update(answer["value"] or ())
    return named


def document_of(
    entry: Entry, number: int, received_at: datetime, files: Iterable[PrivateFile]
) -> str:
    """Write what was received; `entry` has the content of the submission."""
    content = {name: getattr(entry, name) for name in Entry.CONTENT if name != "track"}
    received = {
        "contest": entry.contest.slug,
        "receipt": f"{entry.receipt}-{number}",
        "received_at": timezone.localtime(received_at).isoformat(timespec="seconds"),
        "content": content | {"track": entry.track.title_ko if entry.track else ""},
        "files": [
            {
                "uuid": str(file.uuid),
                "name": file.original_name,
                "size": file.size,
                "sha256": file.sha256,
            }
            for file in sorted(files, key=lambda each: str(each.uuid))
        ],
    }
    return json.dumps(received, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(document: str) -> str:
    """Return the SHA-256 of a receipt's text, in hexadecimal."""
    return hashlib.sha256(document.encode()).hexdigest()


def copy_of(entry: Entry, files: Iterable[Mapping[str, Any]]) -> str:
    """Write what was received as plain text in the active language.

    `entry` has the content of the submission; `files` are those of its receipt.
    """
    said = [
        (field_label(name), str(getattr(entry, name) or ""))
        for name in Entry.CONTENT
        if name not in ("images", "answers")
    ]
    said += [
        (label_of(answer), kind_named(answer["kind"]).export(answer))
        for answer in entry.answers
        if answer["kind"] != "file"
    ]
    received = [
        f"- {file['name']} ({formats.file_size(file['size'])})\n  SHA-256 {file['sha256']}"
        for file in files
    ]
    if received:
        said.append((_("Files received"), "\n".join(received)))
    return "\n\n".join(f"{label}\n{text}" for label, text in said if text)
