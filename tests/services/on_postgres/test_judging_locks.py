"""Judges at work while managers share entries out: nothing begun is lost, nobody waits forever."""

from collections import Counter

from contest_pages.judging import actions
from contest_pages.judging.models import Review
from tests.contest_pages.judging.scene import entries_of, judging_stage, manager, pledged
from tests.services.on_postgres.races import at_once


def begin(review: Review):
    """What a judge does who keeps a first comment."""
    return lambda: actions.save(
        review, points={}, comment="좋습니다.", notes="", version=0, by=review.judge.user
    )


def test_what_judges_begin_while_entries_are_shared_out_anew_stays_theirs():
    for _round in range(3):
        stage, by = judging_stage(), manager()
        judges = [pledged(stage) for _each in range(3)]
        entries_of(stage.contest, 9)
        actions.assign(stage, by=by)
        pledged(stage)
        begun = [review for judge in judges for review in judge.reviews.all()[:2]]
        results = at_once(
            lambda stage=stage, by=by: actions.assign(stage, by=by), *map(begin, begun)
        )
        assert None not in results
        kept = [result.pk for result in results[1:] if isinstance(result, Review)]
        there = Review.objects.filter(pk__in=kept)
        assert [each.is_begun for each in there] == [True] * len(kept)
        shared = Counter(Review.objects.filter(judge__stage=stage).values_list("entry", flat=True))
        assert set(shared.values()) == {2}


def test_who_is_given_more_and_who_saves_at_once_do_not_wait_for_each_other():
    for _round in range(3):
        stage, by = judging_stage(), manager()
        judges = [pledged(stage) for _each in range(2)]
        entries_of(stage.contest, 6)
        actions.assign(stage, by=by)
        begun = [review for judge in judges for review in judge.reviews.all()[:3]]
        entries_of(stage.contest, 40)
        results = at_once(
            lambda stage=stage, by=by: actions.assign(stage, by=by), *map(begin, begun)
        )
        assert None not in results
        assert [isinstance(result, Exception) for result in results] == [False] * len(results)


def test_of_two_who_share_out_at_once_the_second_changes_nothing():
    stage, by, other = judging_stage(), manager(), manager()
    for _each in range(4):
        pledged(stage)
    entries_of(stage.contest, 10)
    first, second = at_once(
        lambda: actions.assign(stage, by=by), lambda: actions.assign(stage, by=other)
    )
    assert sorted(len(plan.given) for plan in (first, second)) == [0, 20]


def test_judges_who_recuse_at_once_are_all_replaced():
    stage, by = judging_stage(), manager()
    judges = [pledged(stage) for _each in range(5)]
    entries_of(stage.contest, 5)
    actions.assign(stage, by=by)
    left = [judge.reviews.first() for judge in judges]
    results = at_once(
        *(
            lambda review=review: actions.recuse(review, reason="제자", by=review.judge.user)
            for review in left
        )
    )
    assert None not in results
    there = Review.objects.filter(judge__stage=stage).exclude(state=Review.State.RECUSED)
    assert set(Counter(there.values_list("entry", flat=True)).values()) == {2}
