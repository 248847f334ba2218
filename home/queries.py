"""Reads of the home page and of standard pages."""

from datetime import datetime

from django.db.models import Q
from wagtail.models import Page

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from home.models import HomePage, Notice, StandardPage
from showcase.models import AppPage

NEWEST_APPS = 8
MOST_NOTICES = 3


def front(page: HomePage, now: datetime) -> dict:
    """Return what the sections of the home page show at `now`."""
    return {
        "apps": AppPage.objects.filter(locale=page.locale_id).newest(NEWEST_APPS),
        "figures": figures(page, now),
        "notices": Notice.objects.shown_at(now).select_related("page")[:MOST_NOTICES],
    }


def figures(page: HomePage, now: datetime) -> dict[str, int]:
    """Count what the site holds: contests announced, entries shown, apps, apps with open source."""
    apps = AppPage.objects.live().public().filter(locale=page.locale_id)
    return {
        "contests": Contest.objects.filter(announcements__live=True).distinct().count(),
        "entries": Entry.objects.public(now).count(),
        **apps.aggregate(apps=Count("pk"), open_apps=Count("pk", filter=~Q(source_url=""))),
    }


def pages_below(page: StandardPage) -> list[Page]:
    """Return the published pages directly below, for the list at a page's end."""
    return list(page.get_children().live().public())
