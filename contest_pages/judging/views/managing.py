"""The managers' pages of judging: all stages, and one of them."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.admin_acts import ActView
from contest_pages.entries.models import Entry
from contest_pages.judging import actions, overview, rules
from contest_pages.models import Stage

PER_PAGE = 50


def key_in(text: str) -> int:
    """Return the key that a form or address holds; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 18 else 0


class ForManagers(WagtailAdminTemplateMixin):
    """Lets programme managers in, and shows the way back to the list of stages."""

    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let managers in."""
        if not rules.may_manage(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to all stages."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("judging_stages"), "label": _("Judging")},
            *self.way(),
            {"url": "", "label": self.get_page_title()},
        ]

    def way(self) -> list[dict]:
        """Return what stands between all stages and this page."""
        return []


class OfStage(ForManagers):
    """A page about the judging stage that the address names."""

    @cached_property
    def stage(self) -> Stage:
        """The stage."""
        stages = Stage.objects.select_related("contest", "round")
        return get_object_or_404(stages, pk=self.kwargs["pk"], kind=Stage.Kind.JUDGING)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Ask for the stage before anything is shown of it."""
        return super().get(request, *args, stage=self.stage, **kwargs)

    def name_of_stage(self) -> str:
        """Name contest and stage."""
        return f"{self.stage.contest} – {self.stage}"

    def way(self) -> list[dict]:
        """Lead back to the stage."""
        url = reverse("judging_stage", args=[self.stage.pk])
        return [{"url": url, "label": self.name_of_stage()}]

    def get_success_url(self) -> str:
        """Go back to the stage."""
        return reverse("judging_stage", args=[self.stage.pk])


class StagesView(ForManagers, TemplateView):
    """All judging stages, the latest first."""

    template_name = "judging/admin/stages.html"
    page_title = gettext_lazy("Judging")

    def get_breadcrumbs_items(self) -> list[dict]:
        """This is where the others lead back to."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        """Return a page of stages with their figures."""
        pages = Paginator(overview.stages_for_managers(), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "page_of_stages": pages.get_page(self.request.GET.get("p")),
            "now": timezone.now(),
        }


class StageView(OfStage, TemplateView):
    """How far a stage's judging has come, and everything that can be done about it."""

    template_name = "judging/admin/stage.html"
    #: What is looked for among entries: name, label, condition.
    SHOWN = (
        ("", gettext_lazy("All"), lambda k: Q()),
        ("short", gettext_lazy("Too few judges"), lambda k: Q(held__lt=k)),
        ("open", gettext_lazy("Not finished"), lambda k: Q(done__lt=F("held"))),
        ("done", gettext_lazy("Finished"), lambda k: Q(done__gte=k)),
    )

    def get_page_title(self) -> str:
        """Name contest and stage."""
        return self.name_of_stage()

    def way(self) -> list[dict]:
        """This is the stage."""
        return []

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Offer what is done most."""
        return [
            self._button(HeaderButton, _("Appoint a judge"), "judging_appoint", "plus", 1),
            self._button(HeaderButton, _("Share out entries"), "judging_assign", "group", 2),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer the rest."""
        more = [
            (_("Conflicts of interest"), "judging_conflicts", "no-view"),
            (_("Agreement of the judges"), "judging_stage_agreement", "draft"),
            (_("Remind judges"), "judging_remind", "mail"),
        ]
        buttons = [self._button(Button, *each, number) for number, each in enumerate(more)]
        url = reverse("judging_stage_scores", args=[self.stage.pk])
        for number, name in enumerate(("xlsx", "csv"), len(more)):
            label = _("Scores as %(format)s") % {"format": name.upper()}
            address = f"{url}?export={name}"
            buttons.append(Button(label, url=address, icon_name="download", priority=number))
        contest = reverse(
            "wagtailsnippets_contest_pages_contest:edit", args=[self.stage.contest_id]
        )
        buttons.append(
            Button(_("Edit the contest"), url=contest, icon_name="calendar-alt", priority=90)
        )
        return buttons

    def _button(self, kind, label: str, name: str, icon: str, priority: int) -> Button:
        url = reverse(name, args=[self.stage.pk])
        return kind(label, url=url, icon_name=icon, priority=priority)

    def get_context_data(self, **kwargs) -> dict:
        """Return figures, judges, and a page of entries."""
        asked = self.request.GET
        entries = overview.entries_of(self.stage)
        return super().get_context_data(**kwargs) | {
            "now": timezone.now(),
            "progress": overview.progress_of(self.stage, entries),
            "judges": list(overview.judges_of(self.stage)),
            "page_of_entries": Paginator(self._found(entries), PER_PAGE).get_page(asked.get("p")),
            "shown": [
                (name, label, name == asked.get("show", "")) for name, label, _q in self.SHOWN
            ],
            "tracks": self.stage.contest.tracks.all(),
            "asked": {name: asked.get(name, "") for name in ("q", "track", "show")},
            "query": self._query(),
        }

    def _query(self) -> str:
        """Return the address's query without the page, to go on from."""
        kept = self.request.GET.copy()
        kept.pop("p", None)
        return f"{kept.urlencode()}&" if kept else ""

    def _found(self, entries: QuerySet[Entry]) -> QuerySet[Entry]:
        """Return the entries that are asked for; an address that makes no sense asks for all."""
        asked, k = self.request.GET, self.stage.reviews_per_entry
        conditions = {name: condition(k) for name, _label, condition in self.SHOWN}
        entries = entries.filter(conditions.get(asked.get("show", ""), Q()))
        if track := key_in(asked.get("track", "")):
            entries = entries.filter(track=track)
        if words := asked.get("q", "").replace("\0", ""):
            entries = entries.filter(Q(title__icontains=words) | Q(team_name__icontains=words))
        return entries


class RemindView(OfStage, ActView):
    """Writes to judges who have something left."""

    page_title = gettext_lazy("Remind judges")
    form_class = forms.Form
    submit_label = gettext_lazy("Send reminders")
    lead = gettext_lazy(
        "Writes to every judge who has reviews left; who has not answered yet gets a new link to "
        "accept or decline. Three days and one day before the stage closes they are reminded "
        "without you."
    )

    def act(self, form: forms.Form) -> str:
        """Remind."""
        count = actions.remind(self.stage, by=self.request.user)
        return ngettext(
            "%(count)s judge was reminded.", "%(count)s judges were reminded.", count
        ) % {"count": count}
