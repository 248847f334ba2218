"""What follows a ballot: the letter with its code, and its line in the log."""

from datetime import datetime

from django.db import transaction
from wagtail.models import ModelLogEntry

from contest_pages.voting import notices
from contest_pages.voting.actions.act import log_line
from contest_pages.voting.models import Ballot

AT_ONCE = 500


def follow_up(now: datetime) -> int:
    """Write to all whose ballot has come in since the last time, and log it; return how many.

    Some hundreds together, and not with each ballot: all vote in the same minutes. Safe to
    repeat, and from several processes at once.
    """
    written = 0
    while count := _follow_some(now):
        written += count
    return written


def _follow_some(now: datetime) -> int:
    rows = Ballot.objects.filter(noted_at=None).select_for_update(of=("self",), skip_locked=True)
    with transaction.atomic():
        found = rows.select_related("stage__contest", "member__user").order_by("pk")[:AT_ONCE]
        if not (ballots := list(found)):
            return 0
        notices.ballots_received(ballots)
        ModelLogEntry.objects.bulk_create(
            log_line(each.member, "panel.cast", each.member.user, each.cast_at, stage=each.stage_id)
            for each in ballots
        )
        Ballot.objects.filter(pk__in=[each.pk for each in ballots]).update(noted_at=now)
    return len(ballots)
