"""The published result of a contest: winners, ranking, method, raw data."""

from collections.abc import Iterator
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.exports import csv_answer
from contest_pages.calls import situation
from contest_pages.models import Stage
from contest_pages.queries import open_to_all
from contest_pages.results import queries
from contest_pages.results.models import ResultSheet
from contest_pages.results.names import leader_in, public_name
from contest_pages.results.published import given_in, lines_of
from contest_pages.results.wording import method_of, title_in

PER_PAGE = 50


@require_safe
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what was published of a contest's results; before, that nothing was."""
    now = timezone.now()
    contest = get_object_or_404(open_to_all(), slug=slug)
    sheets = queries.published_sheets(contest, now)
    awards = Paginator(queries.awards_of_contest(contest, now), PER_PAGE)
    if not sheets and not awards.count:
        context = {"contest": contest, "situation": situation(contest, now)}
        return render(request, "results/results_later.html", context)
    asked = request.GET.get("round", "")
    sheet = next((each for each in sheets if str(each.round.number) == asked), None)
    sheet = sheet or next(iter(sheets), None)
    page = awards.get_page(request.GET.get("winners"))
    context = {
        "contest": contest,
        "page_of_winners": page,
        "winners": [
            {
                "award": award,
                "entry": award.entry,
                "name": public_name(contest, leader_in(award.entry)),
            }
            for award in page
        ],
        "prize_sum": queries.prize_sum(contest, now),
        "sheet": sheet,
        "tabs": [
            {
                "title": str(each.round),
                "url": f"?round={each.round.number}#ranking",
                "current": each == sheet,
            }
            for each in sheets
        ],
    }
    if sheet:
        context |= _round(request, sheet, now)
    return render(request, "results/results.html", context)


def _round(request: HttpRequest, sheet: ResultSheet, now: datetime) -> dict:
    """Return what the page shows of a round: a page of its ranking, method, corrections."""
    document = sheet.document
    page = Paginator(document["ranking"], PER_PAGE).get_page(request.GET.get("page"))
    stages = document["inputs"]["stages"]
    return {
        "page_of_lines": page,
        "stages": [{"title": title_in(stage), "weight": stage["weight"]} for stage in stages],
        "lines": lines_of(sheet, page.object_list, now),
        "is_last": document["inputs"]["round"]["is_last"],
        "method": method_of(document),
        "has_ballots": any(stage["kind"] == Stage.Kind.VOTING for stage in stages),
        "corrections": ResultSheet.objects.been_public(now)
        .with_told(now)
        .filter(round=sheet.round_id, version__lte=sheet.version)
        .exclude(told="")
        .defer("document")
        .order_by("version"),
    }


@require_safe
def scores(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Hand out what judges and panel gave in a published round, without names, as CSV."""
    now = timezone.now()
    contest = get_object_or_404(open_to_all(), slug=slug)
    sheet = next(
        (s for s in queries.published_sheets(contest, now) if s.round.number == number), None
    )
    if sheet is None:
        raise Http404
    name = f"{contest.slug}-{number}-v{sheet.version}-scores.csv"
    return csv_answer(_rows(sheet.document), name)


def _rows(document: dict) -> Iterator[list]:
    """Yield one line for each score of a judge, and for each entry that citizens voted on."""
    yield [
        _("Stage"),
        _("Receipt number"),
        _("Judge"),
        _("Criterion"),
        _("Weight"),
        _("Most points"),
        _("Points"),
        _("Ballots"),
    ]
    for each in given_in(document):
        criterion = each.criterion
        yield [
            title_in(each.stage),
            each.receipt,
            each.judge,
            title_in(criterion) if criterion else "",
            criterion["weight"] if criterion else "",
            criterion["maximum"] if criterion else "",
            each.points,
            "" if each.ballots is None else each.ballots,
        ]
