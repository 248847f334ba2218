"""Writing an entry's draft."""

from datetime import datetime

from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting
from contest_pages.entries.models import Entry, EntryDraft, EntryFile
from media.models import PrivateFile


def draft_of(entry: Entry, *, by, now: datetime | None = None) -> EntryDraft:
    """Return the entry's draft; where there is none, make one of what was submitted last."""
    with acting(entry, rules.why_not_edit, by, now) as (row, _now):
        draft = EntryDraft.objects.filter(entry=row).first()
        if draft is None:
            latest = row.latest_revision.as_object() if row.latest_revision else row
            draft = EntryDraft.objects.create(entry=row, data=as_data(latest), updated_by=by)
    return draft


def as_data(entry: Entry) -> dict:
    """Return an entry's content in the shape of `EntryDraft.data`."""
    data = {name: getattr(entry, name) for name in Entry.CONTENT if name != "track"}
    data["track"] = entry.track_id
    data["answers"] = {answer["key"]: answer["value"] for answer in entry.answers}
    return data


def save_draft(
    entry: Entry, data: dict, *, by, version: int, now: datetime | None = None
) -> EntryDraft:
    """Keep what was typed, complete or not.

    `version` is the draft's when it was opened: someone else's later save is not overwritten.
    """
    with acting(entry, rules.why_not_edit, by, now) as (row, _now):
        draft = EntryDraft.objects.select_for_update().get(entry=row)
        if draft.version != version and draft.data != data:
            raise Refused(
                _("This draft was changed meanwhile in another window or by a member of the team.")
            )
        draft.data = data
        draft.version += 1
        draft.updated_by = by
        draft.save()
    return draft


def attach(
    entry: Entry, file: PrivateFile, *, key: str, by, now: datetime | None = None
) -> EntryFile:
    """Say that a received file is the entry's, once; `key` is a question's, or EntryFile.IMAGES."""
    with acting(entry, rules.why_not_edit, by, now) as (row, _now):
        return EntryFile.objects.get_or_create(file=file, defaults={"entry": row, "key": key})[0]
