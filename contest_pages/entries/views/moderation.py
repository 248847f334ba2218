"""The moderators' list of entries, and the one place all of Wagtail's addresses lead to."""

import django_filters
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.snippets.views.snippets import IndexView

from contest_pages.entries import rules
from contest_pages.entries.models import Entry, Membership
from contest_pages.entries.views.review import review_url
from contest_pages.models import Contest, Track


class TrackField(django_filters.fields.ModelChoiceField):
    """Names a track with its contest: two contests may have a track of one name."""

    def label_from_instance(self, track: Track) -> str:
        """Return the contest's title and the track's."""
        return f"{track.contest.title} – {track.title}"


class TrackFilter(django_filters.ModelChoiceFilter):
    """Chooses a track."""

    field_class = TrackField


class EntryFilters(WagtailFilterSet):
    """By contest, track, state, whether a decision is due, and when it first came in."""

    waiting = django_filters.ChoiceFilter(
        label=_("Decision"),
        choices=[("yes", _("Waiting for a decision"))],
        empty_label=_("All entries"),
        widget=forms.RadioSelect,
        method="filter_waiting",
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Entry.State.choices, widget=forms.CheckboxSelectMultiple
    )
    contest = django_filters.ModelChoiceFilter(
        label=_("Contest"), queryset=Contest.objects.all(), empty_label=_("Any contest")
    )
    track = TrackFilter(
        label=_("Track"),
        queryset=Track.objects.select_related("contest"),
        empty_label=_("Any track"),
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label=_("First submitted"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Entry
        fields = ("waiting", "state", "contest", "track", "submitted_at")

    def filter_waiting(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what waits."""
        return entries.in_review() if value else entries


class EntryColumn(TitleColumn):
    """An entry's title, and below it its team and its receipt."""

    cell_template_name = "entries/admin/title_cell.html"


class StateColumn(Column):
    """An entry's state in its own colours."""

    cell_template_name = "entries/admin/state_cell.html"


class MomentColumn(Column):
    """An instant as the site writes it."""

    cell_template_name = "entries/admin/moment_cell.html"


class EntryListView(IndexView):
    """Entries that were submitted, those that wait longest first."""

    any_permission_required = ["view"]
    template_name = "entries/admin/list.html"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    filterset_class = EntryFilters
    is_searchable = True
    default_ordering = "waiting_since"

    @cached_property
    def columns(self) -> list[Column]:
        """Say what a moderator chooses by."""
        return [
            EntryColumn(
                "title", label=_("Entry"), sort_key="title", get_url=lambda e: review_url(e.pk)
            ),
            StateColumn("state", label=_("State"), sort_key="state"),
            DateColumn("waiting_since", label=_("Waiting since"), sort_key="waiting_since"),
            Column("contest", label=_("Contest"), sort_key="contest"),
            Column("track", label=_("Track"), sort_key="track"),
            MomentColumn("submitted_at", label=_("First submitted"), sort_key="submitted_at"),
            Column("assignee.name", label=_("Moderator")),
        ]

    def get_base_queryset(self) -> QuerySet:
        """Return what was submitted at least once; a draft is the team's own."""
        entries = Entry.objects.submitted().with_waiting_since()
        return entries.select_related("contest", "track", "assignee")

    def order_queryset(self, entries: QuerySet) -> QuerySet:
        """Order; what does not wait comes last, whichever way one looks."""
        if self.ordering == "waiting_since":
            return entries.order_by(F("waiting_since").asc(nulls_last=True), "-submitted_at", "-pk")
        if self.ordering == "-waiting_since":
            return entries.order_by(
                F("waiting_since").desc(nulls_last=True), "-submitted_at", "-pk"
            )
        return entries.order_by(self.ordering, "-pk")

    def search_queryset(self, entries: QuerySet) -> QuerySet:
        """Search as staff are asked: by title, team, receipt, a member's name or e-mail."""
        words = self.search_query.split() if self.is_searching else []
        for word in words:
            members = Membership.objects.filter(
                Q(user__name__icontains=word) | Q(user__email__icontains=word)
            )
            entries = entries.filter(
                Q(title__icontains=word)
                | Q(team_name__icontains=word)
                | Q(receipt__icontains=word)
                | Q(pk__in=members.values("entry"))
            )
        return entries


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
