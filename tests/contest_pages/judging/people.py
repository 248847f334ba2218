"""Judges, stages and what is given to whom: rows, for tests of the judges' own pages."""

from datetime import timedelta

import factory
from django.utils import timezone

from contest_pages.judging import actions
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.queries import criteria_for, pledge_of
from contest_pages.models import Contest, Criterion, Stage
from tests.factories import StageFactory, UserFactory, confirmed, open_contest

PLEDGE = "공정하게 심사하고 비밀을 지킵니다."


class CriterionFactory(factory.django.DjangoModelFactory):
    """A criterion of 10 points."""

    title_ko = factory.Sequence(lambda n: f"심사 기준 {n}")
    sort_order = factory.Sequence(lambda n: n)
    contest = factory.LazyAttribute(lambda criterion: criterion.stage.contest)
    maximum = 10
    weight = 50

    class Meta:
        model = Criterion


def judging_stage(contest: Contest | None = None, **fields) -> Stage:
    """A stage of judging that is open, with two criteria of 10 points and half the weight each."""
    contest = contest or open_contest(pledge_ko=PLEDGE)
    stage = StageFactory(contest=contest, kind=Stage.Kind.JUDGING, **fields)
    CriterionFactory(stage=stage, title_ko="창의성")
    CriterionFactory(stage=stage, title_ko="완성도")
    return stage


def appoint(stage: Stage, user=None, **fields) -> Judge:
    """Somebody who was asked to judge, by the address of their account."""
    user = user or confirmed(UserFactory())
    now = timezone.now()
    values = {
        "email": user.email,
        "name": user.name,
        "appointed_by": UserFactory(groups=["Programme managers"]),
        "created_at": now,
    }
    judge = Judge(stage=stage, **(values | fields))
    judge.token = judge.new_link(now + timedelta(days=14))
    judge.save()
    return judge


def judge_of(stage: Stage, user=None, **fields) -> Judge:
    """A judge who has pledged."""
    user = user or confirmed(UserFactory())
    judge = appoint(stage, user, **fields)
    text, token = pledge_of(stage.contest), judge.token
    return actions.pledge(judge, text=text, by=user, token=token)


def give(judge: Judge, entry) -> Review:
    """An entry given to a judge."""
    return Review.objects.create(judge=judge, entry=entry, assigned_at=timezone.now())


def scored(review: Review, *points: int | None, comment: str = "", notes: str = "") -> dict:
    """What `actions.save` takes: points in the order of the criteria."""
    keys = [criterion.pk for criterion in criteria_for(review)]
    return {
        "points": dict(zip(keys, points, strict=True)),
        "comment": comment,
        "notes": notes,
        "version": Review.objects.get(pk=review.pk).version,
    }


def submitted(review: Review, *points: int | None) -> Review:
    """The review, submitted with points in the order of the criteria."""
    return actions.submit(review, **scored(review, *points), by=review.judge.user)


def typed(review: Review, *points, **more) -> dict:
    """What the form sends: points in the order of the criteria, as they are typed."""
    fields = {
        f"points_{criterion.pk}": each
        for criterion, each in zip(criteria_for(review), points, strict=True)
    }
    version = Review.objects.get(pk=review.pk).version
    return {"version": version, "comment": "", "notes": ""} | fields | more
