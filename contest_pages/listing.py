"""The list of contests: what is asked for in the address, and what is found."""

from collections import Counter
from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import ExtractYear
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from contest_pages.models import Contest, ContestPage
from contest_pages.queries import State, announcements

MOST_WORDS = 8


class Listing:
    """The contests that match an address’s parameters; what makes no sense is left aside."""

    def __init__(self, parameters: QueryDict, now: datetime, language: str):
        self.now = now
        self.all = announcements(now, language)
        self.q = parameters.get("q", "").replace("\0", "").strip()[:100]
        self.kind = _known(parameters.get("kind"), Contest.Kind.values)
        self.state = _known(parameters.get("state"), State.values)
        self.year = _known(parameters.get("year"), [str(year) for year in self.years])

    @cached_property
    def years(self) -> list[int]:
        """The years in which announced contests open for entries, the newest first."""
        found = self.all.exclude(entry_opens=None).annotate(year=ExtractYear("entry_opens"))
        return sorted(set(found.order_by().values_list("year", flat=True)), reverse=True)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the state was asked for."""
        return bool(self.q or self.kind or self.year)

    def _without_state(self) -> QuerySet[ContestPage]:
        pages = self.all
        if self.kind:
            pages = pages.filter(contest__kind=self.kind)
        if self.year:
            pages = pages.annotate(year=ExtractYear("entry_opens")).filter(year=int(self.year))
        for word in self.q.split()[:MOST_WORDS]:
            pages = pages.filter(
                Q(title__icontains=word)
                | Q(tagline__icontains=word)
                | Q(contest__title_ko__icontains=word)
                | Q(contest__title_en__icontains=word)
            )
        return pages

    def found(self) -> QuerySet[ContestPage]:
        """Return the pages to show, in the order of what can be done."""
        pages = self._without_state()
        return pages.filter(state=self.state) if self.state else pages

    @cached_property
    def tabs(self) -> list[dict]:
        """The states with how many contests are in each, as ui/tabs.html wants them."""
        counts = Counter(self._without_state().order_by().values_list("state", flat=True))
        choices = [("", _("All"), sum(counts.values()))]
        # That contests are called off is rare: a tab only where there are some.
        choices += [
            (value, label, counts[value])
            for value, label in State.choices
            if value != State.CANCELLED or counts[value]
        ]
        return [
            {"title": label, "value": value, "count": count, "current": value == self.state}
            for value, label, count in choices
        ]

    @property
    def filters(self) -> list[dict]:
        """The other filters, as ui/filter_bar.html wants them."""
        return [
            {
                "name": "kind",
                "label": _("Kind"),
                "value": self.kind,
                "choices": Contest.Kind.choices,
            },
            {
                "name": "year",
                "label": _("Year"),
                "value": self.year,
                "choices": [(year, year) for year in self.years],
            },
        ]


def _known(value: str | None, values: list[str]) -> str:
    return value if value in values else ""
