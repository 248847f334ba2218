"""The pages that announce contests: the list and one announcement for each contest."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import SHORT_FEATURES, BodyBlock
from cms.models import SitePage
from contest_pages.models.contest import Contest


class ContestIndexPage(SitePage):
    """All announced contests: open, coming, being judged, closed."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)

    content_panels = [*SitePage.content_panels, FieldPanel("lead")]
    search_fields = [*SitePage.search_fields, index.SearchField("lead")]
    parent_page_types = ["home.HomePage"]
    subpage_types = ["contest_pages.ContestPage"]
    max_count_per_parent = 1
    template = "contest_pages/contest_index_page.html"
    page_size = 12

    class Meta:
        verbose_name = _("list of contests")
        verbose_name_plural = _("lists of contests")

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add what was asked for of the published contests."""
        from contest_pages.listing import Listing

        listing = Listing(request.GET, timezone.now(), self.locale.language_code)
        found = Paginator(listing.found(), self.page_size).get_page(request.GET.get("page"))
        return {
            **super().get_context(request, *args, **kwargs),
            "listing": listing,
            "found": found,
            "now": listing.now,
        }


class ContestPage(SitePage):
    """The announcement of a contest in one language.

    Its dates and rules are the contest's own; its address is the contest's.
    """

    contest = models.ForeignKey(
        Contest, verbose_name=_("contest"), on_delete=models.PROTECT, related_name="announcements"
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("One sentence below the title and on the contest’s card."),
    )
    poster = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        verbose_name=_("poster"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Left empty: a pattern in the contest’s accent colour is drawn."),
    )
    organiser = models.CharField(_("organiser"), max_length=160, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=60, blank=True)
    eligibility = RichTextField(
        _("eligibility"),
        blank=True,
        features=SHORT_FEATURES,
        help_text=_("Who may enter, and with what."),
    )
    body = StreamField(BodyBlock(), verbose_name=_("body"), blank=True)

    content_panels = [
        # Not Wagtail's own panel: it writes into the address, which is not asked for here.
        FieldPanel("title"),
        FieldPanel("tagline"),
        FieldPanel("poster"),
        FieldPanel("eligibility"),
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("organiser"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact"),
        ),
    ]
    # The address is the contest's: no field for it here.
    promote_panels = [
        MultiFieldPanel(
            [FieldPanel("seo_title"), FieldPanel("search_description")],
            heading=_("For search engines and shared links"),
        )
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Announcement")),
            ObjectList(
                [HelpPanel(template="contest_pages/admin/contest_panel.html")],
                heading=_("Dates and rules"),
            ),
            ObjectList(promote_panels, heading=_("Search engines")),
            ObjectList(SitePage.settings_panels, heading=_("Publishing")),
        ]
    )
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("tagline"),
        index.SearchField("organiser"),
        index.SearchField("eligibility"),
        index.SearchField("body"),
        index.FilterField("contest_id"),
    ]
    override_translatable_fields = [
        SynchronizedField("slug", overridable=False),
        SynchronizedField("contest", overridable=False),
        SynchronizedField("contact_phone"),
    ]
    # Made by `actions.announce`, with its contest.
    is_creatable = False
    parent_page_types = ["contest_pages.ContestIndexPage"]
    subpage_types: list[str] = []
    read_with = ("contest", "poster")
    template = "contest_pages/contest_page.html"

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    @property
    def shown_title(self) -> str:
        """The title; where no one has translated the page yet, the contest’s in the language."""
        return self.contest.title if self.alias_of_id else self.title

    def full_clean(self, *args, **kwargs) -> None:
        """Take the contest's address, then check the page."""
        self._follow_the_contest()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """Take the contest's address for a draft too."""
        self._follow_the_contest()
        super().minimal_clean()

    def _follow_the_contest(self) -> None:
        if self.contest_id:
            self.slug = self.contest.slug

    def clean(self) -> None:
        """Refuse a second announcement of a contest in a language."""
        super().clean()
        others = ContestPage.objects.filter(contest=self.contest_id, locale=self.locale_id)
        if self.contest_id and others.exclude(pk=self.pk).exists():
            raise ValidationError(_("This contest is already announced in this language."))

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Add the contest as it stands at this moment."""
        from contest_pages import sharing
        from contest_pages.announcement import Announcement

        now = timezone.now()
        return {
            **super().get_context(request, *args, **kwargs),
            "now": now,
            "announcement": Announcement(request, self, now, get_language()),
            "card": sharing.card_address(self, request),
        }
