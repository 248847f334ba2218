"""How far judges agree, for the chair and for managers; and the scores as a spreadsheet."""

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View

from cms.exports import SafeSpreadsheetMixin
from contest_pages.entries.models import Entry
from contest_pages.judging import rules
from contest_pages.judging.agreement import Spread, agreement_of
from contest_pages.judging.blind import titles_of
from contest_pages.judging.conflicts import barred
from contest_pages.judging.given_scores import Given, scores_of, shares_of
from contest_pages.judging.models import Judge
from contest_pages.judging.scoring import one_decimal
from contest_pages.judging.views.managing import PER_PAGE, OfStage
from contest_pages.models import Stage


def _drawn(spread: Spread) -> dict[str, Any]:
    """Return a spread as it is written, and where its marks stand on a line from 0 to 100."""
    shown = {
        name: one_decimal(getattr(spread, name)) for name in ("lowest", "mean", "highest", "width")
    }
    marks = sorted({str(one_decimal(score)) for score in spread.scores}, key=float)
    # Text for SVG: a number would be written with the language's own decimal sign.
    at = {name: str(value) for name, value in shown.items()}
    return shown | {"at": at, "marks": marks, "count": len(spread.scores)}


def _severity(difference: Fraction) -> dict[str, Any]:
    """Return a difference as it is written, and its bar on a line from -50 to 50."""
    length = min(abs(difference), Fraction(50))
    start = 50 - length if difference < 0 else Fraction(50)
    return {
        "difference": one_decimal(difference),
        "sign": "−" if difference < 0 else "+" if difference else "±",
        "size": one_decimal(abs(difference)),
        "start": str(one_decimal(start)),
        "length": str(one_decimal(length)),
        "is_harsh": difference < 0,
    }


def agreement_context(
    stage: Stage, page: str | None, *, is_blind: bool, hidden: Collection[int] = ()
) -> dict[str, Any]:
    """Return what both pages show of a stage; where it is blind, titles name nobody.

    `page` is the number of the page of entries that was asked for, `hidden` the keys of entries
    that are left out.
    """
    found = agreement_of(shares_of(stage, hidden=hidden))
    page_of_entries = Paginator(found.to_talk_about(), PER_PAGE).get_page(page)
    titles = titles_of(page_of_entries, is_blind=is_blind)
    judges = sorted(
        found.by_judge,
        key=lambda judge: (
            found.severity[judge].difference if judge in found.severity else Fraction(0),
            judge.name,
        ),
    )
    return {
        "stage": stage,
        "judges": [
            {
                "judge": judge,
                "spread": _drawn(found.by_judge[judge]),
                "severity": _severity(found.severity[judge].difference)
                if judge in found.severity
                else None,
                "shared": found.severity[judge].shared if judge in found.severity else 0,
            }
            for judge in judges
        ],
        "entries": [
            {"title": titles[entry.pk], "spread": _drawn(found.by_entry[entry])}
            for entry in page_of_entries
        ],
        "page_of_entries": page_of_entries,
        "scored": len(found.by_entry),
    }


class StageAgreementView(OfStage, TemplateView):
    """How far the judges of a stage agree, for managers."""

    template_name = "judging/admin/agreement.html"
    page_title = gettext_lazy("Agreement of the judges")

    def get_context_data(self, **kwargs) -> dict:
        """Return the figures."""
        page = self.request.GET.get("p")
        found = agreement_context(self.stage, page, is_blind=False)
        return super().get_context_data(**kwargs) | found


@never_cache
@login_required
@require_safe
def chair_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the chair of a stage how far its judges agree; to all others there is no such page.

    What the chair has a tie to is left out: nobody reads what an entry of their own was given.
    """
    chairs = Judge.objects.filter(user=request.user, is_chair=True, state=Judge.State.PLEDGED)
    chairs = chairs.select_related("stage__contest", "stage__round")
    judge = get_object_or_404(chairs.prefetch_related("stage__contest__rounds"), pk=pk)
    stage, now = judge.stage, timezone.now()
    if reason := rules.why_not_compare(request.user, judge, now):
        messages.info(request, reason)
        return redirect("judging_desk")
    ties = barred([judge], Entry.objects.scored_in(stage), tracks=False)
    context = agreement_context(
        stage,
        request.GET.get("page"),
        is_blind=rules.is_blind_to(judge, now),
        hidden={entry for _judge, entry in ties},
    )
    return render(request, "judging/agreement.html", context | {"judge": judge})


class ScoresView(OfStage, SafeSpreadsheetMixin, View):
    """The scores of a stage as a spreadsheet, one review in a row."""

    export_headings = {
        "receipt": gettext_lazy("Receipt number"),
        "entry": gettext_lazy("Entry"),
        "track": gettext_lazy("Track"),
        "judge": gettext_lazy("Judge"),
        "total": gettext_lazy("Per cent"),
        "comment": gettext_lazy("Comment for the entrants"),
        "submitted": gettext_lazy("Time of submission"),
    }
    CRITERION = "criterion-"

    @cached_property
    def criteria(self) -> dict[str, str]:
        """The stage's criteria with their maximum, by column."""
        return {
            f"{self.CRITERION}{each.pk}": f"{each.title} ({each.maximum})"
            for each in self.stage.criteria.all()
        }

    @cached_property
    def list_export(self) -> list[str]:
        """The columns: the criteria stand before what they come to."""
        names = list(self.export_headings)
        place = names.index("total")
        return [*names[:place], *self.criteria, *names[place:]]

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Write CSV where it is asked for, else XLSX."""
        wanted = request.GET.get("export")
        format = self.FORMAT_CSV if wanted == self.FORMAT_CSV else self.FORMAT_XLSX
        return self.as_spreadsheet(scores_of(self.stage), format)

    def get_filename(self) -> str:
        """Name the file by contest and stage."""
        return f"scores-{self.stage.contest.slug}-{self.stage.pk}"

    def get_heading(self, queryset, field: str) -> str:
        """Name a column."""
        return str(self.export_headings.get(field) or self.criteria[field])

    def to_row_dict(self, item: Given) -> dict[str, Any]:
        """Return the cells of a review."""
        review, entry = item.review, item.review.entry
        row = {
            "receipt": entry.receipt,
            "entry": entry.title,
            "track": entry.track.title if entry.track else "",
            "judge": review.judge.name,
            "total": float(item.total.per_cent) if item.total.per_cent is not None else "",
            "comment": review.comment,
            "submitted": review.submitted_at,
        }
        row |= {f"{self.CRITERION}{pk}": points for pk, points in item.points.items()}
        return {column: row.get(column, "") for column in self.list_export}
