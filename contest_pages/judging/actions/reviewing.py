"""What a judge does with what was given to them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.judging import rules
from contest_pages.judging.actions.assigning import hold_stage
from contest_pages.judging.models import Judge, Review, Score, Trouble
from contest_pages.judging.queries import criteria_for, points_of
from contest_pages.judging.scoring import total_of
from contest_pages.judging.signals import judge_recused, trouble_reported
from contest_pages.models import Criterion


class ReviewChanged(Refused):
    """Something else was saved since the page was opened, in another window."""


@contextmanager
def _judging(judge: Judge, now: datetime | None) -> Iterator[tuple[Judge, datetime]]:
    """Lock a judge's row: what one person does in two windows happens one after the other."""
    with transaction.atomic():
        # Without the key: meanwhile a manager may give the judge entries.
        rows = Judge.objects.select_for_update(of=("self",), no_key=True)
        locked = rows.get(pk=judge.pk)
        yield locked, now or timezone.now()


@contextmanager
def _reviewing(
    review: Review, why_not: Callable, by, now: datetime | None
) -> Iterator[tuple[Review, datetime]]:
    """Lock the review with its judge, give its present row, refuse what the rule refuses."""
    with _judging(review.judge, now) as (_judge, now):
        rows = Review.objects.select_for_update(of=("self",))
        # Read after the judge's lock, and with the judge: what the rules ask is of this moment.
        row = rows.select_related("judge__stage__contest", "entry").filter(pk=review.pk).first()
        if row is None:
            raise Refused(_("This entry was given to another judge meanwhile."))
        if reason := why_not(by, row, now):
            raise Refused(reason)
        yield row, now


def save(
    review: Review,
    *,
    points: Mapping[int, int | None],
    comment: str,
    notes: str,
    version: int,
    by,
    now: datetime | None = None,
) -> Review:
    """Keep points (by criterion's key, None for none yet) and texts, complete or not.

    `version` is the review's when the page was opened: what was saved meanwhile in another
    window is not overwritten unseen. Raises ReviewChanged then.
    """
    with _reviewing(review, rules.why_not_save, by, now) as (row, now):
        _keep(row, points, comment, notes, version, now)
    return row


def submit(
    review: Review,
    *,
    points: Mapping[int, int | None],
    comment: str,
    notes: str,
    version: int,
    by,
    now: datetime | None = None,
) -> Review:
    """Save and submit: every criterion that is not optional has its points."""
    with _reviewing(review, rules.why_not_submit, by, now) as (row, now):
        criteria, given = _keep(row, points, comment, notes, version, now)
        if not criteria or not total_of(criteria, given).is_complete:
            raise Refused(_("Give points on every criterion that is not optional."))
        row.state, row.submitted_at = Review.State.SUBMITTED, now
        row.save(update_fields=["state", "submitted_at"])
        kept = [{"criterion": each.title_ko, "points": given.get(each.pk)} for each in criteria]
        log(instance=row, action="review.submit", user=by, data={"scores": kept}, timestamp=now)
    return row


def _keep(
    row: Review,
    points: Mapping[int, int | None],
    comment: str,
    notes: str,
    version: int,
    now: datetime,
) -> tuple[list[Criterion], dict[int, int]]:
    """Write what was given where it differs; return the criteria that apply and their points."""
    criteria, before = criteria_for(row), points_of(row)
    wanted = {each.pk: points.get(each.pk) for each in criteria}
    for each in criteria:
        given = wanted[each.pk]
        if given is not None and not 0 <= given <= each.maximum:
            raise Refused(
                _("“%(criterion)s” takes 0 to %(maximum)s points.")
                % {"criterion": each.title, "maximum": each.maximum}
            )
    changed = {pk for pk, given in wanted.items() if given != before.get(pk)}
    if version != row.version and (changed or (comment, notes) != (row.comment, row.notes)):
        raise ReviewChanged(_("This review was changed meanwhile in another window."))
    given = {pk: points for pk, points in wanted.items() if points is not None}
    if taken_back := changed - given.keys():
        row.scores.filter(criterion__in=taken_back).delete()
    Score.objects.bulk_create(
        [
            Score(review=row, criterion_id=pk, points=given[pk])
            for pk in sorted(changed & given.keys())
        ],
        update_conflicts=True,
        unique_fields=["review", "criterion"],
        update_fields=["points"],
    )
    row.comment, row.notes = comment, notes
    row.version, row.saved_at = row.version + 1, now
    row.save(update_fields=["comment", "notes", "version", "saved_at"])
    return criteria, given


def reopen(review: Review, *, by, now: datetime | None = None) -> Review:
    """Take a submitted review back to change it: until it is submitted again it does not count."""
    with _reviewing(review, rules.why_not_reopen, by, now) as (row, now):
        row.state, row.submitted_at = Review.State.ASSIGNED, None
        row.save(update_fields=["state", "submitted_at"])
        log(instance=row, action="review.reopen", user=by, timestamp=now)
    return row


def recuse(review: Review, *, reason: str, by, now: datetime | None = None) -> Review:
    """Give an entry back, with a reason; the judge no longer sees it."""
    if not (reason := reason.strip()):
        raise Refused(_("Give a reason: the programme managers read it."))
    with transaction.atomic():
        hold_stage(review.judge.stage)  # before the judge: who follows the signal shares out anew
        return _recuse(review, reason, by, now)


def _recuse(review: Review, reason: str, by, now: datetime | None) -> Review:
    with _reviewing(review, rules.why_not_recuse, by, now) as (row, now):
        row.state, row.reason = Review.State.RECUSED, reason
        row.save(update_fields=["state", "reason"])
        log(instance=row, action="review.recuse", user=by, data={"reason": reason}, timestamp=now)
        judge_recused.send(Review, review=row)
    return row


def report_trouble(review: Review, *, text: str, by, now: datetime | None = None) -> Trouble:
    """Say that something of an entry cannot be opened; staff are told."""
    with _reviewing(review, rules.why_not_report, by, now) as (row, now):
        if not (text := text.strip()):
            raise Refused(_("Say what does not open, and what happens instead."))
        trouble = Trouble.objects.create(review=row, text=text, reported_at=now)
        log(instance=row, action="review.trouble", user=by, data={"text": text}, timestamp=now)
        trouble_reported.send(Trouble, trouble=trouble)
    return trouble


def sign_off(judge: Judge, *, by, now: datetime | None = None) -> Judge:
    """Declare that one is done with everything that was given."""
    with _judging(judge, now) as (row, now):
        if reason := rules.why_not_sign_off(by, row, now):
            raise Refused(reason)
        return _sign(row, now, by, "judge.sign_off", now)


def take_sign_off_back(judge: Judge, *, by, now: datetime | None = None) -> Judge:
    """Undo the signing off while the stage is open."""
    with _judging(judge, now) as (row, now):
        if reason := rules.why_not_take_sign_off_back(by, row, now):
            raise Refused(reason)
        return _sign(row, None, by, "judge.take_sign_off_back", now)


def _sign(judge: Judge, at: datetime | None, by, action: str, now: datetime) -> Judge:
    judge.signed_off_at = at
    judge.save(update_fields=["signed_off_at"])
    log(instance=judge, action=action, user=by, timestamp=now)
    return judge
