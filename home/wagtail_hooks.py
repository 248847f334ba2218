"""What the home room brings to the admin and to the site as a whole."""

from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from home.models import Notice, StandardPage


class NoticeViewSet(SnippetViewSet):
    """Notices, as editors keep them."""

    model = Notice
    icon = "comment"
    list_display = ["title_ko", "shown_from", "shown_until"]
    ordering = ["-shown_from"]
    # Plain, for the search index neither finds Korean inside a word nor keeps the order.
    search_fields = ("title_ko", "title_en", "text_ko", "text_en")
    search_backend_name = None
    panels = [
        MultiFieldPanel(
            [FieldPanel("title_ko"), FieldPanel("text_ko")], heading=gettext_lazy("Korean")
        ),
        MultiFieldPanel(
            [FieldPanel("title_en"), FieldPanel("text_en")], heading=gettext_lazy("English")
        ),
        MultiFieldPanel(
            [FieldPanel("page"), FieldPanel("url")], heading=gettext_lazy("Where to read on")
        ),
        FieldRowPanel([FieldPanel("shown_from"), FieldPanel("shown_until")]),
    ]


register_snippet(NoticeViewSet)


@hooks.register("site_search", order=90)
def search_pages(request: HttpRequest) -> SearchGroup:
    """Let the site's search find standard pages in the visitor's language."""
    pages = StandardPage.objects.live().public().filter(locale__language_code=get_language())
    return SearchGroup(
        key="pages",
        label=_("Information"),
        find=lambda query: matching(pages, query),
        hit=lambda page: Hit(page.title, page.get_url(request), page.lead),
    )
