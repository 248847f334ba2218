"""Tags about the site as a whole: its navigation and its languages."""

from dataclasses import dataclass, field
from operator import attrgetter

from django import template
from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.models import Page

from cms import frame
from cms.models import SiteSettings, path_of
from cms.serving import root_of

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
    """What the frame of a page links to, in the active language.

    `crumbs` is the way from the home page down to the present page, `translations` its
    addresses in other languages; both are empty for what is not a page.
    """

    home: str = "/"
    site: SiteSettings = field(default_factory=SiteSettings)
    items: list[Link] = field(default_factory=list)
    privacy: Link | None = None
    terms: Link | None = None
    crumbs: list[Link] = field(default_factory=list)
    translations: dict[str, str] = field(default_factory=dict)


def _build(request: HttpRequest, page: Page | None) -> Navigation:
    language = translation.get_language()
    root = root_of(language)
    if root is None:
        return Navigation(home=home_url(language))
    home_depth = root.root_path.count("/")
    chosen, pages = frame.kept()
    if page:
        around = {found.pk: found for found in (*pages, *_pages_around(page, home_depth))}
        pages = sorted(around.values(), key=attrgetter("path"))
    legal = frame.legal_of(chosen)
    result = Navigation(home=home_url(language), site=chosen)
    for found in pages:
        url = path_of(found, request)
        link = Link(found.title, url, current=request.path.startswith(url))
        if page and found.translation_key == page.translation_key and found.pk != page.pk:
            result.translations[found.locale.language_code] = url
        if page and page.is_descendant_of(found):
            is_home = found.depth == home_depth
            result.crumbs.append(Link(_("Home"), url) if is_home else link)
        if not found.url_path.startswith(root.root_path):
            continue
        if found.translation_key == legal.get("privacy"):
            result.privacy = link
        elif found.translation_key == legal.get("terms"):
            result.terms = link
        if found.show_in_menus and found.depth == home_depth + 1:
            result.items.append(link)
    return result


def _pages_around(page: Page, home_depth: int) -> QuerySet[Page]:
    """Return the pages above a page, up to the home page, and its translations."""
    steps = range(home_depth * page.steplen, len(page.path), page.steplen)
    above = Q(path__in=[page.path[:step] for step in steps])
    wanted = above | Q(translation_key=page.translation_key)
    return Page.objects.live().filter(wanted).select_related("locale")


def home_url(language: str) -> str:
    """Return the address of the home page in a language."""
    return "/" if language == settings.LANGUAGE_CODE else f"/{language}/"


@register.simple_tag(takes_context=True)
def navigation(context) -> Navigation:
    """Find what header and footer link to; once for a request, however often asked."""
    request = context.get("request")
    if request is None:
        return Navigation(home=home_url(translation.get_language()))
    key = f"_navigation_{translation.get_language()}"
    if not hasattr(request, key):
        page = context.get("page")
        is_page = isinstance(page, Page) and bool(page.path)
        setattr(request, key, _build(request, page if is_page else None))
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
    found = navigation(context).translations
    result = []
    for code, name in settings.LANGUAGES:
        if request is None or (isinstance(page, Page) and code != active):
            url = found.get(code) or home_url(code)
        elif code == active:
            url = request.get_full_path()
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
