"""What the checks of links and sources bring to the admin; imported by showcase.wagtail_hooks."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.templatetags.site import Link
from contest_pages.entries.models import Entry
from showcase import rules, tasks
from showcase.links import correcting, report, rounds, views


@hooks.register("daily")
def check_links(now: datetime) -> None:
    """Have the links that are due asked, by the worker."""
    rounds.follow_pages(now)
    if rounds.is_due(now):
        tasks.check_links.enqueue()


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name in the log what is done about links."""
    actions.register_action(
        "showcase.link_accept",
        gettext_lazy("Take a new address"),
        gettext_lazy("Put a link's new address into a draft"),
    )
    actions.register_action(
        "showcase.link_decline",
        gettext_lazy("Keep an address"),
        gettext_lazy("Kept a link's address"),
    )


@hooks.register("register_admin_urls")
def admin_urls() -> list:
    """Add the report, and the acts."""
    listed, results = report.LinkReportView, report.LinkReportView.as_view(results_only=True)
    accept, decline = views.AcceptLinkView.as_view(), views.DeclineLinkView.as_view()
    of_app, of_entry = views.AppSourceView.as_view(), views.EntrySourceView.as_view()
    return [
        path("reports/links/", listed.as_view(), name="showcase_links"),
        path("reports/links/results/", results, name="showcase_links_results"),
        path("showcase/links/<int:pk>/accept/", accept, name="showcase_link_accept"),
        path("showcase/links/<int:pk>/decline/", decline, name="showcase_link_decline"),
        path("showcase/source/app/<int:pk>/", of_app, name="showcase_app_source"),
        path("showcase/source/entry/<int:pk>/", of_entry, name="showcase_entry_source"),
    ]


class _LinksItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return correcting.sees_links(request.user)


@hooks.register("register_reports_menu_item")
def links_in_menu() -> MenuItem:
    """Show editors the way to the report."""
    url = reverse("showcase_links")
    return _LinksItem(
        gettext_lazy("Links of apps"), url, name="app-links", icon_name="link", order=1100
    )


@hooks.register("entry_review_links")
def source_of_entry(request: HttpRequest, entry: Entry) -> Link | None:
    """Lead from an entry with a public source to what was found in it."""
    if not entry.source_url or not rules.may_read(request.user, entry, timezone.now()):
        return None
    url = reverse("showcase_entry_source", args=[entry.pk])
    return Link(_("Open source check"), url, icon="code")
