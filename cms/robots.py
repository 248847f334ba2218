"""What search engines read: `/sitemap.xml` and `/robots.txt`.

A function registered for the hook `sitemap_items` takes the request and returns SitemapItems:
the addresses of a room that are not pages. Only what everybody may see belongs there. One for
`sitemap_images` returns the addresses of pictures by the key of the page that shows them.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.models import Page

from cms.models import path_of, restrictions_above

MOST_ADDRESSES = 50_000  # more are against the protocol, sitemaps.org
MOST_IMAGES = 1_000  # of one address
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
    """An address: its path on this site, when it last changed, and what pictures it shows."""

    path: str
    changed: datetime | None = None
    images: tuple[str, ...] = ()


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List the public addresses of the site in all languages."""
    items = list(_pages(request))
    for hook in hooks.get_hooks("sitemap_items"):
        items += hook(request)
    urls = [
        {
            "location": request.build_absolute_uri(item.path),
            "lastmod": item.changed,
            "images": [request.build_absolute_uri(image) for image in item.images[:MOST_IMAGES]],
        }
        for item in items[:MOST_ADDRESSES]
    ]
    return render(request, "cms/sitemap.xml", {"urlset": urls}, content_type="application/xml")


def _pages(request: HttpRequest) -> Iterator[SitemapItem]:
    """Yield the published pages; one that is not translated only in its own language."""
    images: dict[int, list[str]] = defaultdict(list)
    for hook in hooks.get_hooks("sitemap_images"):
        for pk, addresses in hook().items():
            images[pk] += addresses
    pages = Page.objects.live().filter(alias_of__isnull=True, depth__gt=1)
    for page in pages.exclude(Exists(restrictions_above("path"))).order_by("path"):
        if url := path_of(page, request):
            yield SitemapItem(url, page.last_published_at, tuple(images[page.pk]))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell robots what is not for them, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS)]
    lines += [f"Disallow: /en{path}" for path in NOT_FOR_ROBOTS]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")
