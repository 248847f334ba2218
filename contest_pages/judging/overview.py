"""How far the judging of a stage has come: what managers look at."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet

from contest_pages.entries.models import Entry
from contest_pages.judging.models import Judge, Review, Trouble
from contest_pages.models import Stage

#: Of a judge's reviews: those of entries that are still in the running.
LIVE = Q(reviews__entry__live=True)
SUBMITTED = Q(reviews__state=Review.State.SUBMITTED)
ASSIGNED = Q(reviews__state=Review.State.ASSIGNED)


def judges_of(stage: Stage) -> QuerySet[Judge]:
    """Return a stage's judges with `load`, `begun`, `done`, `recused` and `saved_last`."""
    return (
        stage.judges.select_related("user")
        .annotate(
            load=Count("reviews", filter=LIVE & (SUBMITTED | ASSIGNED)),
            begun=Count("reviews", filter=LIVE & ASSIGNED & Q(reviews__saved_at__isnull=False)),
            done=Count("reviews", filter=LIVE & SUBMITTED),
            recused=Count("reviews", filter=Q(reviews__state=Review.State.RECUSED)),
            saved_last=Max("reviews__saved_at"),
        )
        .prefetch_related("tracks")
        .order_by("-is_chair", "name", "pk")
    )


def entries_of(stage: Stage) -> QuerySet[Entry]:
    """Return a stage's entries with `held`, how many judges each has, and `done`, how many of
    them have submitted, and the reviews themselves as `given`.
    """
    here = Q(reviews__judge__stage=stage)
    seated = ASSIGNED & Q(reviews__judge__state__in=Judge.SITTING)
    reviews = Review.objects.filter(judge__stage=stage).exclude(state=Review.State.RECUSED)
    return (
        Entry.objects.scored_in(stage)
        .annotate(
            held=Count("reviews", filter=here & (SUBMITTED | seated)),
            done=Count("reviews", filter=here & SUBMITTED),
        )
        .select_related("track")
        .prefetch_related(
            Prefetch(
                "reviews", reviews.select_related("judge").order_by("judge__name"), to_attr="given"
            )
        )
        .order_by("title", "pk")
    )


@dataclass(frozen=True)
class Progress:
    """A stage's figures."""

    entries: int
    #: Entries with fewer judges than the stage wants.
    short: int
    #: Entries whose every wanted review is in.
    complete: int
    #: Reviews that are given, and of those the submitted ones.
    given: int
    submitted: int
    judges: int
    pledged: int
    #: What judges reported and nobody has answered.
    troubles: int


def progress_of(stage: Stage, entries: QuerySet[Entry]) -> Progress:
    """Return the figures of a stage and its `entries_of`, in four statements."""
    counted = entries.order_by().aggregate(
        entries=Count("pk"),
        short=Count("pk", filter=Q(held__lt=stage.reviews_per_entry)),
        complete=Count("pk", filter=Q(done__gte=stage.reviews_per_entry)),
    )
    reviews = Review.objects.filter(judge__stage=stage, entry__live=True)
    seated = Q(state=Review.State.ASSIGNED, judge__state__in=Judge.SITTING)
    submitted = Q(state=Review.State.SUBMITTED)
    counted |= reviews.aggregate(
        given=Count("pk", filter=seated | submitted),
        submitted=Count("pk", filter=submitted),
    )
    counted |= stage.judges.filter(state__in=Judge.SITTING).aggregate(
        judges=Count("pk"), pledged=Count("pk", filter=Q(state=Judge.State.PLEDGED))
    )
    waiting = Trouble.objects.filter(review__judge__stage=stage, answered_at=None)
    return Progress(**counted, troubles=waiting.count())


def stages_for_managers() -> QuerySet[Stage]:
    """Return all judging stages with their figures, the latest first."""
    judges = Q(judges__state__in=Judge.SITTING)
    given = Q(judges__reviews__entry__live=True) & (
        Q(judges__reviews__state=Review.State.SUBMITTED)
        | judges & Q(judges__reviews__state=Review.State.ASSIGNED)
    )
    waiting = Trouble.objects.filter(review__judge__stage=OuterRef("pk"), answered_at=None)
    return (
        Stage.objects.filter(kind=Stage.Kind.JUDGING)
        .select_related("contest", "round")
        .annotate(
            seats=Count("judges", filter=judges, distinct=True),
            given=Count("judges__reviews", filter=given, distinct=True),
            submitted=Count(
                "judges__reviews",
                filter=given & Q(judges__reviews__state=Review.State.SUBMITTED),
                distinct=True,
            ),
            has_trouble=Exists(waiting),
        )
        .order_by("-closes_at", "-pk")
    )


def troubles() -> QuerySet[Trouble]:
    """Return what judges reported: first what waits, the oldest first."""
    return Trouble.objects.select_related(
        "review__entry__contest", "review__judge__stage__contest", "answered_by"
    ).order_by(F("answered_at").desc(nulls_first=True), "reported_at", "pk")


def last_seen(judge: Judge) -> datetime | None:
    """Return when a judge of `judges_of` last did something."""
    moments = [judge.saved_last, judge.answered_at, judge.signed_off_at]
    return max((each for each in moments if each), default=None)
