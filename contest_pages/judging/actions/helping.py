"""What staff do for judges at work: answer what does not open, remind of what is left."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from contest_pages.judging import notices, rules
from contest_pages.judging.models import Judge, Review, Trouble
from contest_pages.models import Stage

#: How many days before a stage closes judges with something left are reminded.
REMINDED_BEFORE = (3, 1)


def answer_trouble(trouble: Trouble, *, answer: str, by, now: datetime | None = None) -> Trouble:
    """Answer a judge who cannot open something; the judge is told."""
    now = now or timezone.now()
    if not rules.may_answer_troubles(by):
        raise Refused(_("Only moderators and programme managers answer judges."))
    with transaction.atomic():
        row = Trouble.objects.select_for_update(of=("self",)).get(pk=trouble.pk)
        if row.answered_at:
            raise Refused(_("Somebody has answered this meanwhile."))
        if not (text := answer.strip()):
            raise Refused(_("Write an answer: the judge reads it."))
        row.answer, row.answered_at, row.answered_by = text, now, by
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        data = {"trouble": row.text, "answer": text}
        log(instance=row.review.judge, action="judge.answer", user=by, data=data, timestamp=now)
        notices.answered(row)
    return row


def remind(stage: Stage, *, by, now: datetime | None = None) -> int:
    """Write to all judges with something left, who have answered or not; return to how many."""
    now = now or timezone.now()
    if reason := rules.why_not_manage(by, stage, now):
        raise Refused(reason)
    with transaction.atomic():
        if not (reminded := _remind(_late(stage))):
            raise Refused(_("No judge has a review left to submit."))
        data = {"stage": str(stage), "count": reminded}
        log(instance=stage.contest, action="contest.reminded", user=by, data=data, timestamp=now)
    return reminded


def remind_before_closing(now: datetime) -> int:
    """Remind, some days before a stage closes, who has something left; each once a day named.

    Who was asked to judge since yesterday has just got a mail. Return how many were written to.
    """
    first = now + timedelta(days=max(REMINDED_BEFORE))
    stages = Stage.objects.open_at(now).filter(
        kind=Stage.Kind.JUDGING, closes_at__lte=first, contest__cancelled_at=None
    )
    written = 0
    for stage in stages.select_related("contest"):
        left = stage.closes_at - now
        days = min(days for days in REMINDED_BEFORE if left <= timedelta(days=days))
        # With the closing: once that is moved, what was said of it no longer holds.
        key = f"{stage.pk}-{stage.closes_at:%Y%m%d%H%M}-{days}"
        with transaction.atomic():
            late = _late(stage)
            told = notices.reminded(f"{key}-{judge.pk}" for judge in late)
            just_asked = _asked_since(now - timedelta(days=1), late)
            written += _remind(
                [
                    judge
                    for judge in late
                    if f"{key}-{judge.pk}" not in told
                    and (judge.state == Judge.State.PLEDGED or judge.pk not in just_asked)
                ],
                key,
            )
    return written


def _asked_since(moment: datetime, judges: list[Judge]) -> set[int]:
    """Return the keys of those of the judges who were sent a link since, as the log has it."""
    asked = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Judge),
        object_id__in=[str(judge.pk) for judge in judges],
        action__in=["judge.appoint", "judge.invite_again"],
        timestamp__gt=moment,
    )
    return {int(pk) for pk in asked.values_list("object_id", flat=True)}


def _late(stage: Stage) -> list[Judge]:
    """Return and lock the judges who have something left, with how much (`left`)."""
    theirs = Review.objects.owed().filter(judge__stage=stage, judge__state__in=Judge.SITTING)
    counted = dict(theirs.order_by().values_list("judge").annotate(left=Count("pk")))
    rows = stage.judges.select_for_update(of=("self",), no_key=True)
    sitting = rows.sitting().filter(pk__in=counted)
    judges = list(sitting.order_by("pk").select_related("user"))
    for judge in judges:
        judge.left = counted[judge.pk]
    return judges


def _remind(judges: list[Judge], key: str = "") -> int:
    """Write to judges: who has not answered gets a new link to do so; return to how many."""
    written = 0
    for judge in judges:
        once = key and f"{key}-{judge.pk}"
        if judge.state == Judge.State.PLEDGED:
            written += len(notices.remind(judge, judge.left, once))
            continue
        token = judge.new_link(judge.stage.closes_at)
        judge.save(update_fields=["token_hash", "expires_at"])
        written += len(notices.remind_to_answer(judge, judge.left, token, once))
    return written
