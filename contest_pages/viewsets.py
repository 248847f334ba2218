"""Contests in the admin: list, "new contest", edit form, history."""

import django_filters
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import CreateView, EditView, HistoryView, SnippetViewSet

from cms import formats
from cms.errors import Refused
from contest_pages import actions, rules
from contest_pages.forms import NewContestForm
from contest_pages.models import Contest
from contest_pages.panels import CONTEST_TABS
from contest_pages.queries import State, with_state


class ContestFilters(WagtailFilterSet):
    """By kind and by where a contest stands today."""

    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=State.choices)

    class Meta:
        model = Contest
        fields = ("kind", "state")


class NewContestView(CreateView):
    """Asks for what a contest begins with and makes it with the draft of its announcement."""

    page_title = gettext_lazy("New contest")

    def get_panel(self):
        """Show the plain form."""
        return

    def get_form_class(self):
        """Ask little; the preset knows the rest."""
        return NewContestForm

    def form_valid(self, form):
        """Make both; a refusal is shown above the form."""
        self.form = form
        values = form.cleaned_data
        try:
            self.object = actions.create_contest(by=self.request.user, **values)
        except (Refused, ValidationError) as error:
            form.add_error(None, str(error) if isinstance(error, Refused) else error)
            return self.form_invalid(form)
        return self.save_action()

    def get_success_message(self, instance=None):
        """Say what is there now and what comes next."""
        return _(
            "“%(contest)s” and a draft of its announcement were made. Check the dates and rules "
            "here, then write the announcement."
        ) % {"contest": self.object}

    def get_success_url(self):
        """Go on to the contest's own form."""
        return reverse(self.edit_url_name, args=[self.object.pk])

    def get_success_buttons(self):
        """Offer no link to where one already is."""
        return []


class ContestEditView(EditView):
    """Changes a contest; what changes takes effect at once and is logged."""

    def save_instance(self):
        """Save as an act: checked, logged with before and after."""
        return actions.change_contest(self.form.instance, save=self.form.save, by=self.request.user)

    def form_valid(self, form):
        """Show a refusal above the form."""
        try:
            return super().form_valid(form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)

    def get_success_message(self, instance=None):
        """Say that nothing needs to be published."""
        return _("“%(contest)s” was changed; the change is in effect.") % {"contest": self.object}

    def get_success_url(self):
        """Stay on the form."""
        return self.get_edit_url()

    def get_success_buttons(self):
        """Offer no link to where one already is."""
        return []

    @cached_property
    def header_more_buttons(self):
        """Lead to the announcements as well."""
        buttons = [
            Button(
                _("Edit the announcement (%(language)s)")
                % {"language": page.locale.language_name_local},
                url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                icon_name="doc-full",
                priority=1,
            )
            for page in self.object.announcements.select_related("locale")
        ]
        return buttons + self._act_buttons() + self._other_buttons() + super().header_more_buttons

    def _other_buttons(self) -> list[Button]:
        """Lead to what the rooms above do with a contest: judging, panel, results.

        They register functions `(user, contest) -> list[Button]` for `contest_admin_buttons`.
        """
        given = hooks.get_hooks("contest_admin_buttons")
        return [button for hook in given for button in hook(self.request.user, self.object)]

    def _act_buttons(self) -> list[Button]:
        """Lead to what concerns the whole contest, as far as the user may."""
        user, contest = self.request.user, self.object
        acts = []
        if contest.submission and not contest.cancelled_at:
            acts.append((_("Extend the submission"), "contest_extend", "time"))
        if rules.why_not_cancel(user, contest) == "":
            acts.append((_("Call the contest off"), "contest_cancel", "cross"))
        if rules.why_not_reinstate(user, contest) == "":
            acts.append((_("Reinstate the contest"), "contest_reinstate", "undo"))
        return [
            Button(label, url=reverse(name, args=[contest.pk]), icon_name=icon, priority=50)
            for label, name, icon in acts
        ]


class MessageColumn(Column):
    """What was done, on as many lines as it takes."""

    cell_template_name = "contest_pages/admin/history_cell.html"


class ContestHistoryView(HistoryView):
    """What was changed when, by whom, value by value."""

    @cached_property
    def columns(self):
        """Give each change its line."""
        return [MessageColumn("message", label=_("Action")), *super().columns[1:]]


def state_of_row(contest: Contest) -> str:
    """Write the state that `with_state` annotated."""
    return State(contest.state).label


def entry_period(contest: Contest) -> str:
    """Write from when to when entries are taken."""
    if contest.entry_opens is None:
        return "–"
    return formats.period(contest.entry_opens, contest.entry_closes, get_language())


class ContestViewSet(SnippetViewSet):
    """Contests as a menu item of their own."""

    model = Contest
    icon = "calendar-alt"
    menu_label = gettext_lazy("Contests")
    menu_name = "contests"
    menu_order = 150
    add_to_admin_menu = True
    url_prefix = "contests"
    add_view_class = NewContestView
    edit_view_class = ContestEditView
    history_view_class = ContestHistoryView
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        "kind",
        "slug",
        "title_ko",
        "title_en",
        "budget",
        "team_min",
        "team_max",
        "one_team_per_person",
        "gallery_opens_at",
        "gallery_shows",
        "created_at",
    )
    list_display = (
        "__str__",
        Column("kind", label=gettext_lazy("Kind"), accessor="get_kind_display", sort_key="kind"),
        Column("state", label=gettext_lazy("State"), accessor=state_of_row, sort_key="state"),
        Column(
            "entry_opens",
            label=gettext_lazy("Entry period"),
            accessor=entry_period,
            sort_key="entry_opens",
        ),
        Column("slug", label=gettext_lazy("Address"), sort_key="slug"),
    )
    list_per_page = 30
    filterset_class = ContestFilters
    search_fields = ("title_ko", "title_en", "slug")
    search_backend_name = None
    edit_handler = CONTEST_TABS

    def get_queryset(self, request):
        """Annotate where each contest stands now."""
        return with_state(Contest.objects.all(), timezone.now())
