"""What the showcase brings to the admin and to the site as a whole."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet
from wagtail_modeladmin.options import modeladmin_register

from cms.notices.kinds import NoticeKind
from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from cms.templatetags.site import Link
from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from showcase import notices, problems, queries, rules
from showcase.links import hooks as links  # noqa: F401  (they register themselves)
from showcase.models import AppIndexPage, AppPage, Topic
from showcase.registers import ProblemRegister
from showcase.views import drafting, importing


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
modeladmin_register(ProblemRegister)


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name the acts of the showcase in the log."""
    actions.register_action(
        "showcase.handle_problem", gettext_lazy("Handle a report"), gettext_lazy("Saw to a report")
    )


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about apps."""
    return notices.KINDS


@hooks.register("open_data")
def catalogue_as_csv(request: HttpRequest) -> Link:
    """Lead to all apps as a file."""
    return Link(_("All apps of the showcase (CSV)"), reverse("showcase_export", args=["csv"]))


@hooks.register("open_data")
def catalogue_as_workbook(request: HttpRequest) -> Link:
    """Lead to all apps as a workbook."""
    return Link(_("All apps of the showcase (XLSX)"), reverse("showcase_export", args=["xlsx"]))


@hooks.register("open_data")
def catalogue_as_json(request: HttpRequest) -> Link:
    """Lead to all apps as JSON."""
    return Link(_("All apps of the showcase (JSON)"), reverse("showcase_export", args=["json"]))


@hooks.register("open_data")
def news_of_apps(request: HttpRequest) -> Link:
    """Lead to the feed of new apps."""
    return Link(_("New apps of the showcase (Atom)"), reverse("showcase_feed"))


@hooks.register("open_data")
def publiccode_of_apps(request: HttpRequest) -> Link | None:
    """Lead to the apps, below each of which lies its publiccode.yml."""
    index = queries.showcase_here()
    if index is None:
        return None
    title = _("Each app’s publiccode.yml: add publiccode.yml to the address of its page below")
    return Link(title, index.get_url(request))


@hooks.register("sitemap_images")
def screenshots_in_sitemap() -> dict[int, list[str]]:
    """Name the pictures of apps to search engines."""
    return queries.pictures_of_all()


@hooks.register("daily")
def forget_reports(now: datetime) -> None:
    """Forget what nobody needs any more of what people reported."""
    problems.forget(now)


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    """Add the address at which an entry becomes an app."""
    draft_app = drafting.DraftAppView.as_view()
    draft_winners = drafting.DraftWinnersView.as_view()
    return [
        path("showcase/draft-app/<int:entry_id>/", draft_app, name="showcase_draft_app"),
        path(
            "showcase/draft-winners/<int:contest_id>/",
            draft_winners,
            name="showcase_draft_winners",
        ),
        path("showcase/import/", importing.ImportView.as_view(), name="showcase_import"),
        path("showcase/import/take/", importing.TakeView.as_view(), name=importing.TAKE),
    ]


@hooks.register("register_page_header_buttons")
def way_to_import(page: Page, user, view_name: str, next_url: str | None = None) -> list[Button]:
    """Lead from the showcase to taking apps in from documents."""
    if not isinstance(page.specific_deferred, AppIndexPage) or rules.why_not_import(
        user, queries.showcase_for_drafts()
    ):
        return []
    label, url = _("Take apps in from publiccode.yml"), reverse("showcase_import")
    return [Button(label, url, icon_name="download", priority=90)]


@hooks.register("results_links")
def winners_into_showcase(request: HttpRequest, contest: Contest, now: datetime) -> list[Link]:
    """Lead from a contest's results to the making of all its winners' app pages."""
    if not queries.winners_to_draft(request.user, contest, now):
        return []
    url = reverse("showcase_draft_winners", args=[contest.pk])
    return [Link(_("All winners into the showcase"), url)]


@hooks.register("entry_review_links")
def way_to_app(request: HttpRequest, entry: Entry) -> Link | None:
    """Lead, from an entry under review too, to where its app page is edited or drafted."""
    index = queries.showcase_for_drafts()
    if rules.why_not_draft_app(request.user, entry, index, timezone.now()):
        return None
    if app := queries.app_of(entry):
        url = reverse("wagtailadmin_pages:edit", args=[app.pk])
        return Link(_("Open the app page"), url, icon="edit")
    url = reverse("showcase_draft_app", args=[entry.pk])
    return Link(_("Draft an app page from this entry"), url, icon="edit")


@hooks.register("entry_links")
def app_from_entry(request: HttpRequest | None, entry: Entry) -> Link | None:
    """Lead from an entry's public page to the app that it became; editors to its making."""
    if app := queries.published_app_of(entry, get_language()):
        return Link(_("See the app"), app.get_url(request), icon="arrow-right")
    if request is None or not request.user.has_perm("wagtailadmin.access_admin"):
        return None
    return way_to_app(request, entry)


@hooks.register("site_search", order=30)
def search_apps(request: HttpRequest) -> SearchGroup:
    """Let the site's search find apps in the visitor's language."""
    apps = AppPage.objects.live().public().filter(locale__language_code=get_language())
    return SearchGroup(
        key="apps",
        label=_("Apps"),
        find=lambda query: matching(apps, query),
        hit=lambda app: Hit(
            app.title,
            app.get_url(request),
            app.summary,
            facts=tuple(fact for fact in (app.maker, app.licence) if fact),
        ),
    )
