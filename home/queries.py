"""Reads of the home page and of standard pages."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page

from contest_pages.entries.models import Entry
from contest_pages.models import ContestIndexPage, ContestPage
from contest_pages.queries import State, announcements
from home.models import HomePage, Notice, StandardPage
from showcase.models import AppIndexPage, AppPage

NEWEST_APPS = 8
MOST_CONTESTS = 4
MOST_NOTICES = 3


def front(page: HomePage, request: HttpRequest, now: datetime) -> dict:
    """Return what the sections of the home page show at `now`."""
    contests = list(contests_of_today(page, now))
    below = page.get_children().live().type(ContestIndexPage, AppIndexPage)
    urls = {child.cached_content_type.model_class(): child.get_url(request) for child in below}
    return {
        "contests_url": urls.get(ContestIndexPage, ""),
        "showcase_url": urls.get(AppIndexPage, ""),
        "now": now,
        "contests": contests,
        "open_count": sum(contest.state == State.OPEN for contest in contests),
        "apps": AppPage.objects.filter(locale=page.locale_id).newest(NEWEST_APPS),
        "figures": figures(page, now),
        "notices": Notice.objects.shown_at(now).select_related("page")[:MOST_NOTICES],
    }


def contests_of_today(page: HomePage, now: datetime) -> QuerySet[ContestPage]:
    """Return the announcements to show: what takes entries, is to come, or is being judged."""
    return announcements(now, page.locale.language_code).exclude(state=State.CLOSED)[:MOST_CONTESTS]


def figures(page: HomePage, now: datetime) -> list[dict]:
    """Count what this site holds, as `ui/figures.html` draws it; what is not there is left out."""
    pages = Page.objects.live().public().filter(locale=page.locale_id)
    apps = AppPage.objects.filter(pk__in=pages.values("pk"))
    counted = apps.aggregate(
        apps=Count("pk"),
        open=Count("pk", filter=~Q(source_url="")),
    )
    contests = ContestPage.objects.filter(pk__in=pages.values("pk")).count()
    rows = [
        (contests, _("contests"), _("Contests announced")),
        (Entry.objects.public(now).count(), _("entries"), _("Entries on show")),
        (counted["apps"], _("apps"), _("Public apps in the showcase")),
        (counted["open"], _("apps"), _("Apps with open source")),
    ]
    return [{"value": value, "unit": unit, "label": label} for value, unit, label in rows if value]


def pages_below(page: StandardPage) -> list[Page]:
    """Return the published pages directly below, for the list at a page's end."""
    return list(page.get_children().live().public().defer_streamfields())
