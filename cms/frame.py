"""What header and footer show on all that is no page: kept in the cache until something changes.

Ballots, forms and lists would else spend a quarter of their time on reading the same rows.
"""

from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, Site
from wagtail.signals import post_page_move

from cms.models import SiteSettings

Kept = TypeVar("Kept")
KEY = "frame"
#: For processes that do not share the cache with the one that changed something.
SECONDS = 60


def kept(read: Callable[[], Kept]) -> Kept:
    """Return what was read last, or read it."""
    return cache.get_or_set(KEY, read, SECONDS)


def forget(sender, instance, **kwargs) -> None:
    """Have it read again: at once, and when others can see what was changed."""
    if isinstance(instance, Page | Site | SiteSettings):
        cache.delete(KEY)
        transaction.on_commit(lambda: cache.delete(KEY))


def watch() -> None:
    """Listen for changes of pages and settings."""
    for signal in (post_save, post_delete, post_page_move):
        signal.connect(forget, dispatch_uid="frame")
