"""What search engines read: `/sitemap.xml` and `/robots.txt`.

A function registered for the hook `sitemap_items` takes the request and returns SitemapItems:
the addresses of a room that are not pages. Only what everybody may see belongs there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page

from cms.models import restrictions_above

MOST_ADDRESSES = 50_000  # more are against the protocol, sitemaps.org
NOT_FOR_ROBOTS = (
    "/admin/",
    "/accounts/",
    "/my/",
    "/guardian/",
    "/search/",
    "/files/",
    "/styleguide/",
)


@dataclass(frozen=True)
class SitemapItem:
    """An address that is not a page's: its path on this site, and when it last changed."""

    path: str
    changed: datetime | None = None


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public addresses of the site in all languages."""
    items = list(_pages(request))
    for hook in hooks.get_hooks("sitemap_items"):
        items += hook(request)
    urls = [
        {"location": request.build_absolute_uri(item.path), "lastmod": item.changed}
        for item in items[:MOST_ADDRESSES]
    ]
    return render(request, "sitemap.xml", {"urlset": urls}, content_type="application/xml")


def _pages(request: HttpRequest) -> Iterator[SitemapItem]:
    """Yield the published pages; one that is not translated only in its own language."""
    pages = Page.objects.live().filter(alias_of__isnull=True, depth__gt=1)
    for page in pages.exclude(Exists(restrictions_above("path"))).order_by("path"):
        if url := page.get_url(request):
            yield SitemapItem(url, page.last_published_at)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += [f"Disallow: /en{path}" for path in NOT_FOR_ROBOTS]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
