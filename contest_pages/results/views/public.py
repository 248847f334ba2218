"""The published result of a contest: winners, ranking, each way to it, method, raw data."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.exports import csv_answer
from contest_pages.calls import situation
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Stage
from contest_pages.queries import announcement_of, open_to_all
from contest_pages.results import documents, queries
from contest_pages.results.models import ResultSheet
from contest_pages.results.names import leader_in, public_name
from contest_pages.results.published import given_in, judged_in, lines_of, public_entries
from contest_pages.results.wording import changes_between, method_of, title_in, way_of

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
                # Awards are drawn from the last round alone.
                "has_way": bool(sheets) and award.sheet_id == sheets[0].pk,
            }
            for award in page
        ],
        "prize_sum": queries.prize_sum(contest, now),
        "last_round": sheets[0].round.number if sheets else None,
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
        context |= _round(request, contest, sheet, now)
    return render(request, "results/results.html", context)


def _round(request: HttpRequest, contest: Contest, latest: ResultSheet, now: datetime) -> dict:
    """Return what the page shows of a round: a page of its ranking, method, versions."""
    versions = _versions(latest, now)
    sheet, changes = versions[0], []
    sheet.contest = contest
    if len(versions) > 1:
        changes = changes_between(versions[1].document, sheet.document)
    document = sheet.document
    page = Paginator(document["ranking"], PER_PAGE).get_page(request.GET.get("page"))
    shown = [line["entry"] for line in page.object_list]
    changed = [each.entry for each in changes[:PER_PAGE]]
    known = public_entries(sheet, [*shown, *changed], now)
    stages = document["inputs"]["stages"]
    return {
        "sheet": sheet,
        "page_of_lines": page,
        "stages": [{"title": title_in(stage), "weight": stage["weight"]} for stage in stages],
        "lines": lines_of(sheet, page.object_list, known),
        "is_last": document["inputs"]["round"]["is_last"],
        "method": method_of(document),
        "has_ballots": any(stage["kind"] == Stage.Kind.VOTING for stage in stages),
        "versions": versions if len(versions) > 1 else [],
        "changes": [(_name(known, each.entry), each.text) for each in changes[:PER_PAGE]],
        "changes_more": len(changes[PER_PAGE:]),
    }


def _versions(sheet: ResultSheet, now: datetime) -> list[ResultSheet]:
    """Return all that was public of a published sheet's round, the latest version first.

    With the documents of the two that are compared alone: they hold every score.
    """
    found = ResultSheet.objects.been_public(now).with_told(now).filter(round=sheet.round_id)
    versions = list(found.select_related("round").defer("document").order_by("-version"))
    compared = ResultSheet.objects.filter(pk__in=[each.pk for each in versions[:2]])
    documents = dict(compared.values_list("pk", "document"))
    for each in versions[:2]:
        each.document = documents[each.pk]
    return versions


def _name(known: Mapping[str, Entry], receipt: str) -> str:
    """Return how the public calls an entry: by its title, if it is among those that it knows."""
    return known[receipt].title if receipt in known else receipt


def _published(slug: str, number: int, now: datetime) -> tuple[Contest, ResultSheet]:
    """Return a contest and the published sheet of its round; raise Http404 where there is none."""
    contest = get_object_or_404(open_to_all(), slug=slug)
    sheets = queries.published_sheets(contest, now)
    sheet = next((each for each in sheets if each.round.number == number), None)
    if sheet is None:
        raise Http404
    sheet.contest = contest
    return contest, sheet


@require_safe
def way(request: HttpRequest, slug: str, number: int, receipt: str) -> HttpResponse:
    """Show every step from what an entry was given in a round to its rank."""
    now = timezone.now()
    contest, sheet = _published(slug, number, now)
    line = next((each for each in sheet.document["ranking"] if each["entry"] == receipt), None)
    if line is None:
        raise Http404
    (told,) = lines_of(sheet, [line], public_entries(sheet, [receipt], now))
    page = announcement_of(contest, get_language())
    results_url = reverse("results", args=[slug])
    context = {
        "contest": contest,
        "sheet": sheet,
        "line": told,
        "name": told.entry.title if told.entry else receipt,
        "ranked": sum(each["rank"] is not None for each in sheet.document["ranking"]),
        "steps": way_of(sheet.document, receipt),
        "judged": [
            {"title": title_in(each.stage), "weight": each.stage["weight"], "judged": each}
            for each in judged_in(sheet.document, receipt)
        ],
        "results_url": f"{results_url}?round={number}",
        "crumbs": [
            *([{"title": contest.title, "url": page.url}] if page else []),
            {"title": _("Results"), "url": f"{results_url}?round={number}"},
        ],
    }
    return render(request, "results/way.html", context)


@require_safe
def scores(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Hand out what judges and panel gave in a published round, without names, as CSV."""
    contest, sheet = _published(slug, number, timezone.now())
    name = f"{contest.slug}-{number}-v{sheet.version}-scores.csv"
    return csv_answer(_rows(sheet.document), name)


@require_safe
def document(request: HttpRequest, slug: str, number: int, version: int) -> HttpResponse:
    """Hand out the document of a version that is public, or was until a later one came."""
    contest = get_object_or_404(open_to_all(), slug=slug)
    sheets = ResultSheet.objects.been_public(timezone.now()).filter(contest=contest)
    for sheet in sheets.select_related("contest", "round").defer("document"):
        if (sheet.round.number, sheet.version) == (number, version):
            return document_file(sheet)
    raise Http404


def document_file(sheet: ResultSheet) -> HttpResponse:
    """Answer with a sheet's document, byte by byte what its fingerprint was taken of."""
    answer = HttpResponse(documents.written(sheet.document), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{sheet.file_name}"'
    return answer


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
