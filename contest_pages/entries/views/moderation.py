"""The moderators' list of entries, and the one place all of Wagtail's addresses lead to."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BulkActionsCheckboxColumn, Column, TitleColumn
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from contest_pages.entries import queue, rules
from contest_pages.entries.bulk import BULK_ACTIONS
from contest_pages.entries.exports import EntrySpreadsheet
from contest_pages.entries.models import Entry
from contest_pages.entries.queue import EntryFilters, Queue
from contest_pages.entries.views.review import review_url


class SeenCheckboxColumn(BulkActionsCheckboxColumn):
    """Chooses an entry for a bulk action, together with the submission that the list showed."""

    cell_template_name = "entries/admin/checkbox_cell.html"


class EntryColumn(TitleColumn):
    """An entry's title, and below it its team and its receipt."""

    cell_template_name = "entries/admin/title_cell.html"


class StateColumn(Column):
    """An entry's state in its own colours."""

    cell_template_name = "entries/admin/state_cell.html"


class LookColumn(Column):
    """What is new to the moderator since the last look."""

    cell_template_name = "entries/admin/look_cell.html"


class AgeColumn(Column):
    """How long an entry has waited, in words and with a colour once it is late."""

    cell_template_name = "entries/admin/age_cell.html"

    def get_value(self, entry: Entry) -> dict | None:
        """Return the age, how late that is, and since when."""
        return age_of(entry.waiting_since, timezone.now())


class MomentColumn(Column):
    """An instant as the site writes it."""

    cell_template_name = "entries/admin/moment_cell.html"


def age_of(since: datetime | None, now: datetime) -> dict | None:
    """Return how long something has waited, and whether that is late or overdue."""
    if since is None:
        return None
    days = (now - since).days
    tone = "overdue" if days >= rules.OVERDUE else "late" if days >= rules.LATE else ""
    return {"text": timesince(since, now, depth=1), "tone": tone, "since": since}


class EntryListView(EntrySpreadsheet, IndexView):
    """Entries that were submitted, those that wait longest first."""

    any_permission_required = ["view"]
    template_name = "entries/admin/list.html"
    results_template_name = "entries/admin/list_results.html"
    filterset_class = EntryFilters
    table_classname = "listing entry-list"
    is_searchable = True
    default_ordering = "waiting_since"

    @cached_property
    def columns(self) -> list[Column]:
        """Say what a moderator chooses by."""
        return [
            SeenCheckboxColumn("bulk_actions", obj_type="snippet"),
            EntryColumn("title", label=_("Entry"), sort_key="title", get_url=self.queue_url_of),
            StateColumn("state", label=_("State"), sort_key="state"),
            LookColumn("seen", label=_("For you")),
            AgeColumn("waiting_since", label=_("Waiting for"), sort_key="waiting_since"),
            Column("contest", label=_("Contest"), sort_key="contest"),
            Column("track", label=_("Track"), sort_key="track"),
            MomentColumn("submitted_at", label=_("First submitted"), sort_key="submitted_at"),
            Column("assignee.name", label=_("Moderator"), sort_key="assignee"),
        ]

    @cached_property
    def queue(self) -> Queue:
        """The queue that this address shows."""
        return Queue.of(self.request.GET, self.request)

    def queue_url_of(self, entry: Entry) -> str:
        """Return the address of a review page that knows this queue."""
        return self.queue.review_url(entry.pk)

    def get_base_queryset(self) -> QuerySet:
        """Return what was submitted at least once."""
        entries = queue.all_entries(self.request.user)
        return entries.select_related("contest", "track", "assignee", "locked_by")

    def order_queryset(self, entries: QuerySet) -> QuerySet:
        """Order as the queue does."""
        return queue.ordered(entries, self.ordering)

    def search_queryset(self, entries: QuerySet) -> QuerySet:
        """Search as the queue does."""
        return queue.found(entries, self.search_query) if self.is_searching else entries

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Offer to share out what nobody sees to, and what concerns one who has not submitted."""
        share = Button(
            _("Share out among moderators"),
            url=f"{reverse(SHARE)}?{self.queue.query.urlencode()}",
            icon_name="group",
            priority=50,
        )
        others = [
            Button(label, url=reverse(f"{SPACE}:{name}"), icon_name=icon, priority=60)
            for label, name, icon in (
                (_("Enter for somebody"), "enter_for", "edit"),
                (_("More time for one entry"), "extend", "time"),
            )
        ]
        return [*super().header_more_buttons, share, *others]

    def get_context_data(self, *args, **kwargs) -> dict:
        """Add what waits, counted, as links."""
        counted = queue.counts(self.request.user, timezone.now())
        tabs = [(label, query, counted.get(name)) for name, label, query in TABS]
        return {
            **super().get_context_data(*args, **kwargs),
            # Not the classes: a template would call them.
            "bulk_actions": [action.button() for action in BULK_ACTIONS],
            "tabs": [
                {
                    "label": label,
                    "url": f"{reverse(queue.LIST)}?{query}" if query else reverse(queue.LIST),
                    "count": count,
                    "is_current": self.queue.query.urlencode() == query,
                }
                for label, query, count in tabs
            ],
        }


SPACE = "wagtailsnippets_contest_entries_entry"
SHARE = f"{SPACE}:share"
#: What moderators look for most: a count, its name, the query of the list that shows it.
TABS = (
    ("all", _("Waiting"), "waiting=yes"),
    ("mine", _("Mine"), "waiting=yes&assignee=me"),
    ("unassigned", _("Nobody’s"), "waiting=yes&assignee=none"),
    ("overdue", _("Overdue"), "waiting=yes&age=7"),
    ("new", _("New to you"), "waiting=yes&look=new"),
    ("", _("All entries"), ""),
)


def to_review(request: HttpRequest, pk: int, **kwargs) -> HttpResponse:
    """Lead from any address of Wagtail's that names an entry to its review page.

    Nothing that such an address was sent for is done.
    """
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    entry = get_object_or_404(Entry.objects.submitted(), pk=pk)
    if request.method not in ("GET", "HEAD"):
        messages.warning(request, _("Nothing was changed. Entries are decided about on this page."))
    return redirect(review_url(entry.pk))


def to_list(request: HttpRequest, **kwargs) -> HttpResponse:
    """Lead from an address that would make an entry, or choose among them, to the list."""
    if not rules.is_moderator(request.user):
        raise PermissionDenied
    return redirect(reverse("wagtailsnippets_contest_entries_entry:list"))


def closed(request: HttpRequest, **kwargs) -> HttpResponse:
    """Answer at an address that must show no entry."""
    raise Http404
