"""By what apps are found: each facet knows how it narrows, counts and names its values."""

import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contest_pages.models import Prize
from contest_pages.results.models import Award
from showcase.models import AppFacet, AppPage, AppPageQuerySet, AppTopic, Topic
from showcase.publiccode import vocabulary

PLATFORMS = {"android": "Android", "ios": "iOS", "web": _("Web")}
ANY_AWARD = "any"
Label = str | Promise


def language_names(tags: Iterable[str]) -> dict[str, Label]:
    """Name languages in the active one; a tag that CLDR has no name for stays a tag."""
    here, found = get_language() or "ko", {}
    for tag in tags:
        with contextlib.suppress(ValueError, UnknownLocaleError):
            found[tag] = Locale.parse(tag, sep="-").get_display_name(here) or tag
    return found


def _kind(name: str) -> Value:
    return Value(name, output_field=CharField())


class Facet:
    """A facet: its name in the address, its label, and what its values mean."""

    name: str
    label: Label
    #: Whether values stand in the order of their labels; else the most frequent come first.
    in_order = False

    def reads(self, value: str) -> bool:
        """Return whether a value of the address can mean anything here."""
        return bool(value)

    def narrow(self, apps: AppPageQuerySet, values: list[str]) -> AppPageQuerySet:
        """Keep the apps that have one of the values."""
        raise NotImplementedError

    def counts(self, apps: AppPageQuerySet) -> list[QuerySet]:
        """Return querysets of (name of the facet, value, number of apps)."""
        raise NotImplementedError

    def labels(self, values: Iterable[str]) -> dict[str, Label]:
        """Name the values, those that have a name; in their order, where they have one."""
        return {}


@dataclass(frozen=True)
class RowFacet(Facet):
    """A facet whose values are written beside the app; counted together with its like."""

    name: str
    label: Label
    values_of: Callable[[AppPage], list[str]]
    known: dict[str, Label] | None = None
    in_order: bool = False
    names: Callable[[Iterable[str]], dict[str, Label]] | None = None

    def reads(self, value: str) -> bool:
        """Where all values are known, no other is one."""
        return value in self.known if self.known else bool(value)

    def narrow(self, apps: AppPageQuerySet, values: list[str]) -> AppPageQuerySet:
        """Keep the apps with one of the rows."""
        rows = AppFacet.objects.filter(kind=self.name, value__in=values)
        return apps.filter(pk__in=rows.values("page"))

    def labels(self, values: Iterable[str]) -> dict[str, Label]:
        """Name those that have a name."""
        return self.names(values) if self.names else self.known or {}


class TopicFacet(Facet):
    """What editors say that an app is about."""

    name, label = "topic", _("Topic")

    def narrow(self, apps: AppPageQuerySet, values: list[str]) -> AppPageQuerySet:
        """Keep the apps about one of the topics."""
        about = AppTopic.objects.filter(topic__slug__in=values)
        return apps.filter(pk__in=about.order_by().values("page"))

    def counts(self, apps: AppPageQuerySet) -> list[QuerySet]:
        """Count the apps about each."""
        about = AppTopic.objects.filter(page__in=apps.values("pk")).order_by()
        return [about.values_list(_kind(self.name), "topic__slug").annotate(n=Count("pk"))]

    def labels(self, values: Iterable[str]) -> dict[str, Label]:
        """Name the topics in the active language."""
        topics = Topic.objects.filter(slug__in=list(values))
        return {topic.slug: topic.title for topic in topics}


class YearFacet(Facet):
    """When the app came out, else when it was first awarded."""

    name, label = "year", _("Year")
    in_order = True

    def reads(self, value: str) -> bool:
        """Four digits are a year."""
        return value.isascii() and value.isdigit() and len(value) == 4

    def narrow(self, apps: AppPageQuerySet, values: list[str]) -> AppPageQuerySet:
        """Keep the apps of these years."""
        return apps.with_year().filter(year__in=[int(value) for value in values])

    def counts(self, apps: AppPageQuerySet) -> list[QuerySet]:
        """Count the apps of each year."""
        dated, year = apps.with_year().order_by(), Cast(F("year"), CharField(max_length=4))
        return [dated.values_list(_kind(self.name), year).annotate(n=Count("pk"))]

    def labels(self, values: Iterable[str]) -> dict[str, Label]:
        """Put the latest year first."""
        return {year: year for year in sorted(values, reverse=True)}


class AwardFacet(Facet):
    """The prizes that its entry was given, by their name over all years; or any at all."""

    name, label = "award", _("Award")
    in_order = True

    def narrow(self, apps: AppPageQuerySet, values: list[str]) -> AppPageQuerySet:
        """Keep the apps with one of the prizes."""
        awards = Award.objects.published(timezone.now())
        if ANY_AWARD not in values:
            awards = awards.filter(prize__title_ko__in=values)
        return apps.filter(entry__in=awards.values("entry"))

    def counts(self, apps: AppPageQuerySet) -> list[QuerySet]:
        """Count the apps with each prize, and with any."""
        given = Award.objects.published(timezone.now()).values("pk")
        awarded = apps.filter(entry__awards__in=given).order_by()
        number, prize = Count("pk", distinct=True), F("entry__awards__prize__title_ko")
        return [
            awarded.values_list(_kind(self.name), prize).annotate(n=number),
            awarded.values_list(_kind(self.name), _kind(ANY_AWARD)).annotate(n=number),
        ]

    def labels(self, values: Iterable[str]) -> dict[str, Label]:
        """Name each prize once, in the order of the contest that gives it."""
        prizes = Prize.objects.filter(title_ko__in=list(values)).order_by("sort_order", "pk")
        named = {prize.title_ko: prize.title for prize in prizes}
        return {ANY_AWARD: _("All awarded apps"), **named}


#: Counted with one statement: what is written beside the app.
ROWS: tuple[RowFacet, ...] = (
    RowFacet("platform", _("Platform"), lambda app: app.platforms, PLATFORMS, in_order=True),
    RowFacet(
        "category",
        _("Category"),
        lambda app: [link.code for link in app.category_links.all()],
        vocabulary.CATEGORIES,
    ),
    RowFacet(
        "audience",
        _("Made for"),
        lambda app: [link.code for link in app.audience_links.all()],
        vocabulary.SCOPES,
    ),
    RowFacet("licence", _("Licence"), lambda app: app.licence_ids),
    RowFacet(
        "language",
        _("Language"),
        lambda app: [link.code for link in app.language_links.all()],
        names=language_names,
    ),
    RowFacet(
        "status",
        _("Status"),
        lambda app: [app.development_status],
        vocabulary.DEVELOPMENT_STATUSES,
        in_order=True,
    ),
)
#: In the order in which they are shown.
FACETS: dict[str, Facet] = {
    facet.name: facet for facet in (ROWS[0], TopicFacet(), *ROWS[1:], YearFacet(), AwardFacet())
}


def write(app: AppPage) -> None:
    """Write beside an app under what it is found."""
    AppFacet.objects.write(app, {facet.name: facet.values_of(app) for facet in ROWS})


def counts(narrowed: Callable[[str | None], AppPageQuerySet], chosen: Iterable[str]) -> dict:
    """Count the apps under every value of every facet, in one statement.

    `narrowed` returns the apps that fit all that was chosen, but in the facet it is called with.
    Returns by the facet's name a dict of numbers by value.
    """
    chosen, everything = set(chosen), narrowed(None)
    together = AppFacet.objects.filter(page__in=everything.values("pk"))
    parts = [together.exclude(kind__in=[each.name for each in ROWS if each.name in chosen])]
    parts += [
        AppFacet.objects.filter(kind=each.name, page__in=narrowed(each.name).values("pk"))
        for each in ROWS
        if each.name in chosen
    ]
    parts = [part.values_list("kind", "value").annotate(n=Count("pk")) for part in parts]
    for name, facet in FACETS.items():
        if facet not in ROWS:
            parts += facet.counts(narrowed(name) if name in chosen else everything)
    found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for kind, value, number in parts[0].union(*parts[1:], all=True):
        # An app without a year has no value; of "any" a database says that there are none.
        if kind in found and value and number:
            found[kind][value] = number
    return found
