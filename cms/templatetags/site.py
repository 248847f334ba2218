"""Tags about the site as a whole: its navigation and its languages."""

from dataclasses import dataclass, field

from django import template
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from wagtail import hooks
from wagtail.models import Page, Site

from cms.models import SiteSettings

register = template.Library()


@dataclass(frozen=True)
class Link:
    """A place to go: title, address, and whether the visitor is there or below it."""

    title: str
    url: str
    current: bool = False
    icon: str = ""


@dataclass
class Navigation:
    """What the frame of a page links to, in the active language."""

    home: str = "/"
    site: SiteSettings = field(default_factory=SiteSettings)
    items: list[Link] = field(default_factory=list)
    privacy: Link | None = None
    terms: Link | None = None


def _root_of(site: Site, language: str):
    """Return the path and address of the site's home in a language (kept by Wagtail's cache)."""
    for root in Site.get_site_root_paths():
        if root.site_id == site.pk and root.language_code in (language, None):
            return root
    return None


def _build(request: HttpRequest) -> Navigation:
    site = Site.find_for_request(request)
    language = translation.get_language()
    root = _root_of(site, language) if site else None
    if root is None:
        return Navigation(home=home_url(language))
    chosen = SiteSettings.for_request(request)
    legal = {
        name: page.translation_key
        for name in ("privacy", "terms")
        if (page := getattr(chosen, f"{name}_page"))
    }
    in_menu = Q(show_in_menus=True, depth=site.root_page.depth + 1)
    pages = (
        Page.objects.live()
        .filter(in_menu | Q(translation_key__in=legal.values()))
        .filter(url_path__startswith=root.root_path, locale__language_code=language)
        .order_by("path")
    )
    result = Navigation(home=home_url(language), site=chosen)
    for page in pages:
        url = page.get_url(request)
        link = Link(page.title, url, current=request.path.startswith(url))
        if page.translation_key == legal.get("privacy"):
            result.privacy = link
        elif page.translation_key == legal.get("terms"):
            result.terms = link
        if page.show_in_menus and page.depth == site.root_page.depth + 1:
            result.items.append(link)
    return result


def home_url(language: str) -> str:
    """Return the address of the home page in a language."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@register.simple_tag(takes_context=True)
def navigation(context) -> Navigation:
    """Find what header and footer link to; one statement for a request, however often asked."""
    request = context.get("request")
    if request is None:
        return Navigation(home=home_url(translation.get_language()))
    key = f"_navigation_{translation.get_language()}"
    if not hasattr(request, key):
        setattr(request, key, _build(request))
    return getattr(request, key)


@dataclass(frozen=True)
class Language:
    """A language of the site and the address of the present page in it."""

    code: str
    name: str
    url: str
    current: bool


@register.simple_tag(takes_context=True)
def languages(context) -> list[Language]:
    """List the site's languages, each with the address of the same page in it.

    A page that has no published translation leads to the home page of that language; what is
    not a page has the same address under the other prefix.
    """
    request, page = context.get("request"), context.get("page")
    active = translation.get_language()
    found: dict[str, str] = {}
    if request is not None and isinstance(page, Page) and page.pk:
        others = page.get_translations().live().select_related("locale")
        found = {each.locale.language_code: each.get_url(request) for each in others}
    result = []
    for code, name in settings.LANGUAGES:
        if request is None or (isinstance(page, Page) and code != active):
            url = found.get(code) or home_url(code)
        else:
            url = translate_url(request.get_full_path(), code)
        result.append(Language(code, name, url, current=code == active))
    return result


@register.simple_tag(takes_context=True)
def hooked_links(context, name: str) -> list[Link]:
    """Gather the links that higher rooms register for a place of the frame.

    The hooks `site_tools` (beside the language switch) and `my_menu` (of who is signed in) take
    the request and return a `Link` or None.
    """
    request = context.get("request")
    if request is None:
        return []
    return [link for hook in hooks.get_hooks(name) if (link := hook(request))]
