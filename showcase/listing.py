"""What the catalogue shows for an address: search, facets with counts, order, pages."""

from urllib.parse import quote

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.search.indexing import matching
from cms.search.korean import query
from showcase.facets import FACETS, Facet, Label, counts
from showcase.models import AppIndexPage, AppPage, AppPageQuerySet

MOST_VALUES = 20  # of one facet in an address
#: So many values of a facet stand open; the others are a click away.
SHOWN = 6
BEST, NEWEST, TITLE, YEAR = "best", "newest", "title", "year"
SORTS: dict[str, Label] = {
    BEST: _("Best match"),
    NEWEST: _("Newest first"),
    TITLE: _("By title"),
    YEAR: _("By year"),
}


class Listing:
    """The apps below an index page that an address asks for; what it cannot read, it ignores."""

    def __init__(self, index: AppIndexPage, asked: QueryDict):
        self.index = index
        self.asked = asked
        self.q = asked.get("q", "").replace("\0", "").strip()[:100]
        self.chosen = {
            name: values for name, facet in FACETS.items() if (values := _values(facet, asked))
        }
        self.sort = asked.get("sort", "")
        if self.sort not in self.sorts:
            self.sort = next(iter(self.sorts))

    @property
    def sorts(self) -> dict[str, Label]:
        """The orders to choose from; what fits best is known only of what was searched."""
        return {key: label for key, label in SORTS.items() if self.q or key != BEST}

    @cached_property
    def all(self) -> AppPageQuerySet:
        """Every published app of the showcase."""
        return AppPage.objects.child_of(self.index).live().public()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.q or self.chosen)

    def narrowed(self, without: str | None = None) -> AppPageQuerySet:
        """Return what was asked for, in no order, but for what was chosen in one facet."""
        apps = self.all
        for name, values in self.chosen.items():
            if name != without:
                apps = FACETS[name].narrow(apps, values)
        if asked := query(self.q):
            return matching(apps, asked).order_by()
        return apps.none() if self.q else apps

    def found(self) -> AppPageQuerySet:
        """Return what was asked for, in the order that was asked for."""
        newest = ("-first_published_at", "-pk")
        apps = self.narrowed()
        if self.sort == BEST:
            return apps.nearest(self.q).order_by("nearness", *newest)
        if self.sort == TITLE:
            return apps.order_by("title", "pk")
        if self.sort == YEAR:
            return apps.with_year().order_by(F("year").desc(nulls_last=True), *newest)
        return apps.order_by(*newest)

    @cached_property
    def page(self) -> Page:
        """The page that was asked for, the nearest where there is no such page."""
        paginator = Paginator(self.found().for_cards(), self.index.page_size)
        return paginator.get_page(self.asked.get("page"))

    @cached_property
    def facets(self) -> list[dict]:
        """The facets with their values, as `showcase/facets.html` draws them."""
        counted = counts(self.narrowed, self.chosen)
        drawn = [self._drawn(facet, counted[name]) for name, facet in FACETS.items()]
        return [each for each in drawn if each["choices"]]

    def _drawn(self, facet: Facet, counted: dict[str, int]) -> dict:
        """Return a facet with what there is to choose; what was chosen stays, even with none."""
        chosen = self.chosen.get(facet.name, [])
        values = dict.fromkeys(chosen, 0) | counted
        labels = facet.labels(values) if values else {}
        places = {value: place for place, value in enumerate(labels)}
        by_number = sorted(
            values, key=lambda value: (-values[value], str(labels.get(value, value)))
        )
        ordered = sorted(by_number, key=lambda value: places.get(value, len(places)))
        choices = [
            {
                "value": value,
                "label": labels.get(value, value),
                "count": values[value],
                "chosen": value in chosen,
                "id": f"facet-{facet.name}-{quote(value, safe='')}",
            }
            for value in (ordered if facet.in_order else by_number)
        ]
        rest = choices[SHOWN:] if len(choices) > SHOWN + 1 else []
        return {
            "name": facet.name,
            "label": facet.label,
            "choices": choices,
            "shown": choices[: len(choices) - len(rest)],
            "rest": rest,
            "rest_is_open": any(choice["chosen"] for choice in rest),
            # A value that all apps have, and no other, narrows nothing.
            "is_idle": [each["count"] for each in choices] == [self.page.paginator.count]
            and not chosen,
        }

    @cached_property
    def query_string(self) -> str:
        """What was asked for, as part of an address, without the page."""
        return urlencode(self._pairs())

    def _pairs(self) -> list[tuple[str, str]]:
        asked = [("q", self.q)] if self.q else []
        asked += [(name, value) for name, values in self.chosen.items() for value in values]
        if self.sort != next(iter(self.sorts)):
            asked.append(("sort", self.sort))
        return asked

    @cached_property
    def active(self) -> list[dict]:
        """What was chosen, each with the address of the list without it."""
        pairs = self._pairs()
        names = {
            (facet["name"], choice["value"]): choice["label"]
            for facet in self.facets
            for choice in facet["choices"]
        }
        found = []
        for pair in pairs:
            name, value = pair
            if name == "sort":
                continue
            label = f"“{value}”" if name == "q" else names.get(pair, value)
            rest = urlencode([other for other in pairs if other != pair])
            found.append({"label": label, "url": f"?{rest}"})
        return found


def _values(facet: Facet, asked: QueryDict) -> list[str]:
    """Return the values of a facet that an address names, each once."""
    given = (value.replace("\0", "").strip()[:80] for value in asked.getlist(facet.name))
    return list(dict.fromkeys(value for value in given if facet.reads(value)))[:MOST_VALUES]
