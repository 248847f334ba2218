"""The daily summary of what waits for moderators."""

from datetime import datetime
from itertools import groupby

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import formats
from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.texts import link
from contest_pages.entries.models import Entry
from contest_pages.entries.moderator_notices import DAILY_SUMMARY, QUEUE
from contest_pages.entries.notices import REVIEW_PAGE
from contest_pages.entries.queries import moderators

LISTED = 20  # of each contest; the queue has them all


def write_summaries(now: datetime) -> int:
    """Write to each moderator for whom something waits, once a day; return to how many.

    For a moderator wait the entries that they see to and those that nobody sees to, but never
    their own team's.
    """
    waiting = list(
        Entry.objects.submitted()
        .in_review()
        .with_waiting_since()
        .select_related("contest")
        .prefetch_related("memberships")
        .order_by("contest", "waiting_since", "pk")
    )
    written = 0
    for moderator in moderators():
        theirs = [entry for entry in waiting if _waits_for(entry, moderator)]
        if theirs:
            written += len(_write(moderator, theirs, now))
    return written


def _waits_for(entry: Entry, moderator: User) -> bool:
    is_own = any(member.user_id == moderator.pk for member in entry.memberships.all())
    return entry.assignee_id in (None, moderator.pk) and not is_own


def _write(moderator: User, entries: list[Entry], now: datetime) -> list:
    return notify(
        DAILY_SUMMARY,
        to=[moderator],
        key=f"{timezone.localdate(now)}",
        values=lambda: {
            "count": len(entries),
            "list": _listed(entries),
            "link": link(QUEUE) + "?waiting=yes",
        },
    )


def _listed(entries: list[Entry]) -> str:
    """Write entries by contest, the contest with the oldest first."""
    contests = [list(group) for _contest, group in groupby(entries, lambda each: each.contest)]
    blocks = []
    for group in sorted(contests, key=lambda group: group[0].waiting_since):
        lines = [f"{group[0].contest.title}: {len(group)}"]
        for entry in group[:LISTED]:
            since = formats.moment(entry.waiting_since, get_language())
            lines.append(f"- {since} {entry}\n  {link(REVIEW_PAGE, entry.pk)}")
        if len(group) > LISTED:
            lines.append(_("and %(n)s more") % {"n": len(group) - LISTED})
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
