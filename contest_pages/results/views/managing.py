"""How managers make a result: look, freeze, countersign, correct."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging.models import Judge
from contest_pages.models import Contest, Round
from contest_pages.results import actions, checks, documents, rules, wording
from contest_pages.results.forms import (
    CitationsForm,
    CountersignForm,
    FreezeForm,
    MoveForm,
    TieForm,
)
from contest_pages.results.models import ResultSheet
from contest_pages.results.views.public import document_file

PER_PAGE = 50


class ManagersView(WagtailAdminTemplateMixin, TemplateView):
    """A page for managers alone: it names judges beside their scores."""

    header_icon = "list-ol"

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the list of contests."""
        items = [
            *self.breadcrumbs_items,
            {"url": reverse("results_overview"), "label": _("Results")},
        ]
        subtitle = self.get_page_subtitle()
        return [*items, {"url": "", "label": subtitle}] if subtitle else items

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let managers in."""
        if not rules.may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class OverviewView(ManagersView):
    """Lists contests that are scored, with where the result of each round stands."""

    template_name = "results/admin/overview.html"
    page_title = gettext_lazy("Results")

    def get_context_data(self, **kwargs) -> dict:
        """Return a page of contests, the latest first."""
        contests = Contest.objects.filter(rounds__stages__isnull=False).distinct()
        page = Paginator(contests.order_by("-pk"), PER_PAGE).get_page(self.request.GET.get("page"))
        rounds = Round.objects.filter(contest__in=list(page.object_list)).order_by("number")
        sheets = ResultSheet.objects.with_stopped().filter(round__in=rounds).defer("document")
        latest = {sheet.round_id: sheet for sheet in sheets.order_by("version")}
        by_contest: dict[int, list] = {}
        for round in rounds:
            row = {"round": round, "sheet": latest.get(round.pk)}
            by_contest.setdefault(round.contest_id, []).append(row)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "rows": [
                {"contest": each, "rounds": by_contest.get(each.pk, [])}
                for each in page.object_list
            ],
            "now": timezone.now(),
        }


class RoundView(ManagersView):
    """The result of a round: as it is now, what stands in its way, and its versions."""

    template_name = "results/admin/round.html"
    page_title = gettext_lazy("Results")

    def setup(self, request: HttpRequest, *args, **kwargs) -> None:
        """Find the contest, and the round that was asked for, else the first."""
        super().setup(request, *args, **kwargs)
        self.contest = get_object_or_404(Contest, pk=kwargs["pk"])
        self.rounds = list(self.contest.rounds.order_by("number"))
        asked = request.GET.get("round", "")
        self.round = next(
            (each for each in self.rounds if str(each.number) == asked), None
        ) or next(iter(self.rounds), None)

    def get_page_subtitle(self) -> str:
        """Name the contest."""
        return str(self.contest)

    def get_template_names(self) -> list[str]:
        """Say so where a contest has no round."""
        return [self.template_name if self.round else "results/admin/no_round.html"]

    @cached_property
    def now(self) -> datetime:
        """The instant at which the page is asked for."""
        return timezone.now()

    @cached_property
    def computed(self) -> documents.Computation | None:
        """The result as it is now; None while anything of it is open."""
        if rules.why_not_compute(self.round, self.now):
            return None
        return documents.Computation(self.round, self.now)

    @cached_property
    def findings(self) -> list[checks.Finding]:
        """What is to be known before freezing."""
        return checks.findings(self.computed) if self.computed else []

    @cached_property
    def sheets(self) -> list[ResultSheet]:
        """The versions of the round's sheet, the latest first."""
        sheets = ResultSheet.objects.with_stopped().filter(round=self.round)
        return list(sheets.select_related("frozen_by", "countersigned_by").order_by("-version"))

    @property
    def latest(self) -> ResultSheet | None:
        """The latest version."""
        return next(iter(self.sheets), None)

    @cached_property
    def awaited(self) -> ResultSheet | None:
        """The version of which the publication is still to come."""
        return ResultSheet.objects.awaited(self.now).filter(round=self.round).first()

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Go back to the list where the criteria make no result at all, and say so."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("results_overview")

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what a button says; a refusal is shown with everything as it was typed."""
        form = self._form(request.POST.get("act", ""), request.POST)
        if form is None:
            messages.error(request, _("This page has changed meanwhile. Try again."))
            return redirect(request.get_full_path())
        if form.is_valid():
            try:
                messages.success(request, self._do(request.POST["act"], form))
            except Refused as refusal:
                form.add_error(None, refusal.message)
            else:
                return redirect(request.get_full_path())
        act, context = request.POST["act"], self.get_context_data(**kwargs)
        (context["ties"] if act in context["ties"] else context)[act] = form
        return self.render_to_response(context, status=422)

    def _form(self, act: str, sent=None):
        """Return the form of an act; None where there is nothing to do it to."""
        if self.round is None:
            return None
        if act == "freeze":
            return FreezeForm(sent, initial={"correction": self._untold_correction()})
        if act in self._ties:
            return self._tie_form(act, sent)
        if act == "move" and (sheet := self.awaited):
            initial = {"publish_at": timezone.localtime(sheet.publish_at)}
            return MoveForm(sent, initial=initial, auto_id="move_%s")
        if self.latest and not self.latest.countersigned_at:
            version = str(self.latest.version)
            if act == "countersign" and (sent is None or sent.get("version") == version):
                return CountersignForm(sent, initial={"version": version})
            if act == "citations" and self.latest.awards.exists():
                return CitationsForm(sent, sheet=self.latest)
        return None

    @cached_property
    def _ties(self) -> dict[str, list[Entry]]:
        """Entries of equal scores, by act: those that the chair has to put in order, and has."""
        if self.computed is None:
            return {}
        ties = {f"tie-{rank}": keys for rank, keys in self.computed.decided.items()}
        if keys := next((each.equals for each in self.findings if each.equals), ()):
            ties["tie"] = keys
        return {act: [self.computed.entries[key] for key in keys] for act, keys in ties.items()}

    def _tie_form(self, act: str, sent=None) -> TieForm:
        """Return the form that puts entries in order; each has names of its own on the page."""
        is_decided = act != "tie"
        return TieForm(
            sent,
            entries=self._ties[act],
            is_decided=is_decided,
            prefix=act if is_decided else None,
        )

    def _do(self, act: str, form) -> str:
        """Act; return the sentence that says so."""
        user = self.request.user
        if act == "freeze":
            sheet = actions.freeze(self.round, by=user, **form.cleaned_data)
            said = {"version": sheet.version}
            return _("Version %(version)s is frozen. Another manager countersigns it.") % said
        if act in self._ties:
            reason = form.cleaned_data["reason"]
            actions.decide_tie(self.round, form.in_order(), reason=reason, by=user)
            return _("The chair’s decision is recorded.")
        if act == "citations":
            actions.write_citations(self.latest, form.citations(), by=user)
            return _("The citations are kept.")
        if act == "move":
            actions.move_publication(self.awaited, by=user, **form.cleaned_data)
            return _("The publication is moved.")
        actions.countersign(self.latest, by=user, publish_at=form.cleaned_data["publish_at"])
        return _("The result is countersigned.")

    def get_context_data(self, **kwargs) -> dict:
        """Return what can be done, and all versions; once all is closed, the ranking as well."""
        context = super().get_context_data(**kwargs) | {"contest": self.contest}
        if self.round is None:
            return context
        now, user = self.now, self.request.user
        why_not_freeze = rules.why_not_freeze(user, self.round, now)
        return context | {
            "round": self.round,
            "now": now,
            "tabs": [(each, each.pk == self.round.pk) for each in self.rounds],
            "findings": self.findings,
            "needs_reason": any(each.needs_reason for each in self.findings),
            "why_not_freeze": why_not_freeze,
            "freeze": None if why_not_freeze else self._form("freeze"),
            "is_correction": ResultSheet.objects.signed().filter(round=self.round).exists(),
            "ties": {act: self._tie_form(act) for act in self._ties},
            "citations": self._form("citations"),
            "countersign": self._form("countersign"),
            "move": self._form("move"),
            "awaited": self.awaited,
            "why_not_countersign": self._why_not_countersign(),
            "sheets": self._versions(),
            "links": [
                link
                for links in hooks.get_hooks("results_links")
                for link in links(self.request, self.contest, now)
            ],
            **(self._ranking() if self.computed else {}),
        }

    def _untold_correction(self) -> str:
        """Return what the latest version was to correct, where the public has not seen it."""
        public = ResultSheet.objects.published(self.now).filter(round=self.round).first()
        return self.latest.correction if self.latest and self.latest != public else ""

    @cached_property
    def titles(self) -> dict[str, str]:
        """How entries are called, by receipt number: documents know no more of them than that."""
        entries = Entry.objects.filter(contest=self.contest).exclude(receipt="")
        return dict(entries.values_list("receipt", "title"))

    @cached_property
    def changed(self) -> str:
        """What has changed since the latest version was frozen; nothing if nothing."""
        return documents.changed_since(self.latest, self.computed)

    def _why_not_countersign(self) -> str:
        """Return why the latest version cannot be countersigned; an empty string if it can."""
        if self.latest is None:
            return ""
        reason = rules.why_not_countersign(self.request.user, self.latest, self.now)
        return reason or self.changed

    def _ranking(self) -> dict:
        """Return a page of the ranking, how it is reached, and who the judges are.

        It is that of the version that waits for the second signature, else as it is now.
        """
        waits = self.latest and not self.latest.countersigned_at and not self.changed
        document = (
            self.latest.document
            if waits
            else documents.document_of(self.computed, 0, self.now, despite="")
        )
        page = Paginator(document["ranking"], PER_PAGE).get_page(self.request.GET.get("page"))
        return {
            "waits": self.latest if waits else None,
            "stage_titles": [
                (wording.title_in(stage), stage["weight"]) for stage in document["inputs"]["stages"]
            ],
            "page": page,
            "lines": [self._line(document, line) for line in page.object_list],
            "method": wording.method_of(document),
            "judges": self._judges(),
        }

    def _line(self, document: dict, line: dict) -> dict:
        """Return a line of the ranking with the entry's way to it."""
        prizes = {p["key"]: wording.title_in(p) for p in document["inputs"]["prizes"]}
        return line | {
            "title": self.titles[line["entry"]],
            "scores": [
                line["stages"].get(str(stage["key"]), {}).get("score", "–")
                for stage in document["inputs"]["stages"]
            ],
            "way": wording.way_of(document, line["entry"]),
            "advances": line["entry"] in document["advances"],
            "prize": next(
                (prizes[a["prize"]] for a in document["awards"] if a["entry"] == line["entry"]), ""
            ),
        }

    def _judges(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return by stage which letter is which judge."""
        names = dict(Judge.objects.filter(stage__in=self.computed.stages).values_list("pk", "name"))
        return [
            (stage.title, sorted((letter, names[pk]) for pk, letter in letters.items()))
            for stage in self.computed.stages
            if (letters := self.computed.letters.get(stage.pk))
        ]

    def _versions(self) -> list[dict]:
        """Return each version with what it changed since the one before."""
        pairs = zip(self.sheets, [*self.sheets[1:], None], strict=False)
        return [
            {
                "sheet": sheet,
                "changes": [
                    (self.titles[change.entry], change.text)
                    for change in wording.changes_between(before.document, sheet.document)
                ]
                if before
                else [],
            }
            for sheet, before in pairs
        ]


def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a sheet's document to managers, published or not."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    sheet = get_object_or_404(ResultSheet.objects.select_related("contest", "round"), pk=pk)
    return document_file(sheet)


def results_url(contest: Contest) -> str:
    """Return the address of the page on which a contest's results are made."""
    return reverse("contest_results", args=[contest.pk])
