"""The citizen panel in the admin: how it is recruited, who is on it, how many have voted."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from cms.errors import Refused
from contest_pages.models import Contest, Stage
from contest_pages.voting import actions, queries, rules
from contest_pages.voting.models import Panel, PanelMember

State = PanelMember.State
PER_PAGE = 100


class PanelForm(WagtailAdminModelForm):
    """A panel's rules; what its members were chosen by does not change afterwards."""

    def clean(self) -> dict:
        """Check what hangs together, and what hangs on it already."""
        cleaned, panel = super().clean(), self.instance
        contest, recruitment = cleaned.get("contest"), cleaned.get("recruitment")
        if contest and recruitment and recruitment.contest_id != contest.pk:
            self.add_error("recruitment", _("Choose a date of this contest’s schedule."))
        if panel.pk and "contest" in self.changed_data and panel.members.exists():
            self.add_error("contest", _("People have applied: the contest no longer changes."))
        if panel.selected_at and set(self.changed_data) & {"selection", "seats"}:
            self.add_error("selection", _("The members have been chosen: this no longer changes."))
        self._check_quotas(cleaned.get("seats"))
        return cleaned

    def _check_quotas(self, seats: int | None) -> None:
        rows = self.formsets["quotas"]
        if not rows.is_valid():
            return
        if self.instance.selected_at and rows.has_changed():
            raise ValidationError(_("The members have been chosen: the groups no longer change."))
        used = {row.instance.pk for row in rows.deleted_forms if row.instance.pk}
        if PanelMember.objects.filter(quota__in=used).exists():
            raise ValidationError(_("People have applied in a group that you delete."))
        kept = sum(
            row.cleaned_data.get("seats") or 0
            for row in rows.forms
            if row not in rows.deleted_forms and row.cleaned_data
        )
        if seats is not None and kept > seats:
            self.add_error("seats", _("The groups have more seats than there are in all."))


class PanelCreateView(CreateView):
    """Sets up a panel; the contest may be named by the address."""

    def get_initial_form_instance(self):
        """Begin with the contest from which one comes."""
        panel, asked = super().get_initial_form_instance() or Panel(), self.request.GET
        if asked.get("contest", "").isdecimal() and len(asked["contest"]) < 18:
            panel.contest = Contest.objects.filter(pk=asked["contest"]).first()
        return panel


class PanelEditView(EditView):
    """Changes a panel's rules; leads to its members."""

    @cached_property
    def header_more_buttons(self):
        """Lead to the members and the ballots."""
        url = reverse("contest_panel", args=[self.object.contest_id])
        button = Button(_("Members and ballots"), url=url, icon_name="group", priority=1)
        return [button, *super().header_more_buttons]


class PanelViewSet(SnippetViewSet):
    """Panels, one for a contest."""

    model = Panel
    icon = "group"
    menu_label = gettext_lazy("Citizen panels")
    menu_name = "citizen-panels"
    menu_order = 170
    add_to_admin_menu = True
    url_prefix = "panels"
    copy_view_enabled = False
    add_view_class = PanelCreateView
    edit_view_class = PanelEditView
    list_display = (
        "contest",
        "recruitment",
        Column(
            "selection",
            label=gettext_lazy("How members are chosen"),
            accessor="get_selection_display",
            sort_key="selection",
        ),
        "seats",
    )
    search_backend_name = None
    edit_handler = ObjectList(
        base_form_class=PanelForm,
        children=[
            FieldPanel("contest"),
            FieldPanel("recruitment"),
            FieldRowPanel([FieldPanel("selection"), FieldPanel("seats")]),
            FieldPanel("conditions_ko"),
            FieldPanel("conditions_en"),
            InlinePanel(
                "quotas",
                heading=gettext_lazy("Groups"),
                label=gettext_lazy("Group"),
                help_text=gettext_lazy("Seats that are kept; applicants say to which they belong."),
                panels=[
                    FieldRowPanel(
                        [FieldPanel("title_ko"), FieldPanel("title_en"), FieldPanel("seats")]
                    )
                ],
            ),
        ],
    )


class PanelView(WagtailAdminTemplateMixin, TemplateView):
    """A contest's panel: applicants and members, how they are chosen, turnout, links."""

    template_name = "voting/admin/panel.html"
    page_title = gettext_lazy("Citizen panel")
    header_icon = "group"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who sees to panels; of a contest without one they set it up."""
        if not rules.may_manage(request.user):
            raise PermissionDenied
        contest = get_object_or_404(Contest, pk=kwargs["pk"])
        panel = queries.panel_of(contest)
        if panel is None:
            add = reverse("wagtailsnippets_contest_voting_panel:add")
            return redirect(f"{add}?contest={contest.pk}")
        self.panel = panel
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Lead back to the contest."""
        contest = self.panel.contest
        url = reverse("wagtailsnippets_contest_pages_contest:edit", args=[contest.pk])
        return [
            *self.breadcrumbs_items,
            {"url": url, "label": str(contest)},
            {"url": "", "label": self.page_title},
        ]

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Do what a button says, and say so."""
        act = self.ACTS.get(request.POST.get("act", ""))
        try:
            if act is None:
                raise Refused(_("This page has changed meanwhile. Try again."))
            messages.success(request, act(self))
        except Refused as refusal:
            messages.error(request, str(refusal.message))
        return redirect(request.get_full_path())

    @property
    def _chosen(self) -> list[int]:
        sent = self.request.POST.getlist("member")
        return [int(each) for each in sent if each.isdecimal() and len(each) <= 18]

    @property
    def _stage(self) -> Stage:
        asked = self.request.POST.get("stage", "")
        for stage in queries.voting_stages(self.panel.contest):
            if str(stage.pk) == asked:
                return stage
        raise Refused(_("Choose a stage in which the panel votes."))

    def _select(self) -> str:
        actions.select(self.panel, by=self.request.user)
        return _("The members were chosen; everybody is written to.")

    def _put_on(self) -> str:
        count = actions.put_on_panel(self.panel, self._chosen, by=self.request.user)
        return ngettext(
            "%(n)s person was put on the panel.", "%(n)s people were put on the panel.", count
        ) % {"n": count}

    def _turn_down(self) -> str:
        count = actions.turn_down(self.panel, self._chosen, by=self.request.user)
        return ngettext(
            "%(n)s person was not selected.", "%(n)s people were not selected.", count
        ) % {"n": count}

    def _send(self) -> str:
        actions.send_links(self._stage, by=self.request.user)
        return _("The links are being sent to all members who had none.")

    def _send_again(self) -> str:
        count = actions.send_again(self._stage, self._chosen, by=self.request.user)
        return ngettext("%(n)s new link was sent.", "%(n)s new links were sent.", count) % {
            "n": count
        }

    def _revoke(self) -> str:
        count = actions.revoke(self._stage, self._chosen, by=self.request.user)
        return ngettext(
            "The link of %(n)s member leads nowhere now.",
            "The links of %(n)s members lead nowhere now.",
            count,
        ) % {"n": count}

    ACTS = {
        "select": _select,
        "put_on": _put_on,
        "turn_down": _turn_down,
        "send": _send,
        "send_again": _send_again,
        "revoke": _revoke,
    }

    def get_context_data(self, **kwargs) -> dict:
        """Return figures, stages, and a page of the list."""
        panel, now, asked = self.panel, timezone.now(), self.request.GET
        numbers = dict(panel.members.order_by().values_list("state").annotate(number=Count("pk")))
        state = asked.get("state") if asked.get("state") in State.values else ""
        typed = asked.get("q", "").strip()[:100].replace("\0", "")
        rows = panel.members.select_related("quota").order_by("pk")
        if state:
            rows = rows.filter(state=state)
        if typed:
            rows = rows.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
        return super().get_context_data(**kwargs) | {
            "panel": panel,
            "contest": panel.contest,
            "quotas": panel.quotas.all(),
            "states": [(each, numbers.get(each.value, 0)) for each in State],
            "state": state,
            "typed": typed,
            "why_not_select": rules.why_not_select(self.request.user, panel, now),
            "why_not_choose": rules.why_not_choose(self.request.user, panel, now),
            "stages": [self._row(stage, now) for stage in queries.voting_stages(panel.contest)],
            "page": Paginator(rows, PER_PAGE).get_page(asked.get("page")),
            "edit_url": reverse("wagtailsnippets_contest_voting_panel:edit", args=[panel.pk]),
        }

    def _row(self, stage: Stage, now) -> dict:
        """Return a voting stage with its turnout: nobody is shown more before the result."""
        return {
            "stage": stage,
            "turnout": queries.turnout(stage),
            "links": stage.ballot_links.in_force().count(),
            "closed": rules.why_not_send_links(self.request.user, stage, now),
        }
