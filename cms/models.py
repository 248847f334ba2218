"""What every page type shares, and the settings of the site."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from cms.i18n import Bilingual
from cms.search.indexing import KoreanSearch


class SitePage(KoreanSearch, Page):
    """The ground of all page types: what is said to search engines and in the menu."""

    search_fields = [*Page.search_fields, *KoreanSearch.search_fields]

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

    def crumbs(self, request: HttpRequest | None = None) -> list[dict]:
        """Return the way from the home page down to this one, as `ui/breadcrumbs.html` draws it."""
        above = Page.objects.ancestor_of(self).filter(depth__gte=2).order_by("depth")
        crumbs = [{"title": page.title, "url": page.get_url(request)} for page in above]
        if crumbs:
            crumbs[0]["title"] = _("Home")
        return crumbs


@register_setting(icon="site", order=100)
class SiteSettings(BaseSiteSetting):
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
