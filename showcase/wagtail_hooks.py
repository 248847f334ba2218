"""What the showcase brings to the admin and to the site as a whole."""

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from cms.templatetags.site import Link
from contest_pages.entries.models import Entry
from showcase import queries, rules, views
from showcase.models import AppPage, Topic


class TopicViewSet(SnippetViewSet):
    """Topics, as editors keep them."""

    model = Topic
    icon = "tag"
    list_display = ["title_ko", "title_en", "slug"]
    ordering = ["title_ko"]
    # Plain, for the search index neither finds Korean inside a word nor keeps the order.
    search_fields = ("title_ko", "title_en", "slug")
    search_backend_name = None


register_snippet(TopicViewSet)


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    """Add the address at which an entry becomes an app."""
    return [path("showcase/draft-app/<int:entry_id>/", views.draft_app, name="showcase_draft_app")]


@hooks.register("entry_review_actions")
def app_of_entry(request: HttpRequest, entry: Entry) -> list[dict]:
    """Offer, beside an accepted entry, to draft its app page or to open the one there is."""
    if rules.why_not_draft_app(request.user, entry, queries.showcase_for_drafts()):
        return []
    if app := queries.app_of(entry):
        url = reverse("wagtailadmin_pages:edit", args=[app.pk])
        return [{"label": _("Open the app page"), "url": url, "method": "get"}]
    url = reverse("showcase_draft_app", args=[entry.pk])
    return [{"label": _("Draft an app page from this entry"), "url": url, "method": "post"}]


@hooks.register("entry_links")
def app_from_entry(request: HttpRequest | None, entry: Entry) -> Link | None:
    """Lead from an entry's public page to the app that it became."""
    app = queries.published_app_of(entry, get_language())
    return app and Link(_("See the app"), app.get_url(request), icon="arrow-right")


@hooks.register("site_search", order=30)
def search_apps(request: HttpRequest) -> SearchGroup:
    """Let the site's search find apps in the visitor's language."""
    apps = AppPage.objects.live().public().filter(locale__language_code=get_language())
    return SearchGroup(
        key="apps",
        label=_("Apps"),
        find=lambda query: matching(apps, query),
        hit=lambda app: Hit(app.title, app.get_url(request), app.summary),
    )
