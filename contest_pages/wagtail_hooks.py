"""What contests bring to the admin and to the site as a whole."""

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from cms.errors import Refused
from cms.search.groups import Hit, SearchGroup
from cms.search.indexing import matching
from cms.templatetags.site import Link
from contest_pages import actions, changes, rules, views
from contest_pages.models import Contest, ContestPage
from contest_pages.viewsets import ContestViewSet

register_snippet(ContestViewSet)


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    """Give the acts that are not the viewset's their addresses."""
    return [
        path("contests/<int:pk>/announce/", views.announce, name="contest_announce"),
        path("contests/<int:pk>/extend/", views.ExtendView.as_view(), name="contest_extend"),
        path("contests/<int:pk>/cancel/", views.CancelView.as_view(), name="contest_cancel"),
        path(
            "contests/<int:pk>/reinstate/",
            views.ReinstateView.as_view(),
            name="contest_reinstate",
        ),
    ]


@hooks.register("register_log_actions")
def register_log_actions(registry) -> None:
    """Name what is logged of a contest."""
    registry.register_action(
        "contest.create", gettext_lazy("Make a contest"), gettext_lazy("Made from a preset")
    )

    for name, label, message in (
        ("extended", gettext_lazy("Extend the submission"), gettext_lazy("Extended")),
        ("cancelled", gettext_lazy("Call the contest off"), gettext_lazy("Called off")),
        ("reinstated", gettext_lazy("Reinstate the contest"), gettext_lazy("Reinstated")),
    ):
        registry.register_action(f"contest.{name}", label, message)

    @registry.register_action("contest.changed")
    class ContestChanged(LogFormatter):
        """Says what was before and after, one line for each value."""

        label = gettext_lazy("Change a contest")
        message = gettext_lazy("Changed")

        def format_message(self, log_entry):
            """List the changes, one in a line."""
            lines = [changes.sentence(line) for line in log_entry.data.get("changes", [])]
            return "\n".join([str(self.message), *(f"· {line}" for line in lines)])


@hooks.register("before_delete_snippet")
def delete_contests_by_the_rules(request: HttpRequest, instances):
    """Say in a sentence why a contest stays, instead of failing on what hangs on it.

    Wagtail asks here before it shows its confirmation and again before it deletes, one or many.
    """
    contests = [each for each in instances if isinstance(each, Contest)]
    if not contests:
        return None
    listing = redirect(ContestViewSet().get_url_name("list"))
    refused = [reason for each in contests if (reason := rules.why_not_delete(request.user, each))]
    for reason in refused:
        messages.error(request, reason)
    if refused:
        return listing
    if request.method != "POST":
        return None
    try:
        for contest in contests:
            actions.delete_contest(contest, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The contest was deleted."))
    return listing


@hooks.register("before_copy_page")
def announcements_are_not_copied(request: HttpRequest, page):
    """Lead to "new contest": a second announcement of the same contest would have its address."""
    if not isinstance(page.specific, ContestPage):
        return None
    messages.error(
        request, _("An announcement belongs to its contest and is not copied. Make a new contest.")
    )
    return redirect(ContestViewSet().get_url_name("add"))


@hooks.register("open_data")
def dates_of_contests(request: HttpRequest) -> Link:
    """Lead to the calendar of all contests."""
    return Link(_("Dates of all contests (iCalendar)"), reverse("calendar"), icon="calendar")


@hooks.register("open_data")
def news_of_contests(request: HttpRequest) -> Link:
    """Lead to the feed of the contests' news."""
    return Link(_("News of the contests (Atom)"), reverse("contests_feed"), icon="link")


@hooks.register("site_search", order=10)
def search_contests(request: HttpRequest) -> SearchGroup:
    """Let the site's search find announcements in the visitor's language."""
    pages = ContestPage.objects.live().public().filter(locale__language_code=get_language())
    return SearchGroup(
        key="contests",
        label=_("Contests"),
        find=lambda query: matching(pages, query).select_related("contest"),
        hit=lambda page: Hit(
            page.title,
            page.get_url(request),
            page.tagline,
            facts=(page.contest.get_kind_display(),),
        ),
    )
