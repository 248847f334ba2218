"""What the site's search looks through: each room registers its own groups."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.search.query import SearchQuery


@dataclass(frozen=True)
class Hit:
    """One result: a title that leads to `url`, a sentence or two, short facts beside it."""

    title: str
    url: str
    summary: str = ""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class SearchGroup:
    """A kind of result, shown as a tab.

    `find` takes a query and returns a queryset of what everybody may see, best first (see
    `cms.search.indexing.matching`); `hit` says how one of its rows is shown, without a
    statement of its own.
    """

    key: str
    label: str
    find: Callable[[SearchQuery], QuerySet]
    hit: Callable[[object], Hit]


def groups_for(request: HttpRequest) -> list[SearchGroup]:
    """Return what functions registered for the hook `site_search` give for a request.

    Each is called with the request and returns a SearchGroup; `order=` places its tab.
    """
    return [group(request) for group in hooks.get_hooks("site_search")]
