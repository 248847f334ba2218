"""Public data: what was published of results."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cms.api.answers import check, found_in, listed, local, one
from cms.api.schemas import (
    Asked,
    Data,
    Fields,
    Language,
    Listed,
    Page,
    Resource,
    Text,
    Year,
    in_both,
    text,
    text_of,
)
from contest_pages.entries.api import EntryName, name_of
from contest_pages.models import Contest
from contest_pages.queries import open_to_all
from contest_pages.results import queries
from contest_pages.results.models import Award, ResultSheet
from contest_pages.results.names import leader_in, public_name
from contest_pages.results.published import Given, Line, given_in, lines_of, public_entries

router = Router(tags=[_("Results")])


class AwardData(Data):
    """A prize that was given."""

    prize: Text = Field(description=_("The prize."))
    place: int = Field(description=_("Which of the prize’s places, from 1."))
    amount: int = Field(description=_("What it is worth, in won."))
    year: int = Field(description=_("The year in which it was given."))
    title: str = Field(description=_("The title of the entry that won it."))
    entry: EntryName | None = Field(description=_("That entry, if it is on show."))
    team: str = Field(description=_("How its team calls itself."))
    leader: str = Field(description=_("Who leads the team, as far as the contest names people."))
    citation: Text = Field(description=_("What the jury said of it."))


class RoundData(Data):
    """A round whose result was published."""

    number: int = Field(description=_("Its number, from 1."))
    version: int = Field(description=_("Which version of its result this is, from 1."))
    correction: str = Field(description=_("What this version corrects, and why."))
    published_at: datetime = Field(description=_("When this version was published."))
    sha256: str = Field(description=_("The fingerprint of the whole document of the result."))
    document: str = Field(description=_("The address of that document."))


class ResultData(Resource):
    """What was published of a contest’s results."""

    contest: str = Field(description=_("The contest’s name in addresses."))
    title: Text = Field(description=_("The contest’s name."))
    page: Text = Field(description=_("The address of its page of results."))
    awards: list[AwardData] = Field(description=_("What was given, the highest first."))
    rounds: list[RoundData] = Field(description=_("The published rounds, the last first."))


class ScoreData(Data):
    """What an entry reached in a stage."""

    stage: Text = Field(description=_("The stage."))
    weight: int = Field(description=_("The stage’s share of the round, in percent."))
    score: float | None = Field(description=_("Of 100, with two decimals."))


class LineData(Resource):
    """Where an entry stands in a round."""

    rank: int | None = Field(description=_("Its rank; none where a jury has not scored it."))
    receipt: str = Field(description=_("The entry’s receipt number."))
    entry: EntryName | None = Field(description=_("The entry, if it is on show."))
    scores: list[ScoreData] = Field(description=_("What it reached in each stage."))
    score: float | None = Field(description=_("All together, of 100, with two decimals."))
    advances: bool = Field(description=_("Whether it goes on to the next round."))


class GivenData(Resource):
    """What a judge gave, or all ballots together."""

    stage: Text = Field(description=_("The stage."))
    receipt: str = Field(description=_("The entry’s receipt number."))
    judge: str = Field(description=_("The letter of the judge in this stage; empty for ballots."))
    criterion: Text | None = Field(description=_("The criterion; none for ballots."))
    weight: int | None = Field(description=_("The criterion’s weight."))
    maximum: int | None = Field(description=_("The most points on the criterion."))
    points: int = Field(description=_("The points given."))
    ballots: int | None = Field(description=_("On how many ballots it stands; none for judges."))


class OneResult(Schema):
    """What names the results of a contest in an address."""

    contest: str = Field(description=_("The contest’s name in addresses."))


class OneRound(OneResult):
    """What names a round in an address."""

    number: int = Field(description=_("The number of the round, from 1."))


class AskedOfResult(Asked):
    """What can be asked of one contest’s results."""

    fields: Fields[ResultData] = None


class AskedOfResults(Listed):
    """What can be asked of the list of results."""

    year: Year | None = Field(None, description=_("Only where awards were given in this year."))
    order: Literal["closes", "-closes", "title", "-title"] = Field(
        "-closes",
        description=_(
            "By when the contest’s last stage closes, or by its Korean title; - turns it round."
        ),
    )
    fields: Fields[ResultData] = None


ORDERS = {"closes": "closes", "title": "title_ko"}


class AskedOfRanking(Listed):
    """What can be asked of a ranking."""

    fields: Fields[LineData] = None


class AskedOfScores(Listed):
    """What can be asked of scores."""

    fields: Fields[GivenData] = None


@router.get(
    "",
    response=Page[ResultData],
    summary=_("All published results"),
    description=_("Contests of which awards or rankings were published."),
    operation_id="results",
    url_name="results",
)
def results(request: HttpRequest, asked: Query[AskedOfResults]) -> HttpResponse:
    """List what was published."""
    check(request, asked)
    now = timezone.now()
    rows = with_results(now)
    if asked.year:
        awards = Award.objects.published(now).filter(prize__contest=OuterRef("pk"))
        rows = rows.filter(Exists(awards.filter(year=asked.year)))
    rows = rows.annotate(closes=Max("stages__closes_at"))
    by = F(ORDERS[asked.order.lstrip("-")])
    is_down = asked.order.startswith("-")
    rows = rows.order_by(
        by.desc(nulls_last=True) if is_down else by.asc(nulls_last=True), "-pk" if is_down else "pk"
    )
    return listed(request, asked, rows, lambda found: _results(found, request, asked.lang, now))


@router.get(
    "/{slug:contest}",
    response=ResultData,
    summary=_("The results of one contest"),
    description=_("Its awards, and which of its rounds were published."),
    operation_id="result",
    url_name="result",
)
def result(request: HttpRequest, of: Path[OneResult], asked: Query[AskedOfResult]) -> HttpResponse:
    """Show what was published of a contest."""
    check(request, asked)
    now = timezone.now()
    row = found_in(with_results(now), slug=of.contest)
    return one(request, asked, next(iter(_results([row], request, asked.lang, now))))


@router.get(
    "/{slug:contest}/rounds/{int:number}",
    response=Page[LineData],
    summary=_("The ranking of a round"),
    description=_("The best first. Ranks follow the exact scores, of which two decimals are told."),
    operation_id="ranking",
    url_name="ranking",
)
def ranking(request: HttpRequest, of: Path[OneRound], asked: Query[AskedOfRanking]) -> HttpResponse:
    """List where entries stand."""
    check(request, asked)
    sheet, now = _sheet(of), timezone.now()

    def lines(found: list[dict]) -> Iterable[LineData]:
        stages = sheet.document["inputs"]["stages"]
        known = public_entries(sheet, (line["entry"] for line in found), now)
        for line in lines_of(sheet, found, known):
            yield _line(line, stages, request, asked.lang)

    return listed(request, asked, sheet.document["ranking"], lines)


@router.get(
    "/{slug:contest}/rounds/{int:number}/scores",
    response=Page[GivenData],
    summary=_("The scores of a round"),
    description=_(
        "What judges and panel gave, without names: what the file beside the ranking has."
    ),
    operation_id="scores",
    url_name="scores",
)
def scores(request: HttpRequest, of: Path[OneRound], asked: Query[AskedOfScores]) -> HttpResponse:
    """List what was given."""
    check(request, asked)
    given = list(given_in(_sheet(of).document))
    return listed(request, asked, given, lambda found: [_given(each, asked.lang) for each in found])


def with_results(now: datetime) -> QuerySet[Contest]:
    """Return the contests of which everybody can know a result."""
    sheets = ResultSheet.objects.published(now).filter(contest=OuterRef("pk"))
    awards = Award.objects.published(now).filter(prize__contest=OuterRef("pk"))
    return open_to_all().filter(Q(Exists(sheets)) | Q(Exists(awards)))


def _sheet(of: OneRound) -> ResultSheet:
    """Return the published sheet of a round; raise Http404 where there is none."""
    if of.number > 32_767:  # what the column holds
        raise Http404
    sheets = ResultSheet.objects.published(timezone.now()).filter(
        contest__in=open_to_all(), contest__slug=of.contest, round__number=of.number
    )
    sheet = sheets.select_related("contest").first()
    if sheet is None:
        raise Http404
    return sheet


def _results(
    found: list[Contest], request: HttpRequest, language: Language | None, now: datetime
) -> Iterable[ResultData]:
    """List by hand what is public of results; awards and sheets are read at once."""
    awards, sheets = defaultdict(list), defaultdict(list)
    given = Award.objects.published(now).filter(prize__contest__in=found)
    for award in queries.with_teams(given, now):
        awards[award.prize.contest_id].append(award)
    published = ResultSheet.objects.published(now).with_told(now).filter(contest__in=found)
    published = published.select_related("round").defer("document").order_by("-round__number")
    for sheet in published:
        sheets[sheet.contest_id].append(sheet)
    for contest in found:

        def page(slug: str = contest.slug) -> str:
            return request.build_absolute_uri(reverse("results", args=[slug]))

        yield ResultData(
            contest=contest.slug,
            title=text_of(contest, "title", language),
            page=in_both(page, language),
            awards=[_award(each, contest, request, language) for each in awards[contest.pk]],
            rounds=[_round(each, contest, request) for each in sheets[contest.pk]],
        )


def _award(
    award: Award, contest: Contest, request: HttpRequest, language: Language | None
) -> AwardData:
    entry, prize = award.entry, award.prize
    return AwardData(
        prize=text_of(prize, "title", language),
        place=award.place,
        amount=prize.amount,
        year=award.year,
        title=entry.title,
        entry=EntryName(**name_of(entry, request, language)) if award.shows_entry else None,
        team=entry.team_name,
        leader=public_name(contest, leader_in(entry)),
        citation=text_of(award, "citation", language),
    )


def _round(sheet: ResultSheet, contest: Contest, request: HttpRequest) -> RoundData:
    names = (contest.slug, sheet.round.number, sheet.version)
    return RoundData(
        number=sheet.round.number,
        version=sheet.version,
        correction=sheet.told,
        published_at=local(sheet.publish_at),
        sha256=sheet.sha256,
        document=request.build_absolute_uri(reverse("published_document", args=names)),
    )


def _title(part: dict, language: Language | None) -> Text:
    return text(part["title_ko"], part["title_en"], language)


def _line(
    line: Line, stages: list[dict], request: HttpRequest, language: Language | None
) -> LineData:
    return LineData(
        rank=line.rank,
        receipt=line.receipt,
        entry=EntryName(**name_of(line.entry, request, language)) if line.entry else None,
        scores=[
            ScoreData(
                stage=_title(stage, language),
                weight=stage["weight"],
                score=float(score) if score else None,
            )
            for stage, score in zip(stages, line.scores, strict=True)
        ],
        score=float(line.score) if line.score else None,
        advances=line.advances,
    )


def _given(given: Given, language: Language | None) -> GivenData:
    criterion = given.criterion
    return GivenData(
        stage=_title(given.stage, language),
        receipt=given.receipt,
        judge=given.judge,
        criterion=criterion and _title(criterion, language),
        weight=criterion and criterion["weight"],
        maximum=criterion and criterion["maximum"],
        points=given.points,
        ballots=given.ballots,
    )
