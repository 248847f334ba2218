"""The page that lists all public apps."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.models import SitePage


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
