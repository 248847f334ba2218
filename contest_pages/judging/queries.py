"""Reads of judging for the judges' own pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import get_language, override

from cms import formats
from cms.accounts.letterboxes import People
from cms.accounts.queries import confirmed_addresses
from contest_pages.entries.models import Membership
from contest_pages.judging.models import Judge, Review
from contest_pages.judging.scoring import Total, total_of
from contest_pages.models import Contest, Criterion, Stage
from contest_pages.presets.shared import PLEDGE_EN, PLEDGE_KO

#: What pages show of a review beside its own row: to prefetch.
SHOWN = ("scores", Prefetch("entry__memberships", Membership.objects.select_related("user")))


def judges_anywhere() -> Exists:
    """Return, for a queryset of users, whether each judges or is asked to."""
    confirmed = EmailAddress.objects.filter(user=OuterRef(OuterRef("pk")), verified=True)
    addresses = confirmed.annotate(spelling=Lower("email")).values("spelling")
    asked = Q(email__in=addresses, state=Judge.State.INVITED)
    return Exists(Judge.objects.filter(asked | Q(user=OuterRef("pk"), state=Judge.State.PLEDGED)))


def jury_of(contest: int, now: datetime) -> People:
    """Return who has pledged to judge in a contest, or still can; one statement with every ballot."""
    is_asked = Q(state=Judge.State.INVITED, stage__closes_at__gt=now)
    jury = Q(user__isnull=False) | is_asked
    return Judge.objects.filter(jury, stage__contest=contest).people()


def judgeships_of(user) -> QuerySet[Judge]:
    """Return the user's appointments, of stages in which they have pledged; the latest first."""
    found = Judge.objects.filter(user=user, state=Judge.State.PLEDGED)
    return found.select_related("stage__contest").order_by("-stage__closes_at", "-pk")


def appointments_of(user) -> QuerySet[Judge]:
    """Return what the user is asked to judge and has not answered, by confirmed address."""
    found = Judge.objects.filter(email__in=confirmed_addresses(user), state=Judge.State.INVITED)
    return found.select_related("stage__contest", "appointed_by").order_by("pk")


def answerable_by(user) -> QuerySet[Judge]:
    """Return the appointments that concern the user, answered or not."""
    concerned = Q(user=user) | Q(email__in=confirmed_addresses(user))
    return Judge.objects.filter(concerned).select_related("stage__contest", "appointed_by")


def pledge_of(contest: Contest) -> str:
    """Return what judges of the contest promise, in the active language; never nothing."""
    return contest.pledge or (PLEDGE_EN if get_language() == "en" else PLEDGE_KO)


def pledges_of(contest: Contest) -> set[str]:
    """Return the pledge in every language."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found.add(pledge_of(contest))
    return found


@dataclass(frozen=True)
class Progress:
    """How far a judge has come: recused entries are none of theirs any more."""

    left: int = 0
    submitted: int = 0
    recused: int = 0

    @property
    def total(self) -> int:
        """Return how many entries are to be scored in all."""
        return self.left + self.submitted


def progress_of(judges: Iterable[Judge]) -> dict[int, Progress]:
    """Return each judge's progress by key; one statement."""
    states = Review.State
    rows = (
        Review.objects.filter(judge__in=judges)
        .values("judge")
        .annotate(
            left=Count("pk", filter=Q(state=states.ASSIGNED, entry__live=True)),
            submitted=Count("pk", filter=Q(state=states.SUBMITTED)),
            recused=Count("pk", filter=Q(state=states.RECUSED)),
        )
        .order_by()
    )
    return {row.pop("judge"): Progress(**row) for row in rows}


def reviews_of(judge: Judge) -> QuerySet[Review]:
    """Return a judge's reviews with all that a list of them asks: the order of their numbers.

    `judge` is the same row in each of them: what its stage's contest has read, it has read once.
    """
    found = judge.reviews.select_related("entry__contest", "entry__track")
    return found.prefetch_related(*SHOWN).order_by("pk")


def criteria_of(stage: Stage) -> list[Criterion]:
    """Return the criteria of a stage in their order, with their tracks."""
    return list(stage.criteria.prefetch_related("tracks").order_by("sort_order", "pk"))


def criteria_for(review: Review, of_stage: Iterable[Criterion] | None = None) -> list[Criterion]:
    """Return the criteria on which the review's entry is scored, in their order."""
    found = criteria_of(review.judge.stage) if of_stage is None else of_stage
    return [each for each in found if each.applies_to(review.entry.track_id)]


def points_of(review: Review) -> dict[int, int]:
    """Return the points that were given, by criterion's key."""
    return {score.criterion_id: score.points for score in review.scores.all()}


def total_in(review: Review, of_stage: Iterable[Criterion]) -> Total:
    """Return what the points of a review come to."""
    return total_of(criteria_for(review, of_stage), points_of(review))


@dataclass(frozen=True)
class OthersScores:
    """How the other judges scored an entry, one column each, without names."""

    letters: list[str]
    #: For each criterion its title and the points in the order of the letters.
    rows: list[tuple[str, list[int | None]]]
    totals: list[Total]


def others_of(review: Review, criteria: list[Criterion]) -> OthersScores:
    """Return what the other judges of the stage gave the entry, submitted reviews only.

    The highest stands first, so that nobody is followed from one entry to the next.
    """
    found = (
        Review.objects.counted()
        .filter(entry=review.entry_id, judge__stage=review.judge.stage_id)
        .exclude(pk=review.pk)
        .prefetch_related("scores")
    )
    scored = [(total_of(criteria, points_of(each)), points_of(each)) for each in found]
    scored.sort(key=lambda pair: pair[0].share or 0, reverse=True)
    return OthersScores(
        letters=[formats.letter(number) for number in range(len(scored))],
        rows=[
            (each.title, [points.get(each.pk) for _total, points in scored]) for each in criteria
        ],
        totals=[total for total, _points in scored],
    )
