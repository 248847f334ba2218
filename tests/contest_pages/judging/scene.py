"""A contest that is being judged, its entries, and who judges them."""

import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from contest_pages.entries.models import Entry, Membership
from contest_pages.judging import actions
from contest_pages.judging.models import Judge, Review, Score
from contest_pages.models import Contest, Criterion, Stage
from tests.factories import ContestFactory, StageFactory, UserFactory


def judging_stage(contest: Contest | None = None, **fields) -> Stage:
    """A judging stage that is open now, of two judges for each entry."""
    fields = {
        "kind": Stage.Kind.JUDGING,
        "title_ko": "전문가 심사",
        "reviews_per_entry": 2,
    } | fields
    return StageFactory(contest=contest or ContestFactory(), **fields)


def manager(**fields):
    """A programme manager."""
    return UserFactory(groups=["Programme managers"], **fields)


def entries_of(contest: Contest, count: int, **fields) -> list[Entry]:
    """Accepted entries, each of a leader of its own, made without the acts that lead there."""
    now = timezone.now()
    keys = [uuid.uuid4() for _each in range(count)]
    rows = Entry.objects.bulk_create(
        Entry(
            contest=contest,
            state=Entry.State.ACCEPTED,
            live=True,
            slug=key.hex,
            receipt=key.hex[:18],
            start_key=key,
            submitted_at=now,
            **{"title": f"작품 {number}", "summary": "요약", "description": "설명"} | fields,
        )
        for number, key in enumerate(keys, 1)
    )
    for row in rows:
        Membership.objects.create(entry=row, user=UserFactory(), is_leader=True)
    return rows


def appointed(stage: Stage, *, by=None, **fields) -> Judge:
    """A judge who was asked and has not answered."""
    number = Judge.objects.count() + 1
    given = {"email": f"judge{number}@example.org", "name": f"심사위원 {number}"} | fields
    return actions.appoint(stage, by=by or manager(), **given)


def pledged(stage: Stage, *, user=None, **fields) -> Judge:
    """A judge who has pledged, with an account."""
    user = user or UserFactory()
    fields = {"email": user.email, "name": user.name} | fields
    judge = appointed(stage, **fields)
    judge.user, judge.state, judge.pledge = user, Judge.State.PLEDGED, "공정하게 심사하겠습니다."
    judge.save()
    return judge


def criterion_of(stage: Stage, **fields) -> Criterion:
    """The one criterion of a stage, of ten points."""
    fields = {"title_ko": "완성도", "maximum": 10, "weight": 100} | fields
    return Criterion.objects.create(contest=stage.contest, stage=stage, **fields)


def begin(review: Review, now: datetime | None = None) -> Review:
    """The review after its judge has kept something."""
    review.saved_at = now or timezone.now()
    review.save()
    return review


def finish(review: Review, points: int | None = None) -> Review:
    """The review after it was submitted, with points on each criterion of its stage."""
    begin(review)
    review.state, review.submitted_at = Review.State.SUBMITTED, timezone.now()
    review.save()
    if points is not None:
        for each in review.judge.stage.criteria.all():
            Score.objects.create(review=review, criterion=each, points=points)
    return review


def given(judge: Judge, entry: Entry) -> Review:
    """A review that was given, whatever the rules say."""
    return Review.objects.create(judge=judge, entry=entry, assigned_at=timezone.now())


def closed(stage: Stage) -> Stage:
    """The stage after its end."""
    now = timezone.now()
    Stage.objects.filter(pk=stage.pk).update(
        opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1)
    )
    return Stage.objects.get(pk=stage.pk)


def shares(stage: Stage) -> dict[str, set[str]]:
    """Which entries are with whom, by name and title; who has none is missing."""
    found: dict[str, set[str]] = {}
    rows = Review.objects.filter(judge__stage=stage).exclude(state=Review.State.RECUSED)
    for name, title in rows.values_list("judge__name", "entry__title"):
        found.setdefault(name, set()).add(title)
    return found
