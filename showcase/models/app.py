"""A public app: its page, with a link to its source."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Max, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, ExtractYear, Replace
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import licences
from cms.blocks import BodyBlock
from cms.fields import LinesField
from cms.models import SitePage, SitePageQuerySet
from contest_pages.entries.models import Entry
from contest_pages.results.models import Award
from contest_pages.vault.models import Repository
from showcase import panels
from showcase.models.parts import CARD_RENDITIONS, AppScreenshot, pictures_and_awards
from showcase.models.version import AppVersion
from showcase.publiccode import vocabulary
from showcase.publiccode.addresses import is_repository, parts_of

#: Addresses below /showcase/ that are not apps.
RESERVED_SLUGS = frozenset({"feed", "suggest"})


class AppPageQuerySet(SitePageQuerySet):
    """Apps, as lists and the home page ask for them."""

    def with_year(self) -> "AppPageQuerySet":
        """Annotate `year`: when the app came out, else when it was first awarded."""
        awarded = (
            Award.objects.published(timezone.now())
            .filter(entry=OuterRef("entry"))
            .values("entry")
            .annotate(last=Max("year"))
            .values("last")
        )
        return self.annotate(
            year=Coalesce(
                ExtractYear("released_on"), Subquery(awarded), output_field=models.IntegerField()
            )
        )

    def with_source(self) -> "AppPageQuerySet":
        """Apps whose source everybody can have; the same rule as `public_source`."""
        opened = Repository.objects.public().values("pk")
        in_vault = Q(repository__in=opened) | Q(entry__repository__in=opened)
        return self.filter(~Q(source_url="") | in_vault)

    def with_version(self) -> "AppPageQuerySet":
        """Annotate what `current_version` needs, so that a list costs no statement for it."""
        listed = AppVersion.objects.filter(page=OuterRef("pk")).order_by("sort_order", "pk")
        return self.annotate(newest_version=Subquery(listed.values("number")[:1]))

    def nearest(self, text: str) -> "AppPageQuerySet":
        """Annotate `nearness` to what somebody typed, the least first, whatever the spaces.

        A title that begins with it, a title or a summary that holds it, all others. The index's
        own measure takes SQLite a search for each app that was found.
        """
        squeezed = "".join(text.split())
        apps = self.alias(
            squeezed_title=Replace("title", Value(" "), Value("")),
            squeezed_summary=Replace("summary", Value(" "), Value("")),
        )
        return apps.annotate(
            nearness=Case(
                When(squeezed_title__istartswith=squeezed, then=0),
                When(squeezed_title__icontains=squeezed, then=1),
                When(squeezed_summary__icontains=squeezed, then=2),
                default=3,
            )
        )

    def for_cards(self) -> "AppPageQuerySet":
        """Fetch what cards show: pictures in their sizes, and awards."""
        return (
            self.defer("body")
            .select_related("entry")
            .prefetch_related(*pictures_and_awards(CARD_RENDITIONS))
        )

    def newest(self, count: int) -> "AppPageQuerySet":
        """Return the published apps that came last, for cards."""
        return self.live().public().for_cards().order_by("-first_published_at", "-pk")[:count]


AppPageManager = PageManager.from_queryset(AppPageQuerySet)


class AppPage(SitePage):
    """A public app: shown, described, and linked to its source, stores and award."""

    summary = models.CharField(
        _("summary"), max_length=200, help_text=_("One sentence: what it does, and for whom.")
    )
    body = StreamField(BodyBlock(), verbose_name=_("description"), blank=True)
    maker = models.CharField(
        _("made by"), max_length=80, blank=True, help_text=_("A team, a person or an office.")
    )
    released_on = models.DateField(_("released"), null=True, blank=True)
    is_android = models.BooleanField(_("Android"), default=False)
    is_ios = models.BooleanField(_("iOS"), default=False)
    is_web = models.BooleanField(_("Web"), default=False)
    source_url = models.URLField(_("address of the source code"), max_length=500, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=200,
        blank=True,
        validators=[licences.validate_licence],
        help_text=_("As SPDX writes it: MIT, or several: EUPL-1.2 OR MIT."),
    )
    web_url = models.URLField(_("web address"), max_length=500, blank=True)
    android_url = models.URLField(_("Android store"), max_length=500, blank=True)
    ios_url = models.URLField(_("iOS store"), max_length=500, blank=True)
    features = LinesField(
        _("features"), blank=True, help_text=_("What people can do with it, one on each line.")
    )
    long_description = LinesField(
        _("description for catalogues"),
        blank=True,
        max_length=10_000,
        help_text=_(
            "150 to 10,000 characters, simple Markdown. Left empty: the description of the page."
        ),
    )
    documentation_url = models.URLField(_("user documentation"), max_length=500, blank=True)
    landing_url = models.URLField(
        _("landing page"),
        max_length=500,
        blank=True,
        help_text=_("Where people read about it first. Left empty: the web address."),
    )
    software_version = models.CharField(_("software version"), max_length=100, blank=True)
    development_status = models.CharField(
        _("development status"),
        max_length=20,
        choices=vocabulary.DEVELOPMENT_STATUSES,
        default="stable",
    )
    software_type = models.CharField(
        _("type of software"),
        max_length=30,
        choices=vocabulary.SOFTWARE_TYPES,
        blank=True,
        help_text=_("Left empty, it follows from where the app runs."),
    )
    maintenance_type = models.CharField(
        _("who looks after it"),
        max_length=20,
        choices=vocabulary.MAINTENANCE_TYPES,
        default="none",
    )
    localisation_ready = models.BooleanField(
        _("made for more than one language"),
        default=False,
        help_text=_("Texts can be translated without changing the code."),
    )
    # What an imported publiccode.yml says and no field holds; showcase.exporting names it.
    imported = models.JSONField(default=dict, blank=True, editable=False)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry it comes from"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="app_pages",
    )

    repository = models.ForeignKey(
        Repository,
        verbose_name=_("repository in the vault"),
        null=True,
        blank=True,
        limit_choices_to={"entry": None},
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Of an app that comes from no entry. Shown once it is open to all."),
    )

    objects = AppPageManager()

    read_with = ("repository",)

    content_panels = [*SitePage.content_panels, *panels.CONTENT]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("App")),
            ObjectList(panels.FACTS, heading=_("Source, platforms, topics")),
            ObjectList(panels.CATALOGUE, heading=_("For catalogues")),
            ObjectList(SitePage.promote_panels, heading=_("Search engines")),
            ObjectList(SitePage.settings_panels, heading=_("Publishing")),
        ]
    )
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
        index.SearchField("features"),
        index.SearchField("maker"),
        index.FilterField("is_android"),
        index.FilterField("is_ios"),
        index.FilterField("is_web"),
        index.FilterField("entry_id"),
    ]
    # What is the same in both languages follows the Korean page.
    override_translatable_fields = [
        SynchronizedField("slug"),
        SynchronizedField("source_url"),
        SynchronizedField("licence"),
        SynchronizedField("web_url"),
        SynchronizedField("android_url"),
        SynchronizedField("ios_url"),
        SynchronizedField("landing_url"),
        SynchronizedField("software_version"),
        SynchronizedField("imported", overridable=False),
        SynchronizedField("entry", overridable=False),
        SynchronizedField("repository", overridable=False),
    ]
    # Of a copy nobody can say that it comes from the entry; an entry makes one app.
    exclude_fields_in_copy = ["entry", "repository"]
    parent_page_types = ["showcase.AppIndexPage"]
    subpage_types: list[str] = []
    template = "showcase/app_page.html"

    class Meta:
        verbose_name = _("app")
        verbose_name_plural = _("apps")

    def clean(self) -> None:
        """Refuse the addresses that the showcase itself needs."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError(
                {"slug": _("“%(slug)s” is needed by the site itself.") % {"slug": self.slug}}
            )

    def save(self, *args, **kwargs):
        """Save the page, then write beside it under what the catalogue finds it.

        A save of some columns, as with a draft's revision, says nothing of what is shown.
        """
        from showcase import facets

        saved = super().save(*args, **kwargs)
        if kwargs.get("update_fields") is None:
            facets.write(self)
        return saved

    @property
    def platforms(self) -> list[str]:
        """Where the app runs, by the names that the design system draws."""
        return [name for name in ("android", "ios", "web") if getattr(self, f"is_{name}")]

    @property
    def feature_list(self) -> list[str]:
        """What people can do with it."""
        return [line.strip() for line in self.features.splitlines() if line.strip()]

    @property
    def kind(self) -> str:
        """The type of software; where none is chosen, what follows from where the app runs."""
        if self.software_type:
            return self.software_type
        if self.is_android or self.is_ios:
            return "standalone/mobile"
        return "standalone/web" if self.is_web else "standalone/other"

    @property
    def picture(self) -> "AppScreenshot | None":
        """The first screenshot, which cards show."""
        return next(iter(self.screenshots.all()), None)

    @property
    def awards(self) -> list[Award]:
        """The published awards of its entry, the highest first."""
        if not self.entry_id:
            return []
        known = getattr(self.entry, "known_awards", None)
        if known is None:
            given = self.entry.awards.published(timezone.now())
            known = list(given.select_related("prize").in_order())
        return known

    @property
    def award(self) -> Award | None:
        """The award that the ribbon names."""
        return next(iter(self.awards), None)

    @property
    def open_repository(self) -> Repository | None:
        """Its repository, or its entry's, where all may read it."""
        found = self.repository or getattr(self.entry, "repository", None)
        return found if found and found.is_public else None

    @property
    def public_source(self) -> str:
        """Where everybody has the source from: the address that is stated, else an opened vault's."""
        if self.source_url:
            return self.source_url
        repository = self.open_repository
        return repository.clone_url if repository else ""

    @property
    def source_host(self) -> str:
        """The host of the source, shown beside the link to it."""
        return parts_of(self.source_url).hostname or ""

    @property
    def current_version(self) -> str:
        """The version that the page is about: the one that is stated, else the newest listed."""
        if self.software_version:
            return self.software_version
        if hasattr(self, "newest_version"):  # of `with_version()`
            return self.newest_version or ""
        return next((version.number for version in self.versions.all()), "")

    @property
    def licence_name(self) -> str:
        """The licence's full name."""
        return licences.name_of(self.licence)

    @property
    def licence_meaning(self) -> str:
        """One sentence about what the licence allows."""
        return licences.meaning_of(self.licence)

    def why_no_document(self) -> list[tuple[str, str]]:
        """Return what keeps the page from having a publiccode.yml: pairs of key and reason."""
        from showcase import exporting

        return exporting.export([self]).faults

    @property
    def licence_ids(self) -> list[str]:
        """The licences that the expression names."""
        return licences.identifiers_of(self.licence)

    @property
    def licence_links(self) -> list[tuple[str, str]]:
        """The licences that the expression names, each with the address of its text."""
        return [(each, licences.address_of(each)) for each in self.licence_ids]

    @property
    def licence_duties(self) -> tuple:
        """What whoever reuses the source has to do."""
        return licences.duties_of(self.licence)

    @property
    def clone_line(self) -> str:
        """The command that copies the source; nothing where its address may be a mere page."""
        source = self.public_source
        if source and not self.source_url:
            return f"git clone {source}"
        return f"git clone {source}" if is_repository(source) else ""

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what stands around the app itself."""
        from showcase import queries, sharing

        around = queries.surroundings(self, timezone.now())
        return {
            **super().get_context(request, *args, **kwargs),
            **around,
            "card": sharing.card_address(self, request),
            "share_links": sharing.share_links(self, request),
            "structured": sharing.structured(self, around["pictures"], request),
        }
