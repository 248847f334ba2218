"""The managers' pages of judging: all stages, one stage, its judges."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton

from cms.accounts.groups import JUDGES
from cms.accounts.models import User
from cms.admin_acts import ActView
from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging import actions, overview, rules
from contest_pages.judging.managing_forms import AppointForm, JudgeForm, WithdrawForm
from contest_pages.judging.models import Judge
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


class AppointView(OfStage, ActView):
    """Appoints a judge."""

    template_name = "judging/admin/appoint.html"
    page_title = gettext_lazy("Appoint a judge")
    form_class = AppointForm
    submit_label = gettext_lazy("Appoint and invite")
    lead = gettext_lazy(
        "An e-mail asks the person to read the pledge and to accept or decline. Without an account "
        "they make one on the way."
    )

    def get_form_kwargs(self) -> dict:
        """Offer the contest's tracks."""
        return super().get_form_kwargs() | {"stage": self.stage}

    def get_context_data(self, **kwargs) -> dict:
        """Suggest the accounts that have judged, or are to."""
        known = Q(groups__name=JUDGES) | Q(judgeships__isnull=False)
        accounts = User.objects.filter(known, is_active=True).distinct().order_by("name")
        return super().get_context_data(**kwargs) | {"accounts": accounts[:200]}

    def act(self, form: forms.Form) -> str:
        """Appoint."""
        judge = actions.appoint(self.stage, by=self.request.user, **form.cleaned_data)
        return _("%(name)s was appointed; the invitation is on its way.") % {"name": judge}


class OfJudge(OfStage):
    """A page about one judge."""

    @cached_property
    def judge(self) -> Judge:
        """The judge."""
        judges = Judge.objects.select_related("stage__contest", "stage__round", "user")
        return get_object_or_404(judges, pk=self.kwargs["pk"])

    @cached_property
    def stage(self) -> Stage:
        """The judge's stage."""
        return self.judge.stage

    def get_page_subtitle(self) -> str:
        """Name the judge."""
        return str(self.judge)


class JudgeView(OfJudge, ActView):
    """Shows what a judge has to do, and changes what is known of them."""

    template_name = "judging/admin/judge.html"
    form_class = JudgeForm
    submit_label = gettext_lazy("Save")

    def get_page_title(self) -> str:
        """Name the judge."""
        return str(self.judge)

    def get_page_subtitle(self) -> str:
        """Say the name once."""
        return ""

    def get_form_kwargs(self) -> dict:
        """Offer the contest's tracks."""
        # A copy: a form that is refused leaves what was typed in its instance.
        shown = Judge.objects.get(pk=self.judge.pk)
        return super().get_form_kwargs() | {"stage": self.stage, "instance": shown}

    def get_context_data(self, **kwargs) -> dict:
        """Add the judge's reviews, and which acts are open."""
        user, now = self.request.user, timezone.now()
        reviews = self.judge.reviews.select_related("entry__track").order_by(
            "state", "entry__title"
        )
        return super().get_context_data(**kwargs) | {
            "judge": self.judge,
            "reviews": reviews,
            "may_invite": rules.why_not_invite_again(user, self.judge, now) is None,
            "may_withdraw": rules.why_not_withdraw(user, self.judge, now) is None,
        }

    def act(self, form: forms.Form) -> str:
        """Change."""
        actions.change(self.judge, by=self.request.user, **form.cleaned_data)
        return _("%(name)s was changed.") % {"name": self.judge}


class WithdrawView(OfJudge, ActView):
    """Takes a judge out of the stage."""

    page_title = gettext_lazy("Take out of the stage")
    form_class = WithdrawForm
    submit_label = gettext_lazy("Take out")
    lead = gettext_lazy(
        "Finished reviews stay and count. What is begun is kept, should the judge come back, and "
        "does not count."
    )

    def act(self, form: forms.Form) -> str:
        """Take out."""
        actions.withdraw(self.judge, by=self.request.user, **form.cleaned_data)
        return _("%(name)s no longer judges in this stage.") % {"name": self.judge}


class RemindView(OfStage, ActView):
    """Writes to judges who have something left."""

    page_title = gettext_lazy("Remind judges")
    form_class = forms.Form
    submit_label = gettext_lazy("Send reminders")
    lead = gettext_lazy(
        "Writes to every judge who has pledged and has reviews left. Three days and one day before "
        "the stage closes they are reminded without you."
    )

    def act(self, form: forms.Form) -> str:
        """Remind."""
        count = actions.remind(self.stage, by=self.request.user)
        return ngettext(
            "%(count)s judge was reminded.", "%(count)s judges were reminded.", count
        ) % {"count": count}


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a judge a new link."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    judge = get_object_or_404(Judge, pk=pk)
    try:
        actions.invite_again(judge, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        done = _("A new invitation to %(name)s is on its way; the old link is void.")
        messages.success(request, done % {"name": judge})
    return redirect("judging_stage", judge.stage_id)
