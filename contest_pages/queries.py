"""Reads of contests and their announcements that are used in more than one place."""

from datetime import datetime

from django.db import models
from django.db.models import Case, Max, Min, Prefetch, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from contest_pages.models import Contest, ContestPage, Stage

#: The rendition that contest cards show (ui/media.html).
CARD_RENDITION = "fill-640x480"


class State(models.TextChoices):
    """Where a contest stands, as lists tell it."""

    OPEN = "open", _("Taking entries")
    JUDGING = "judging", _("Being judged")
    COMING = "coming", _("Coming soon")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Called off")


def state_of(contest: Contest, now: datetime) -> str:
    """Return a contest's state at `now`: the same rule as `with_state`.

    Open while entries are taken (milestones do not count), coming before that, judging until
    the last stage closes, closed ever after; called off whatever the date. A contest without stages is still to come.
    """
    if contest.cancelled_at:
        return State.CANCELLED
    stages = [stage for stage in contest.schedule if not stage.is_milestone]
    submission = contest.submission
    opens = submission.opens_at if submission else min((s.opens_at for s in stages), default=None)
    if opens is None or now < opens:
        return State.COMING
    if submission and now < submission.closes_at:
        return State.OPEN
    return State.JUDGING if now < max(s.closes_at for s in stages) else State.CLOSED


def with_state(rows: QuerySet, now: datetime, contest: str = "") -> QuerySet:
    """Annotate `state`, `entry_opens`, `entry_closes` and `ends` at `now`.

    `contest` is the way from a row to its contest ("contest__" from a page, "" from itself).
    """
    stages = f"{contest}stages__"
    submission = Q(**{f"{stages}kind": Stage.Kind.SUBMISSION})
    lasting = ~Q(**{f"{stages}kind": Stage.Kind.MILESTONE})
    return rows.annotate(
        entry_opens=Min(f"{stages}opens_at", filter=submission),
        entry_closes=Max(f"{stages}closes_at", filter=submission),
        begins=Min(f"{stages}opens_at", filter=lasting),
        ends=Max(f"{stages}closes_at", filter=lasting),
    ).annotate(
        state=Case(
            When(**{f"{contest}cancelled_at__isnull": False}, then=Value(State.CANCELLED)),
            When(Q(begins=None) | Q(entry_opens__gt=now), then=Value(State.COMING)),
            When(entry_opens=None, begins__gt=now, then=Value(State.COMING)),
            When(entry_closes__gt=now, then=Value(State.OPEN)),
            When(ends__gt=now, then=Value(State.JUDGING)),
            default=Value(State.CLOSED),
            output_field=models.CharField(max_length=10),
        )
    )


def open_to_all() -> QuerySet[Contest]:
    """Return the contests with an announcement that everybody can read, in whichever language."""
    pages = ContestPage.objects.live().public()
    return Contest.objects.filter(pk__in=pages.values("contest"))


def announcement_of(contest: Contest, language: str) -> ContestPage | None:
    """Return the published announcement in a language, else in any; one statement.

    Of the page only its address is read, and who announces.
    """
    pages = contest.announcements.live().select_related("locale")
    pages = pages.only("url_path", "organiser", "contest", "locale__language_code")
    by_language = {page.locale.language_code: page for page in pages}
    return by_language.get(language) or next(iter(by_language.values()), None)


def announcements(now: datetime, language: str) -> QuerySet[ContestPage]:
    """Return the published announcements in a language, with what their cards show.

    Ordered by what a citizen can do: open (closing soonest first), coming, judging, closed.
    """
    sizes = get_image_model().get_rendition_model().objects.filter(filter_spec=CARD_RENDITION)
    # Not from `state`: the database would work that out again for each place it stands in.
    rank = Case(
        When(contest__cancelled_at__isnull=False, then=Value(3)),
        When(entry_opens__lte=now, entry_closes__gt=now, then=Value(0)),
        When(Q(begins=None) | Q(entry_opens__gt=now), then=Value(1)),
        When(ends__gt=now, then=Value(2)),
        default=Value(3),
        output_field=models.IntegerField(),
    )
    pages = ContestPage.objects.live().public().filter(locale__language_code=language)
    return (
        with_state(pages, now, "contest__")
        .annotate(rank=rank)
        .select_related("contest", "poster")
        .prefetch_related(
            Prefetch("poster__renditions", sizes, to_attr="prefetched_renditions"),
            "contest__prizes",
        )
        .order_by(
            "rank",
            Case(When(entry_closes__gt=now, then="entry_closes")),
            "-ends",
            "-pk",
        )
    )
