"""The way to the search page from every other."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.templatetags.site import Link


@hooks.register("site_tools")
def search_link(request: HttpRequest) -> Link:
    """Put a link to the search page into the header."""
    url = reverse("search")
    return Link(_("Search"), url, current=request.path == url, icon="search")
