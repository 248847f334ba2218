"""Ties that no record shows: declared, and taken back, by staff."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import normalise_email
from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging import notices, rules
from contest_pages.judging.actions.assigning import fill_up, hold_stage
from contest_pages.judging.conflicts import known_as
from contest_pages.judging.models import Conflict, Judge, Review
from contest_pages.models import Stage

RECUSED = Review.State.RECUSED


def declare_conflict(
    stage: Stage,
    *,
    email: str,
    entry: Entry,
    kind: str,
    note: str = "",
    by,
    now: datetime | None = None,
) -> Conflict:
    """Say that a person must not judge an entry; it holds in every stage that judges the entry.

    What they have of the entry in this stage counts no more, and somebody else is found for it.
    """
    now, email = now or timezone.now(), normalise_email(email)
    with transaction.atomic():
        stage = hold_stage(stage)
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        if not Entry.objects.scored_in(stage).filter(pk=entry.pk).exists():
            raise Refused(_("“%(entry)s” is not judged in this stage.") % {"entry": entry})
        if Conflict.objects.filter(email__iexact=email, entry=entry).exists():
            raise Refused(_("This has been declared already."))
        conflict = Conflict.objects.create(
            email=email, entry=entry, kind=kind, note=note.strip(), declared_by=by, declared_at=now
        )
        _record(stage, "conflict", conflict, by, now)
        if _set_aside(stage, conflict, by, now):
            fill_up(stage, [entry.pk], by=by, now=now)
    return conflict


def _set_aside(stage: Stage, conflict: Conflict, by, now: datetime) -> list[Review]:
    """Take the entry from who is tied to it; return their reviews.

    As if they had recused: points that were given stay in the row, and count no more.
    """
    judges = Judge.objects.filter(stage=stage).select_for_update(of=("self",), no_key=True)
    tied = known_as(conflict.email, judges.order_by("pk"))
    rows = Review.objects.select_for_update(of=("self",)).select_related("judge__user", "entry")
    found = list(rows.filter(judge__in=tied, entry=conflict.entry_id).exclude(state=RECUSED))
    for row in found:
        row.judge.stage = stage
        row.state, row.submitted_at, row.reason = RECUSED, None, conflict.get_kind_display()
        row.save(update_fields=["state", "submitted_at", "reason"])
        log(instance=row, action="review.set_aside", user=by, timestamp=now)
        notices.set_aside(row, conflict.get_kind_display, now)
    return found


def remove_conflict(stage: Stage, conflict: Conflict, *, by, now: datetime | None = None) -> None:
    """Take back what was declared."""
    now = now or timezone.now()
    with transaction.atomic():
        stage = hold_stage(stage)
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        _record(stage, "no_conflict", conflict, by, now)
        conflict.delete()


def _record(stage: Stage, action: str, conflict: Conflict, by, now: datetime) -> None:
    """Write into the contest's log between whom and what the tie is."""
    log(
        instance=stage.contest,
        action=f"contest.{action}",
        user=by,
        data={"email": conflict.email, "entry": conflict.entry.title, "kind": conflict.kind},
        timestamp=now,
    )
