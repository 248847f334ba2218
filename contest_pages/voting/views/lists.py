"""What everybody may check: the ballots once the result is out, and the drawing of lots."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.exports import csv_answer
from contest_pages.models import Contest, Stage
from contest_pages.voting import lottery, queries
from contest_pages.voting.booth import Booth, contest_named
from contest_pages.voting.models import PanelMember
from contest_pages.voting.views.panel import panel_named

PER_PAGE = 50


def _published(request: HttpRequest, contest: Contest) -> tuple[list[Stage], Stage | None]:
    """Return the stages whose ballots are out, and the one that is asked for."""
    stages = queries.published_stages(contest, timezone.now())
    asked = request.GET.get("stage", "")
    chosen = next((stage for stage in stages if str(stage.pk) == asked), None)
    return stages, chosen or next(iter(stages), None)


@require_safe
def ballots(request: HttpRequest, slug: str) -> HttpResponse:
    """List the ballots without names once the result is out; before, say that it is not."""
    booth = Booth.of(request, slug)
    stages, stage = _published(request, booth.contest)
    context = booth.context() | {"stages": stages, "stage": stage}
    if stage is None:
        return render(request, "voting/ballots_later.html", context)
    found = queries.anonymous_ballots(stage, timezone.now())
    code = request.GET.get("code", "").replace("\0", "").strip().upper()[:20]
    shown = found.filter(code=code) if code else found
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page_of_ballots": page,
        "is_masked": any(not vote.title for ballot in page for vote in ballot.lines),
        "code": code,
        "all_url": f"?stage={stage.pk}",
        "approves": stage.ballot == Stage.Ballot.APPROVE,
        "turnout": None if code else queries.turnout(stage, cast=page.paginator.count),
        "tabs": [
            {"title": each.title, "url": f"?stage={each.pk}", "current": each == stage}
            for each in stages
        ],
    }
    return render(request, "voting/ballots.html", context)


@require_safe
def ballots_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with all ballots of a published stage, a line for each vote."""
    _stages, stage = _published(request, contest_named(slug))
    if stage is None:
        raise Http404

    def rows():
        yield [_("Receipt code"), _("Receipt number"), _("Title"), _("Points")]
        for ballot in queries.anonymous_ballots(stage, timezone.now()).iterator(chunk_size=500):
            for vote in ballot.lines:
                yield [ballot.code, vote.receipt, vote.title, vote.points]

    return csv_answer(rows(), f"{slug}-ballots.csv")


@require_safe
def draw(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer with the drawing of lots, by application number, so that anyone can repeat it."""
    panel = panel_named(slug)
    if not panel.seed:
        raise Http404
    drawn = PanelMember.objects.filter(panel=panel, drawn__isnull=False).select_related("quota")
    # What was drawn: whoever withdrew later had a seat all the same, and keeps a line here.
    winners = lottery.draw(
        [lottery.Applicant(each.pk, each.quota_id) for each in drawn],
        seats=panel.seats or 0,
        kept={quota.pk: quota.seats for quota in panel.quotas.all()},
        seed=panel.seed,
    ).seated

    def rows():
        yield [_("Drawn as number"), _("Application number"), _("Group"), _("SHA-256"), _("Seat")]
        for each in drawn.order_by("drawn").iterator(chunk_size=500):
            group = each.quota.title if each.quota else ""
            ticket = lottery.ticket(panel.seed, each.pk)
            yield [each.drawn, each.pk, group, ticket, _("yes") if each.pk in winners else _("no")]

    return csv_answer(rows(), f"{slug}-panel.csv")
