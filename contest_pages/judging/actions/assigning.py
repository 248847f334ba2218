"""Which judge reviews which entry: shared out at once, or given and taken by hand."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging import notices, rules
from contest_pages.judging.assignment import Pair, Plan, share_out
from contest_pages.judging.conflicts import barred
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.wishes import wish_of
from contest_pages.models import Stage


def hold_stage(stage: Stage) -> Stage:
    """Lock a stage, so that one change of who judges what follows another; give its row."""
    locked = Stage.objects.select_for_update(of=("self",)).select_related("contest", "round")
    return locked.get(pk=stage.pk)


def assign(stage: Stage, *, by, seen: str | None = None, now: datetime | None = None) -> Plan:
    """Share the stage's entries out among its judges, keeping what is finished or begun.

    `seen` is the `mark` of the plan that was looked at: where another would be
    followed by now it is refused: nobody does what they have not seen.
    """
    now = now or timezone.now()
    with transaction.atomic():
        stage = hold_stage(stage)
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        if not stage.judges.sitting().exists():
            raise Refused(_("Appoint judges first."))
        plan = share_out(wish_of(stage, lock=True))
        if seen is not None and seen != plan.mark:
            raise Refused(_("Something has changed since. Look at the new proposal below."))
        _follow(stage, plan, by, now)
    return plan


def _follow(stage: Stage, plan: Plan, by, now: datetime) -> None:
    """Do what a plan says, write it in the contest's log, and tell the judges."""
    had = Counter(Review.objects.filter(judge__stage=stage).values_list("judge", flat=True))
    taken = _take(stage, plan.taken)
    Review.objects.bulk_create(
        Review(judge_id=judge, entry_id=entry, assigned_at=now) for judge, entry in plan.given
    )
    given = Counter(judge for judge, _entry in plan.given)
    Judge.objects.filter(pk__in=given).update(signed_off_at=None)
    if given or taken:
        data = {"stage": str(stage), "given": given.total(), "taken": taken.total()}
        log(
            instance=stage.contest,
            action="contest.assigned",
            user=by,
            data=data,
            timestamp=now,
        )
    changed = stage.judges.filter(pk__in=[*given, *taken]).select_related("user")
    for judge in changed:
        pk = judge.pk
        notices.assigned(judge, given=given[pk], taken=taken[pk], had=had[pk])


def _take(stage: Stage, pairs: Collection[Pair]) -> Counter:
    """Delete untouched reviews; return how many of each judge."""
    wanted = set(pairs)
    rows = Review.objects.untouched().filter(judge__stage=stage)
    found = [row for row in rows if (row.judge_id, row.entry_id) in wanted]
    Review.objects.untouched().filter(pk__in=[row.pk for row in found]).delete()
    return Counter(row.judge_id for row in found)


def fill_up(stage: Stage, entries: Collection[int], *, by, now: datetime) -> Plan:
    """Give entries that lack a judge to whoever has least to do, and move nothing else."""
    stage = hold_stage(stage)
    plan = share_out(wish_of(stage, lock=True, only=entries))
    _follow(stage, plan, by, now)
    return plan


def release(judge: Judge, *, move: bool, by, now: datetime) -> None:
    """Take from a judge who sits no longer what is not begun; `move` gives it to others."""
    rows = Review.objects.untouched().filter(judge=judge)
    entries = list(rows.values_list("entry", flat=True))
    rows.delete()
    if move and entries:
        fill_up(judge.stage, entries, by=by, now=now)


def give(judge: Judge, entry: Entry, *, by, now: datetime | None = None) -> Review:
    """Give one entry to one judge, by hand."""
    now = now or timezone.now()
    with transaction.atomic():
        stage = hold_stage(judge.stage)
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        judge = stage.judges.select_related("user").get(pk=judge.pk)
        if reason := _why_not_give(stage, judge, entry):
            raise Refused(reason)
        had = judge.reviews.count()
        review = Review.objects.create(judge=judge, entry=entry, assigned_at=now)
        Judge.objects.filter(pk=judge.pk).update(signed_off_at=None)
        data = {"entry": entry.title}
        log(instance=judge, action="judge.give", user=by, data=data, timestamp=now)
        notices.assigned(judge, given=1, taken=0, had=had)
    return review


def _why_not_give(stage: Stage, judge: Judge, entry: Entry) -> str | None:
    """Whether the judge may have the entry."""
    names = {"name": judge, "entry": entry}
    if not judge.sits:
        return _("%(name)s does not sit in this stage.") % names
    entries = Entry.objects.scored_in(stage).filter(pk=entry.pk)
    if not entries.exists():
        return _("“%(entry)s” is not judged in this stage.") % names
    if reason := barred([judge], entries, tracks=False).get((judge.pk, entry.pk)):
        names["reason"] = reason
        return _("%(name)s cannot have “%(entry)s”: %(reason)s.") % names
    if judge.reviews.filter(entry=entry).exists():
        return _("%(name)s has “%(entry)s” already.") % names
    return None


def take_away(review: Review, *, by, now: datetime | None = None) -> None:
    """Take an entry that is not begun from its judge."""
    now = now or timezone.now()
    with transaction.atomic():
        stage = hold_stage(review.judge.stage)
        row = Review.objects.select_for_update(of=("self",)).select_related("entry")
        row = row.filter(pk=review.pk).first()
        if row is None:
            raise Refused(_("This was taken away already."))
        row.judge = stage.judges.select_related("user").get(pk=row.judge_id)
        row.judge.stage = stage
        if reason := rules.why_not_take_away(by, row, now):
            raise Refused(reason)
        data = {"entry": row.entry.title}
        log(instance=row.judge, action="judge.take_away", user=by, data=data, timestamp=now)
        had = row.judge.reviews.count()
        row.delete()
        notices.assigned(row.judge, given=0, taken=1, had=had)


def replace(review: Review, *, now: datetime | None = None) -> list[int]:
    """Find another judge for the entry of who recused; return the keys of the judges found.

    The managers are told, with whether somebody was found.
    """
    now, judge = now or timezone.now(), review.judge
    with transaction.atomic():
        stage = judge.stage
        is_over = stage.has_closed(now) or stage.contest.cancelled_at
        plan = None
        if not is_over:
            plan = fill_up(stage, [review.entry_id], by=judge.user, now=now)
        found = [pk for pk, _entry in plan.given] if plan else []
        notices.recused(review, list(stage.judges.filter(pk__in=found)))
    return found
