"""The showcase: public apps, each a page with a link to its source."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, OuterRef, Prefetch, Subquery
from django.db.models.functions import Coalesce, ExtractYear
from django.forms import Select
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager, TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms import licences
from cms.blocks import BodyBlock
from cms.i18n import Bilingual
from cms.models import SitePage, SitePageQuerySet
from contest_pages.entries.models import Entry
from contest_pages.results.models import Award
from media.models import SiteImage, SiteRendition

#: Addresses below /showcase/ that are not apps.
RESERVED_SLUGS = frozenset({"feed", "suggest", "export"})
#: The renditions that app cards show (ui/media.html).
CARD_RENDITIONS = ("fill-640x480", "max-480x960")
#: What an app's own page shows: a picture in the row, and the one that a click opens.
SHOT_RENDITIONS = ("max-1280x960", "max-2000x2000")


class Topic(index.Indexed, models.Model):
    """What an app is about; chosen by editors, filtered by citizens."""

    title_ko = models.CharField(_("title in Korean"), max_length=40)
    title_en = models.CharField(_("title in English"), max_length=40, blank=True)
    slug = models.SlugField(
        _("address"), max_length=40, unique=True, help_text=_("Its name in filter addresses.")
    )

    title = Bilingual()

    search_fields = [index.SearchField("title_ko"), index.AutocompleteField("title_ko")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ["title_ko"]

    def __str__(self) -> str:
        return self.title


def pictures_and_awards(renditions: Iterable[str]) -> list[Prefetch]:
    """Return what to prefetch for apps, so that pictures and ribbons cost three statements."""
    sizes = SiteRendition.objects.filter(filter_spec__in=renditions)
    shots = AppScreenshot.objects.select_related("image").order_by("sort_order", "pk")
    return [
        Prefetch("screenshots", shots),
        Prefetch("screenshots__image__renditions", sizes, to_attr="prefetched_renditions"),
        Prefetch(
            "entry__awards",
            Award.objects.published(timezone.now()).select_related("prize").in_order(),
            to_attr="known_awards",
        ),
    ]


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


class AppIndexPage(SitePage):
    """All public apps: searched, filtered, a page at a time."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("lead")]
    search_fields = [*SitePage.search_fields, index.SearchField("lead")]
    override_translatable_fields = [SynchronizedField("slug")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["showcase.AppPage"]
    max_count_per_parent = 1
    template = "showcase/app_index_page.html"
    page_size = 12

    class Meta:
        verbose_name = _("showcase")
        verbose_name_plural = _("showcases")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the apps that were asked for in the address."""
        from showcase.listing import Listing

        listing = Listing(self, request.GET)
        return {**super().get_context(request, *args, **kwargs), "listing": listing}


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
        _("licence"), max_length=60, blank=True, validators=[licences.validate_licence]
    )
    web_url = models.URLField(_("web address"), max_length=500, blank=True)
    android_url = models.URLField(_("Android store"), max_length=500, blank=True)
    ios_url = models.URLField(_("iOS store"), max_length=500, blank=True)
    entry = models.ForeignKey(
        Entry,
        verbose_name=_("entry it comes from"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="app_pages",
    )

    objects = AppPageManager()

    content_panels = [
        *SitePage.content_panels,
        FieldPanel("summary"),
        MultipleChooserPanel(
            "screenshots",
            chooser_field_name="image",
            heading=_("Screenshots"),
            label=_("Screenshot"),
            panels=[FieldPanel("image"), FieldRowPanel([FieldPanel("shape"), FieldPanel("alt")])],
        ),
        FieldPanel("body"),
    ]
    facts_panels = [
        MultiFieldPanel(
            [
                FieldPanel("source_url"),
                FieldPanel("licence", widget=Select(choices=licences.choices())),
            ],
            heading=_("Source code"),
            help_text=_(
                "An open app names both: where its source is and what may be done with it."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("is_android"),
                        FieldPanel("is_ios", heading="iOS"),
                        FieldPanel("is_web"),
                    ]
                ),
                FieldPanel("android_url"),
                FieldPanel("ios_url", heading=_("iOS store")),
                FieldPanel("web_url"),
            ],
            heading=_("Where it runs"),
        ),
        MultipleChooserPanel(
            "topic_links", chooser_field_name="topic", heading=_("Topics"), label=_("Topic")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("maker"), FieldPanel("released_on")])],
            heading=_("Who and when"),
        ),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("App")),
            ObjectList(facts_panels, heading=_("Source, platforms, topics")),
            ObjectList(SitePage.promote_panels, heading=_("Search engines")),
            ObjectList(SitePage.settings_panels, heading=_("Publishing")),
        ]
    )
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("summary", boost=2),
        index.SearchField("body"),
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
        SynchronizedField("entry", overridable=False),
    ]
    # Of a copy nobody can say that it comes from the entry; an entry makes one app.
    exclude_fields_in_copy = ["entry"]
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

    @property
    def platforms(self) -> list[str]:
        """Where the app runs, by the names that the design system draws."""
        return [name for name in ("android", "ios", "web") if getattr(self, f"is_{name}")]

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
    def source_host(self) -> str:
        """The host of the source, shown beside the link to it."""
        return urlsplit(self.source_url).hostname or ""

    @property
    def licence_name(self) -> str:
        """The licence's full name."""
        return licences.name_of(self.licence)

    @property
    def licence_meaning(self) -> str:
        """One sentence about what the licence allows."""
        return licences.meaning_of(self.licence)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what stands around the app itself."""
        from showcase import queries

        return {
            **super().get_context(request, *args, **kwargs),
            **queries.surroundings(self, timezone.now()),
        }


class AppTopic(Orderable):
    """That an app is about a topic; rows, because translations follow rows."""

    page = ParentalKey(AppPage, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(
        Topic, verbose_name=_("topic"), on_delete=models.CASCADE, related_name="app_links"
    )

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "topic"], name="app_topic_once")]

    def __str__(self) -> str:
        return str(self.topic)


class AppScreenshot(TranslatableMixin, Orderable):
    """A picture of the app at work, and what it shows in words."""

    class Shape(models.TextChoices):
        PHONE = "phone", _("Phone screen")
        WIDE = "wide", _("Wide screen")

    page = ParentalKey(AppPage, on_delete=models.CASCADE, related_name="screenshots")
    image = models.ForeignKey(
        SiteImage, verbose_name=_("picture"), on_delete=models.PROTECT, related_name="+"
    )
    shape = models.CharField(_("shape"), max_length=10, choices=Shape.choices, default=Shape.PHONE)
    alt = models.CharField(
        _("what it shows"),
        max_length=200,
        blank=True,
        help_text=_("For people who cannot see it. Left empty: the picture’s own description."),
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        pass

    def __str__(self) -> str:
        return self.alt or str(self.image)

    @property
    def is_phone(self) -> bool:
        """Whether it is shown in a phone's frame."""
        return self.shape == self.Shape.PHONE

    def as_picture(self) -> dict:
        """Return it as `ui/shots.html` draws it."""
        shown, full = (self.image.get_rendition(spec) for spec in SHOT_RENDITIONS)
        return {
            "url": shown.url,
            "full_url": full.url,
            "width": shown.width,
            "height": shown.height,
            "alt": self.alt or self.image.default_alt_text,
            "is_portrait": self.is_phone,
        }
