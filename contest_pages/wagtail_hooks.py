"""What contests bring to the site as a whole."""

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from contest_pages.models import ContestPage


@hooks.register("site_search", order=10)
def search_contests(request: HttpRequest) -> SearchGroup:
    """Let the site's search find announcements in the visitor's language."""
    pages = ContestPage.objects.live().public().filter(locale__language_code=get_language())
    return SearchGroup(
        key="contests",
        label=_("Contests"),
        find=lambda query: matching(pages, query),
        hit=lambda page: Hit(page.title, page.get_url(request), page.tagline),
    )
