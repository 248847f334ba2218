"""How an address finds its page: in one statement, however deep the page lies.

Wagtail's own way takes two for each level of the tree, and two more to learn that nothing above
the page is private.
"""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, PageViewRestriction, Site, get_page_models
from wagtail.models.sites import SiteRootPath
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from cms.models import SitePage, restrictions_above


def root_of(language: str) -> SiteRootPath | None:
    """Return the path and address of the site's home in a language (kept by Wagtail's cache)."""
    roots = Site.get_site_root_paths()
    return next((root for root in roots if root.language_code in (language, None)), None)


def page(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page of an address as Wagtail does, with the page found our way."""
    if root := root_of(get_language()):
        # Where Wagtail looks before it walks down the tree.
        found = page_at(root.root_path + path)
        request._wagtail_route_for_request = RouteResult(found) if found else None
    return serve(request, path)


def page_at(url_path: str) -> Page | None:
    """Return the published page with a path such as `/home/contests/`, as its own type.

    It knows then whether nothing above it is private. A private page, and an alias where
    anything is private, leaves that question to Wagtail.
    """
    models = {m._meta.model_name: m for m in get_page_models() if issubclass(m, SitePage)}
    shown = [f"{kind}__{name}" for kind, model in models.items() for name in model.read_with]
    below = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    alias_above = Page.objects.annotate(below=below).filter(
        below__startswith=F("path"), alias_of__isnull=False
    )
    may_be_private = Exists(restrictions_above("path")) | (
        Exists(PageViewRestriction.objects.all()) & Exists(alias_above)
    )
    found = (
        Page.objects.live()
        .filter(slug=url_path.rstrip("/").rpartition("/")[2], url_path=url_path)
        .annotate(is_open=~Q(may_be_private))
        .select_related("locale", *models, *shown)
        .first()
    )
    if found is None or found.cached_content_type.model not in models:
        return found and found.specific
    own = getattr(found, found.cached_content_type.model)
    own.locale = found.locale
    own.is_known_open = found.is_open
    return own
