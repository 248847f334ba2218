"""What header and footer show everywhere: kept in the cache until something changes.

Ballots, forms and lists would else spend a quarter of their time on reading the same rows.
"""

from typing import NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from cms.models import SiteSettings

KEY = "frame"
#: For processes that do not share the cache with the one that changed something.
SECONDS = 60


class Frame(NamedTuple):
    """The site's settings; the pages of its menus and its legal pages, in all languages."""

    settings: SiteSettings
    pages: list[Page]


def kept() -> Frame:
    """Return what was read last, or read it: two statements."""
    return cache.get_or_set(KEY, _read, SECONDS)


def legal_of(settings: SiteSettings) -> dict:
    """Return the translation keys of the legal pages that were chosen."""
    return {
        name: chosen.translation_key
        for name in ("privacy", "terms")
        if (chosen := getattr(settings, f"{name}_page"))
    }


def _read() -> Frame:
    settings = SiteSettings.load()
    homes = [root.root_path.count("/") for root in Site.get_site_root_paths()]
    wanted = Q(translation_key__in=legal_of(settings).values())
    wanted |= Q(show_in_menus=True, depth__in={depth + 1 for depth in homes})
    pages = Page.objects.live().filter(wanted).select_related("locale").order_by("path")
    return Frame(settings, list(pages))


def forget(sender, instance, **kwargs) -> None:
    """Have it read again: at once, and when others can see what was changed."""
    if isinstance(instance, Page | Site | SiteSettings):
        cache.delete(KEY)
        transaction.on_commit(lambda: cache.delete(KEY))


def watch() -> None:
    """Listen for changes of pages and settings."""
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(forget, dispatch_uid="frame")
