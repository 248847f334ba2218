"""Attaching a file that comes in pieces."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.writing import attach
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.places import Place, file_places
from media import actions as media
from media.models import Upload


def begin_upload(
    entry: Entry,
    place: str,
    *,
    name: str,
    size: int,
    fingerprint: str,
    by,
    now: datetime | None = None,
) -> Upload:
    """Begin to receive a file for a place of the entry, or go on with one that was begun.

    Raises Refused where the entry cannot be edited, ValidationError where the file is refused.
    """
    now = now or timezone.now()
    takes = _open_place(entry, place, by, now)
    return media.begin_upload(
        by=by,
        purpose=_purpose(entry, place),
        name=name,
        size=size,
        kinds=takes.kinds,
        max_bytes=takes.max_bytes,
        fingerprint=fingerprint,
        now=now,
    )


def finish_upload(entry: Entry, upload: Upload, *, by, now: datetime | None = None) -> EntryFile:
    """Check what came and attach it; done again, it gives the same attachment.

    Raises what `media.actions.finish_upload` raises, and Refused as `begin_upload` does.
    """
    now = now or timezone.now()
    place = place_of(upload)
    if upload.owner_id != by.pk or upload.purpose != _purpose(entry, place):
        raise Refused(_("This file was not sent by you for this entry."))
    takes = _open_place(entry, place, by, now)
    file = media.finish_upload(upload, kinds=takes.kinds, max_bytes=takes.max_bytes, now=now)
    return attach(entry, file, key=place, by=by, now=now)


def uploads_for(entry: Entry, by):
    """Return a person's own uploads for an entry."""
    return Upload.objects.filter(
        owner=by, purpose__startswith=_purpose(entry, ""), expires_at__gt=timezone.now()
    )


def place_of(upload: Upload) -> str:
    """Return for which place of an entry's form an upload is."""
    return upload.purpose.rpartition(":")[2]


def _purpose(entry: Entry, place: str) -> str:
    return f"entry:{entry.pk}:{place}"


def _open_place(entry: Entry, place: str, by, now: datetime) -> Place:
    """Return what a place takes; refuse where the entry cannot be edited or has no such place."""
    if reason := rules.why_not_edit(by, entry, now):
        raise Refused(reason)
    if takes := file_places(entry.contest).get(place):
        return takes
    raise Refused(_("No files are asked for here."))
