"""What judges and citizens gave, summed in the database for `ranking`."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction

from django.db import connections
from django.db.models import BigIntegerField, Case, Count, Min, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging.models import Review
from contest_pages.models import Round, Stage
from contest_pages.results import ranking
from contest_pages.voting.queries import tally

#: So that no sum of a review passes 63 bits.
LARGEST_MULTIPLE = 10**12
#: More entries than these are not named to the database: it gives all, and few are not needed.
MOST_NAMED = 5_000


def scoring_stages(round: Round) -> list[Stage]:
    """Return the stages that make a round's ranking, in the order in which they open."""
    return list(round.stages.order_by("opens_at", "pk"))


def criteria_of(stage: Stage) -> list[ranking.Criterion]:
    """Return a stage's criteria in their order; raise Refused where they cannot be summed."""
    criteria = [
        ranking.Criterion(
            each.pk, each.weight, each.maximum, frozenset(track.pk for track in each.tracks.all())
        )
        for each in stage.criteria.order_by("sort_order", "pk").prefetch_related("tracks")
    ]
    if ranking.common_multiple(criteria) > LARGEST_MULTIPLE:
        raise Refused(
            _("The most points of the criteria of “%(stage)s” have no common multiple to count in.")
            % {"stage": stage}
        )
    return criteria


def in_the_running(stages: Sequence[Stage]) -> QuerySet[Entry]:
    """Return the entries that the stages of a round are about, with what a sheet says of them."""
    if not stages:
        return Entry.objects.none()
    found = Entry.objects.scored_in(stages[0]).order_by("pk")
    return found.only("receipt", "title", "track", "contest")


def judging_of(stage: Stage, entries: Iterable[int]) -> ranking.Judging:
    """Return a judging stage with what each review that counts reached, summed in SQL."""
    criteria = criteria_of(stage)
    multiple = ranking.common_multiple(criteria)
    sums = (
        _counted(stage)
        .values("pk")  # grouped by it alone, which needs no sorting
        .annotate(
            its_entry=Min("entry"),
            its_judge=Min("judge"),
            reached=_sum(criteria, lambda each: each.weight * (multiple // each.maximum), True),
            attainable=_sum(criteria, lambda each: each.weight * multiple, False),
        )
        .order_by()
        .values_list("its_entry", "its_judge", "reached", "attainable")
    )
    known = set(entries)
    return ranking.Judging(
        key=stage.pk,
        weight=stage.weight,
        reviews=[
            review
            for review in _rows(sums)
            if review[-1] and review[0] in known  # unpacking 100,000 would take its time
        ],
        is_trimmed=stage.averaging == Stage.Averaging.TRIMMED,
        is_normalised=stage.normalisation == Stage.Normalisation.Z_SCORE,
    )


def _rows(sums: QuerySet) -> list[tuple[int, ...]]:
    """Read a query's rows as the database gives them: Django would convert each number again."""
    with connections[sums.db].cursor() as cursor:
        cursor.execute(*sums.query.sql_with_params())
        return cursor.fetchall()


def panel_of(stage: Stage) -> ranking.Panel:
    """Return a voting stage with its ballots counted in SQL."""
    count = tally(stage)
    return ranking.Panel(
        key=stage.pk,
        weight=stage.weight,
        ballots=count.counted,
        tally={entry: (each.votes, each.points) for entry, each in count.entries.items()},
        is_scored=stage.ballot == Stage.Ballot.SCORE,
    )


def criterion_means(stages: Sequence[Stage]) -> ranking.CriterionMeans:
    """Return a function that reads the mean share of some entries on a criterion of the stages."""
    by_criterion = {
        each.key: (stage, each)
        for stage in stages
        if stage.kind == Stage.Kind.JUDGING
        for each in criteria_of(stage)
    }

    def means(key: int, entries: Sequence[int]) -> Mapping[int, Fraction]:
        stage, criterion = by_criterion[key]
        reviews = _counted(stage).filter(_applies(criterion))
        if len(entries) <= MOST_NAMED:
            reviews = reviews.filter(entry__in=entries)
        sums = (
            reviews.order_by()
            .values_list("entry")
            .annotate(points=Sum("scores__points"), count=Count("scores"))
        )
        return {entry: Fraction(points, count * criterion.maximum) for entry, points, count in sums}

    return means


def _counted(stage: Stage):
    """Return the reviews of a stage that count."""
    return Review.objects.counted().filter(judge__stage=stage)


def _applies(criterion: ranking.Criterion) -> Q:
    """Return what holds of a review's score on a criterion that applies to the entry's track."""
    applies = Q(scores__criterion=criterion.key)
    return applies & Q(entry__track__in=criterion.tracks) if criterion.tracks else applies


def _sum(
    criteria: Iterable[ranking.Criterion],
    factor: Callable[[ranking.Criterion], int],
    with_points: bool,
) -> Cast:
    """Sum a criterion's factor over the scores of a review, by its points or as it is."""
    cases = [When(_applies(each), then=Value(factor(each), BigIntegerField())) for each in criteria]
    factors = Case(*cases, default=Value(0), output_field=BigIntegerField())
    points = Cast("scores__points", BigIntegerField())
    return Cast(Sum(factors * points if with_points else factors), BigIntegerField())
