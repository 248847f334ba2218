"""Public data: contests with their dates, tracks and prizes."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db.models import F, Prefetch, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cms.api.answers import check, listed, local, one
from cms.api.schemas import (
    Asked,
    Data,
    Fields,
    Language,
    Listed,
    Page,
    Resource,
    Text,
    Words,
    Year,
    in_both,
    text,
    text_of,
)
from contest_pages.listing import Listing
from contest_pages.models import Contest, ContestPage, Stage
from contest_pages.queries import State, announcements

router = Router(tags=[_("Contests")])


class StageData(Data):
    """A period in which something can be done."""

    kind: Literal[*Stage.Kind.values] = Field(description=_("What can be done while it is open."))
    title: Text = Field(description=_("Its name."))
    opens_at: datetime = Field(description=_("The first instant at which it is open."))
    closes_at: datetime = Field(description=_("The first instant at which it is closed again."))
    changes_until: datetime | None = Field(
        description=_("Screening: until when requests for changes can be answered.")
    )
    round: int | None = Field(description=_("Judging and voting: the number of the round."))
    weight: int | None = Field(
        description=_("Judging and voting: its share of the round, in percent.")
    )


class TrackData(Data):
    """A division that entries belong to."""

    id: int = Field(description=_("Its key, by which entries are filtered."))
    title: Text = Field(description=_("Its name."))
    description: Text = Field(description=_("What belongs there."))


class PrizeData(Data):
    """A kind of award."""

    title: Text = Field(description=_("Its name."))
    places: int = Field(description=_("How many are given."))
    amount: int = Field(description=_("What each is worth, in won."))


class ContestData(Resource):
    """A contest, as its announcement tells of it."""

    slug: str = Field(description=_("Its name in addresses."))
    kind: Literal[*Contest.Kind.values] = Field(description=_("What is entered."))
    state: Literal[*State.values] = Field(description=_("Where it stands now."))
    title: Text = Field(description=_("Its name."))
    tagline: Text = Field(description=_("One sentence about it."))
    organiser: Text = Field(description=_("Who holds it."))
    page: Text = Field(description=_("The address of its announcement."))
    calendar: Text = Field(description=_("The address of its dates, as a calendar."))
    team_min: int = Field(description=_("How many people a team has at least."))
    team_max: int = Field(description=_("How many people a team has at most."))
    gallery_opens_at: datetime | None = Field(
        description=_("From when accepted entries are public.")
    )
    cancelled_at: datetime | None = Field(description=_("When it was called off."))
    cancelled_because: Text = Field(description=_("Why it was called off."))
    stages: list[StageData] = Field(description=_("Its schedule, in the order of opening."))
    tracks: list[TrackData] = Field(description=_("Its divisions."))
    prizes: list[PrizeData] = Field(description=_("What is given, the highest first."))
    prize_sum: int = Field(description=_("What all prizes are worth together, in won."))


class OneContest(Schema):
    """What names a contest in an address."""

    slug: str = Field(description=_("The contest’s name in addresses."))


class AskedOfContest(Asked):
    """What can be asked of one contest."""

    fields: Fields[ContestData] = None


class AskedOfContests(Listed):
    """What can be asked of the list of contests."""

    q: Words = Field("", description=_("Words in the title or the sentence below it."))
    kind: Literal[*Contest.Kind.values] | None = Field(None, description=_("Only this kind."))
    state: Literal[*State.values] | None = Field(None, description=_("Only this state."))
    year: Year | None = Field(None, description=_("The year in which entries are first taken."))
    order: Literal["opens", "-opens", "closes", "-closes", "title", "-title"] | None = Field(
        None,
        description=_(
            "By when entries are first or last taken, or by title; - turns it round. Left out: "
            "what is open first."
        ),
    )
    fields: Fields[ContestData] = None


ORDERS = {"opens": "entry_opens", "closes": "entry_closes", "title": "title"}


@router.get(
    "",
    response=Page[ContestData],
    summary=_("All announced contests"),
    description=_("The same as the list of contests shows, filtered the same way."),
    operation_id="contests",
    url_name="contests",
)
def contests(request: HttpRequest, asked: Query[AskedOfContests]) -> HttpResponse:
    """List what was announced."""
    check(request, asked)
    now = timezone.now()
    parameters = {name: str(getattr(asked, name) or "") for name in ("q", "kind", "state", "year")}
    listing = Listing(parameters, now, asked.lang or settings.LANGUAGE_CODE)
    # The page leaves aside a year without contests; who asks for data gets what there is: none.
    pages = listing.found() if listing.year or not asked.year else listing.all.none()
    if asked.order:
        by = F(ORDERS[asked.order.lstrip("-")])
        is_down = asked.order.startswith("-")
        pages = pages.order_by(
            by.desc(nulls_last=True) if is_down else by.asc(nulls_last=True), "pk"
        )
    return listed(
        request, asked, with_parts(pages), lambda found: _contests(found, request, asked.lang)
    )


@router.get(
    "/{slug:slug}",
    response=ContestData,
    summary=_("One contest"),
    description=_("Its schedule, tracks and prizes."),
    operation_id="contest",
    url_name="contest",
)
def contest(
    request: HttpRequest, of: Path[OneContest], asked: Query[AskedOfContest]
) -> HttpResponse:
    """Show what was announced, in whichever language."""
    check(request, asked)
    now = timezone.now()
    for language in sorted(
        dict(settings.LANGUAGES), key=lambda code: code != (asked.lang or settings.LANGUAGE_CODE)
    ):
        found = with_parts(announcements(now, language)).filter(contest__slug=of.slug)
        if built := list(_contests(list(found), request, asked.lang)):
            return one(request, asked, built[0])
    raise Http404


def with_parts(pages: QuerySet[ContestPage]) -> QuerySet[ContestPage]:
    """Read with announcements the parts of their contests, in place of what cards show."""
    stages = Stage.objects.select_related("round")
    return (
        pages.select_related(None)
        .select_related("contest")
        .prefetch_related(None)
        .prefetch_related(Prefetch("contest__stages", stages), "contest__tracks", "contest__prizes")
        .defer("body", "eligibility")
    )


def _contests(
    found: list[ContestPage], request: HttpRequest, language: Language | None
) -> Iterable[ContestData]:
    """Tell of the contests that the pages announce, with the words of all their announcements."""
    announced: dict[int, dict[str, ContestPage]] = defaultdict(dict)
    pages = ContestPage.objects.live().public().filter(contest__in=[p.contest_id for p in found])
    for page in pages.select_related("locale").defer("body", "eligibility"):
        announced[page.contest_id][page.locale.language_code] = page
    for page in found:
        yield _contest(page.contest, page.state, announced[page.contest_id], request, language)


def _contest(
    contest: Contest,
    state: str,
    pages: dict[str, ContestPage],
    request: HttpRequest,
    language: Language | None,
) -> ContestData:
    """List by hand what is public of a contest."""

    def of_page(name: str) -> Text:
        own = {code: getattr(page, name) for code, page in pages.items() if not page.alias_of_id}
        return text(own.get("ko", ""), own.get("en", ""), language)

    def address(code: str) -> str:
        return request.build_absolute_uri(pages[code].get_url(request)) if code in pages else ""

    def calendar() -> str:
        return request.build_absolute_uri(reverse("calendar_of_contest", args=[contest.slug]))

    return ContestData(
        slug=contest.slug,
        kind=contest.kind,
        state=state,
        title=text_of(contest, "title", language),
        tagline=of_page("tagline"),
        organiser=of_page("organiser"),
        page=text(address("ko"), address("en"), language),
        calendar=in_both(calendar, language),
        team_min=contest.team_min,
        team_max=contest.team_max,
        gallery_opens_at=local(contest.gallery_opens),
        cancelled_at=local(contest.cancelled_at),
        cancelled_because=text_of(contest, "cancelled_because", language),
        stages=[_stage(each, language) for each in contest.schedule],
        tracks=[
            TrackData(
                id=each.pk,
                title=text_of(each, "title", language),
                description=text_of(each, "description", language),
            )
            for each in contest.tracks.all()
        ],
        prizes=[
            PrizeData(
                title=text_of(each, "title", language), places=each.places, amount=each.amount
            )
            for each in contest.prizes.all()
        ],
        prize_sum=contest.prize_sum,
    )


def _stage(stage: Stage, language: Language | None) -> StageData:
    return StageData(
        kind=stage.kind,
        title=text_of(stage, "title", language),
        opens_at=local(stage.opens_at),
        closes_at=local(stage.closes_at),
        changes_until=local(stage.changes_until),
        round=stage.round and stage.round.number,
        weight=stage.weight,
    )
