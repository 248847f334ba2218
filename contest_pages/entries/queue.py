"""The moderators' queue: what an address filters and orders, and who stands next in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Lag, Lead, RowNumber
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from contest_pages.entries import rules
from contest_pages.entries.models import Entry, LastLook, Membership
from contest_pages.entries.models.entry import EntryQuerySet
from contest_pages.entries.queries import moderators
from contest_pages.models import Contest, Track

LIST = "wagtailsnippets_contest_entries_entry:list"
REVIEW = "wagtailsnippets_contest_entries_entry:review"
#: What the list can be ordered by; before each may stand a "-".
ORDERINGS = ("waiting_since", "title", "state", "contest", "track", "submitted_at", "assignee")
#: The one who asks, and nobody, in the address of the list.
ME, NOBODY = "me", "none"
#: What of an address of the list says nothing about which entries it holds.
NOT_OF_QUEUE = ("p", "export", "_w_filter_fragment", "in", "id", "next")


class TrackField(django_filters.fields.ModelChoiceField):
    """Names a track with its contest: two contests may have a track of one name."""

    def label_from_instance(self, track: Track) -> str:
        """Return the contest's title and the track's."""
        return f"{track.contest.title} – {track.title}"


class TrackFilter(django_filters.ModelChoiceFilter):
    """Chooses a track."""

    field_class = TrackField


def people() -> list[tuple[str, str]]:
    """Return whom entries can be assigned to, oneself and nobody first."""
    return [
        (ME, _("Me")),
        (NOBODY, _("Nobody")),
        *((str(person.pk), person.name) for person in moderators()),
    ]


class EntryFilters(WagtailFilterSet):
    """By what waits how long, for whom, what is new to oneself, contest, track, state, date."""

    waiting = django_filters.ChoiceFilter(
        label=_("Decision"),
        choices=[
            ("yes", _("Waiting for a decision")),
            ("change", _("Change of an accepted entry")),
        ],
        empty_label=_("All entries"),
        widget=forms.RadioSelect,
        method="filter_waiting",
    )
    assignee = django_filters.ChoiceFilter(
        label=_("Moderator"),
        choices=people,
        empty_label=_("Any moderator"),
        method="filter_assignee",
    )
    age = django_filters.ChoiceFilter(
        label=_("Waits for"),
        choices=[
            (str(rules.LATE), _("3 days or longer")),
            (str(rules.OVERDUE), _("A week or longer")),
        ],
        empty_label=_("Any time"),
        widget=forms.RadioSelect,
        method="filter_age",
    )
    look = django_filters.ChoiceFilter(
        label=_("Since my last look"),
        choices=[("new", _("Not looked at yet")), ("changed", _("Submitted again"))],
        empty_label=_("All entries"),
        widget=forms.RadioSelect,
        method="filter_look",
    )
    contest = django_filters.ModelChoiceFilter(
        label=_("Contest"), queryset=Contest.objects.all(), empty_label=_("Any contest")
    )
    track = TrackFilter(
        label=_("Track"),
        queryset=Track.objects.select_related("contest"),
        empty_label=_("Any track"),
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=Entry.State.choices, widget=forms.CheckboxSelectMultiple
    )
    submitted_at = django_filters.DateFromToRangeFilter(
        label=_("First submitted"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Entry
        fields = (
            "waiting",
            "assignee",
            "age",
            "look",
            "contest",
            "track",
            "state",
            "submitted_at",
        )

    def filter_waiting(self, entries: EntryQuerySet, name: str, value: str) -> QuerySet:
        """Keep what waits, or of that what would change an accepted entry."""
        entries = entries.in_review()
        return entries.filter(state=Entry.State.ACCEPTED) if value == "change" else entries

    def filter_assignee(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what one moderator sees to, or nobody."""
        if value == NOBODY:
            return entries.filter(assignee=None)
        return entries.filter(assignee=self.request.user.pk if value == ME else int(value))

    def filter_age(self, entries: EntryQuerySet, name: str, value: str) -> QuerySet:
        """Keep what waits for so many days."""
        since = timezone.now() - timedelta(days=int(value))
        return entries.filter(waiting_since__lte=since)

    def filter_look(self, entries: QuerySet, name: str, value: str) -> QuerySet:
        """Keep what the moderator has not seen, or has seen before it was submitted again."""
        if value == "new":
            return entries.filter(seen=None)
        return entries.exclude(seen=None).exclude(seen=F("latest_revision"))


def all_entries(user) -> EntryQuerySet:
    """Return what was submitted at least once; a draft is the team's own.

    Annotates `waiting_since`, and `seen`: the submission that the user has looked at last.
    """
    seen = LastLook.objects.filter(user=user, entry=OuterRef("pk")).values("revision")
    return Entry.objects.submitted().with_waiting_since().annotate(seen=Subquery(seen))


def ordered(entries: QuerySet, ordering: str) -> QuerySet:
    """Order entries; what does not wait comes last, whichever way one looks."""
    return entries.order_by(*order_of(ordering))


def order_of(ordering: str) -> list:
    """Return the expressions of an ordering, the last of which no two entries share."""
    name = ordering.removeprefix("-")
    if name not in ORDERINGS:
        ordering = name = "waiting_since"
    key = "assignee__name" if name == "assignee" else name
    falling = ordering.startswith("-")
    first = F(key).desc(nulls_last=True) if falling else F(key).asc(nulls_last=True)
    return [first, F("submitted_at").desc(), F("pk").desc()]


def found(entries: QuerySet, query: str) -> QuerySet:
    """Search as staff are asked: by title, team, receipt, a member's name or e-mail."""
    for word in query.split():
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


@dataclass(frozen=True)
class Queue:
    """The list as one of its addresses shows it."""

    #: The query of that address, without what says nothing about the entries.
    query: QueryDict
    request: HttpRequest

    @classmethod
    def of(cls, query: str | QueryDict, request: HttpRequest) -> Self:
        """Read the query of an address of the list."""
        kept = QueryDict(query if isinstance(query, str) else query.urlencode(), mutable=True)
        for name in NOT_OF_QUEUE:
            kept.pop(name, None)
        return cls(kept, request)

    @property
    def url(self) -> str:
        """Return the address of the list."""
        query = self.query.urlencode()
        return f"{reverse(LIST)}?{query}" if query else reverse(LIST)

    @property
    def parameter(self) -> str:
        """Return the parameter by which a review page knows this queue."""
        return urlencode({"in": self.query.urlencode()})

    def review_url(self, entry_pk: int) -> str:
        """Return the address of an entry's review page that knows this queue."""
        return f"{reverse(REVIEW, args=[entry_pk])}?{self.parameter}"

    def entries(self) -> QuerySet:
        """Return the entries, filtered, searched and ordered as the list has them."""
        entries = all_entries(self.request.user)
        filters = EntryFilters(self.query, queryset=entries, request=self.request)
        if filters.is_valid():
            entries = filters.filter_queryset(entries)
        entries = found(entries, self.query.get("q", ""))
        return ordered(entries, self.query.get("ordering", ""))

    def place_of(self, entry: Entry) -> "Place":
        """Return where an entry stands in the queue: one statement, and no list is loaded."""
        order = order_of(self.query.get("ordering", ""))
        rows = self.entries().annotate(
            before=Window(Lag("pk"), order_by=order),
            after=Window(Lead("pk"), order_by=order),
            number=Window(RowNumber(), order_by=order),
            total=Window(Count("pk")),
        )
        # Of a filter after windows the database knows only windows: so the neighbours are asked for.
        beside = rows.filter(Q(before=entry.pk) | Q(after=entry.pk)).order_by()
        found = list(beside.values("pk", "before", "after", "number", "total"))
        previous = next((row for row in found if row["after"] == entry.pk), None)
        following = next((row for row in found if row["before"] == entry.pk), None)
        return Place(
            previous=previous and previous["pk"],
            next=following and following["pk"],
            number=previous["number"] + 1 if previous else 1 if following else None,
            total=found[0]["total"] if found else None,
        )

    def first(self, other_than: Entry) -> int | None:
        """Return the key of the first entry of the queue that is not this one."""
        return self.entries().exclude(pk=other_than.pk).values_list("pk", flat=True).first()


@dataclass(frozen=True)
class Place:
    """Where an entry stands in a queue: keys of its neighbours, its number, how many there are.

    All None where it is not in the queue, or alone there.
    """

    previous: int | None
    next: int | None
    number: int | None
    total: int | None


def counts(user, now: datetime) -> dict[str, int]:
    """Count what waits: in all, for the user, for nobody, overdue, new to the user."""
    overdue = now - timedelta(days=rules.OVERDUE)
    waiting = all_entries(user).order_by().in_review()
    return waiting.aggregate(
        all=Count("pk"),
        mine=Count("pk", filter=Q(assignee=user)),
        unassigned=Count("pk", filter=Q(assignee=None)),
        overdue=Count("pk", filter=Q(waiting_since__lte=overdue)),
        new=Count("pk", filter=Q(seen=None) | ~Q(seen=F("latest_revision"))),
    )
