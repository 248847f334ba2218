"""What the showcase's list shows for an address: search, filters, pages."""

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cms.search.indexing import matching
from cms.search.korean import query
from contest_pages.results.models import Award
from showcase.models import AppIndexPage, AppPage, AppPageQuerySet, AppTopic, Topic

PLATFORMS = {"android": "Android", "ios": "iOS", "web": "Web"}
ANY_AWARD = "any"


class Listing:
    """The apps below an index page that an address asks for; what it cannot read, it ignores."""

    def __init__(self, index: AppIndexPage, asked: QueryDict):
        self.index = index
        self.asked = asked
        self.q = asked.get("q", "").replace("\0", "").strip()[:100]
        self.platform = asked.get("platform", "")
        self.topic = asked.get("topic", "")[:40]
        self.year = asked.get("year", "")
        self.award = asked.get("award", "")[:80]

    @cached_property
    def all(self) -> AppPageQuerySet:
        """Every published app of the showcase."""
        return AppPage.objects.child_of(self.index).live().public()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return any((self.q, self.platform, self.topic, self.year, self.award))

    def found(self) -> AppPageQuerySet:
        """Return what was asked for: what fits the words best, else the newest, first."""
        apps = self.all
        if self.platform in PLATFORMS:
            apps = apps.filter(**{f"is_{self.platform}": True})
        if self.topic:
            apps = apps.filter(
                Exists(AppTopic.objects.filter(page=OuterRef("pk"), topic__slug=self.topic))
            )
        if self.year.isdecimal() and len(self.year) == 4:
            apps = apps.with_year().filter(year=int(self.year))
        if self.award:
            awards = Award.objects.published(timezone.now()).filter(entry=OuterRef("entry"))
            if self.award != ANY_AWARD:
                awards = awards.filter(prize__title_ko=self.award)
            apps = apps.filter(Exists(awards))
        apps = apps.order_by("-first_published_at", "-pk")
        if asked := query(self.q):
            return matching(apps, asked)
        return apps.none() if self.q else apps

    @cached_property
    def page(self) -> Page:
        """The page that was asked for, the nearest where there is no such page."""
        paginator = Paginator(self.found().for_cards(), self.index.page_size)
        return paginator.get_page(self.asked.get("page"))

    @cached_property
    def filters(self) -> list[dict]:
        """The filters as `ui/filter_bar.html` draws them; those with nothing to choose are left out."""
        awards = self._awards()
        filters = [
            ("platform", _("Platform"), self.platform, list(PLATFORMS.items())),
            ("topic", _("Topic"), self.topic, self._topics()),
            ("year", _("Year"), self.year, self._years()),
            (
                "award",
                _("Award"),
                self.award,
                [(ANY_AWARD, _("All awarded apps")), *awards] if awards else [],
            ),
        ]
        return [
            {"name": name, "label": label, "value": value, "choices": choices}
            for name, label, value, choices in filters
            if choices
        ]

    def _topics(self) -> list[tuple[str, str]]:
        used = Topic.objects.filter(
            Exists(AppTopic.objects.filter(topic=OuterRef("pk"), page__in=self.all))
        )
        return sorted(((topic.slug, topic.title) for topic in used), key=lambda pair: pair[1])

    def _years(self) -> list[tuple[str, str]]:
        years = self.all.with_year().filter(year__isnull=False).order_by("-year")
        return [(str(year), str(year)) for year in years.values_list("year", flat=True).distinct()]

    def _awards(self) -> list[tuple[str, str]]:
        """Name each prize once, in the order of the latest contest that gives it."""
        given = Award.objects.published(timezone.now()).filter(entry__app_pages__in=self.all)
        given = given.select_related("prize")
        prizes = {award.prize.title_ko: award.prize for award in reversed(given.in_order())}
        ordered = sorted(prizes.values(), key=lambda prize: (prize.sort_order or 0, prize.title_ko))
        return [(prize.title_ko, prize.title) for prize in ordered]
