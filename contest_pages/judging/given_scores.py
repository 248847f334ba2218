"""The scores that were given in a stage, for the chair and for managers."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from contest_pages.entries.models import Entry
from contest_pages.judging.models import Judge, Review, Score
from contest_pages.judging.queries import criteria_for, criteria_of
from contest_pages.judging.scoring import Total, total_of
from contest_pages.models import Stage


@dataclass(frozen=True)
class Given:
    """A review that was submitted, with its points by criterion and what they come to."""

    review: Review
    points: dict[int, int]
    total: Total


def scores_of(stage: Stage) -> Iterator[Given]:
    """Give every review of a stage that counts, by entry and judge, in four statements.

    Entries that are no longer in the running are left out.
    """
    criteria = criteria_of(stage)
    reviews = (
        Review.objects.counted()
        .filter(judge__stage=stage, entry__in=Entry.objects.scored_in(stage).order_by())
        .select_related("judge", "entry__track")
        .order_by("entry__title", "entry", "judge__name", "judge")
    )
    points: dict[int, dict[int, int]] = defaultdict(dict)
    rows = Score.objects.filter(review__judge__stage=stage, review__state=Review.State.SUBMITTED)
    for review, criterion, given in rows.values_list("review", "criterion", "points"):
        points[review][criterion] = given
    for review in reviews:
        applying = criteria_for(review, criteria)
        yield Given(review, points[review.pk], total_of(applying, points[review.pk]))


def shares_of(stage: Stage, *, hidden: Collection[int] = ()) -> dict[tuple[Judge, Entry], Fraction]:
    """Return the per cent that each judge gave each entry, but for those `hidden`, by key."""
    return {
        (each.review.judge, each.review.entry): each.total.share * 100
        for each in scores_of(stage)
        if each.total.share is not None and each.review.entry_id not in hidden
    }
