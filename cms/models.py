"""What every page type shares, and the settings of the site."""

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction

from cms.i18n import Bilingual
from cms.search.indexing import KoreanSearch


def restrictions_above(path: str) -> QuerySet[Page]:
    """Return the private pages at a page or above it, for a subquery.

    `path` is the outer query's way to the page's path in the tree. Few pages are private: they
    are found by their key first, else a database may compare every page with every other.
    """
    below = ExpressionWrapper(OuterRef(path), output_field=models.CharField())
    private = Page.objects.filter(pk__in=PageViewRestriction.objects.values("page"))
    return private.annotate(below=below).filter(below__startswith=F("path"))


def path_of(page: Page, request: HttpRequest | None = None) -> str:
    """Return a page's address without its host, for which Wagtail would ask whose site it is.

    Empty where no address leads to the page.
    """
    return (page.get_url_parts(request) or ("", "", ""))[2] or ""


class SitePageQuerySet(PageQuerySet):
    """Pages of the site."""

    def public(self) -> "SitePageQuerySet":
        """Leave out private pages; unlike Wagtail's own, without a statement of its own."""
        return self.exclude(Exists(restrictions_above("path")))


SitePageManager = PageManager.from_queryset(SitePageQuerySet)


class SitePage(KoreanSearch, Page):
    """The ground of all page types: what is said to search engines and in the menu."""

    search_fields = [*Page.search_fields, *KoreanSearch.search_fields]

    #: Rows that the page type always shows: cms.serving reads them together with the page.
    read_with: tuple[str, ...] = ()
    #: Set by cms.serving where nothing above the page is private.
    is_known_open = False

    objects = SitePageManager()

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel(
                    "search_description",
                    help_text=_("One or two sentences, shown in search results and shared links."),
                ),
            ],
            heading=_("For search engines and shared links"),
        ),
        MultiFieldPanel([FieldPanel("show_in_menus")], heading=_("For the site's menu")),
    ]

    class Meta:
        abstract = True

    def get_url(self, request: HttpRequest | None = None, current_site=None) -> str:
        """Return the page's address without its host: all pages are of one site."""
        return path_of(self, request)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return what makes the page private; asks only where there may be something."""
        if self.is_known_open:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()


@register_setting(icon="site", order=100)
class SiteSettings(BaseGenericSetting):
    """Who runs the site and how to reach them; in both languages, read once for a request."""

    site_name_ko = models.CharField(_("site name (Korean)"), max_length=60, default="마당")
    site_name_en = models.CharField(_("site name (English)"), max_length=60, default="Madang")
    organisation_ko = models.CharField(_("organisation (Korean)"), max_length=80, blank=True)
    organisation_en = models.CharField(_("organisation (English)"), max_length=80, blank=True)
    address_ko = models.CharField(_("address (Korean)"), max_length=200, blank=True)
    address_en = models.CharField(_("address (English)"), max_length=200, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    footer_ko = models.TextField(_("footer text (Korean)"), blank=True)
    footer_en = models.TextField(_("footer text (English)"), blank=True)
    privacy_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("privacy policy"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Choose the Korean page; its translation is found by itself."),
    )
    terms_page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("terms of use"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Choose the Korean page; its translation is found by itself."),
    )

    site_name = Bilingual()
    organisation = Bilingual()
    address = Bilingual()
    footer = Bilingual()

    select_related = ["privacy_page", "terms_page"]

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("site_name_ko"),
                    FieldPanel("organisation_ko"),
                    FieldPanel("address_ko"),
                    FieldPanel("footer_ko"),
                ],
                heading=_("Korean"),
            ),
            ObjectList(
                [
                    FieldPanel("site_name_en"),
                    FieldPanel("organisation_en"),
                    FieldPanel("address_en"),
                    FieldPanel("footer_en"),
                ],
                heading=_("English"),
            ),
            ObjectList(
                [
                    HelpPanel(_("Shown at the foot of every page.")),
                    FieldPanel("phone"),
                    FieldPanel("email"),
                    FieldPanel("privacy_page"),
                    FieldPanel("terms_page"),
                ],
                heading=_("Contact and legal pages"),
            ),
        ]
    )

    class Meta:
        verbose_name = _("Site")
