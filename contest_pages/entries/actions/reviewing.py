"""What moderators keep while they review: what they saw, what they checked, what they note."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Revision

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting, record
from contest_pages.entries.models import CheckMark, Entry, InternalNote, LastLook


def look(entry: Entry, *, revision: Revision, by, now: datetime) -> None:
    """Remember that a moderator has seen a submission; one statement, for each page opened."""
    if reason := rules.why_not_moderator(by):
        raise Refused(reason)
    LastLook.objects.bulk_create(
        [LastLook(user=by, entry=entry, revision=revision, at=now)],
        update_conflicts=True,
        unique_fields=["user", "entry"],
        update_fields=["revision", "at"],
    )


def check(
    entry: Entry,
    *,
    revision: Revision,
    found: Mapping[int, tuple[str, str]],
    by,
    now: datetime | None = None,
) -> int:
    """Keep what was found for lines of the checklist: key to (verdict, note).

    A line that says what it said before keeps who said it. Returns how many were changed.
    """
    with acting(entry, rules.why_not_note, by, now) as (row, now):
        if revision.pk != row.latest_revision_id:
            raise Refused(_("The team has submitted again since you opened this page. Reload it."))
        before = {mark.item_id: mark for mark in CheckMark.objects.filter(revision=revision)}
        changed = []
        for item in row.contest.checks.all():
            verdict, note = found.get(item.pk, ("", ""))
            mark = before.get(item.pk) or CheckMark(entry=row, revision=revision, item=item)
            if item.pk not in found or (mark.verdict, mark.note) == (verdict, note):
                continue
            mark.verdict, mark.note, mark.by, mark.at = verdict, note, by, now
            mark.save()
            changed.append({"item": item.title_ko, "verdict": verdict})
        if changed:
            record(row, "check", by, now, revision, found=changed)
    return len(changed)


def note(entry: Entry, *, text: str, by, now: datetime | None = None) -> InternalNote:
    """Write something about the entry that only moderators read."""
    with acting(entry, rules.why_not_note, by, now) as (row, now):
        if not (text := text.strip()):
            raise Refused(_("Write something first."))
        return InternalNote.objects.create(entry=row, text=text, by=by, at=now)
