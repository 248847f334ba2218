"""The dates of contests as calendars (RFC 5545) to which people subscribe."""

import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event, vDuration

from cms import frame
from cms.api.validators import conditional
from contest_pages.models import Contest, ContestPage, Stage
from contest_pages.news import DATED, log_of

#: How often programs look again.
REFRESH = timedelta(hours=6)


@require_safe
def all_contests(request: HttpRequest) -> HttpResponse:
    """Hand out every stage of every announced contest."""
    site = frame.kept().settings
    name = _("%(site)s: contests") % {"site": site.site_name}
    return _handed_out(request, name, list(_announced()))


@require_safe
def one_contest(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand out the stages of one contest."""
    pages = list(_announced().filter(contest__slug=slug))
    if not pages:
        raise Http404
    return _handed_out(request, pages[0].shown_title, pages)


def _announced():
    pages = ContestPage.objects.live().public().filter(locale__language_code=get_language())
    pages = pages.select_related("contest").prefetch_related("contest__stages")
    return pages.defer("body", "eligibility").order_by("pk")


def _handed_out(request: HttpRequest, name: str, pages: list[ContestPage]) -> HttpResponse:
    answer = HttpResponse(
        calendar_of(name, pages, request).to_ical(), content_type="text/calendar; charset=utf-8"
    )
    return conditional(request, answer, time.time())


def calendar_of(name: str, pages: Iterable[ContestPage], request: HttpRequest) -> Calendar:
    """Return the calendar of the contests that the pages announce."""
    calendar = Calendar()
    calendar.add("prodid", "-//Madang//Contests//KO")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    # Programs know the one name or the other, and the one hint or the other.
    for key in ("name", "x-wr-calname"):
        calendar.add(key, name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    revisions = _revisions()
    for page in pages:
        first = page.first_published_at or page.contest.created_at
        number, last = revisions.get(page.contest_id, (0, first))
        url = request.build_absolute_uri(page.get_url(request))
        for stage in page.contest.schedule:
            calendar.add_component(_event(page, stage, url, number, max(first, last)))
    calendar.add_missing_timezones()
    return calendar


def _event(page: ContestPage, stage: Stage, url: str, number: int, changed: datetime) -> Event:
    """Return a stage; its end is the first instant at which it is closed, as calendars have it."""
    event = Event()
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    event.add("uid", f"stage-{stage.pk}@{host}")
    event.add("sequence", number)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("summary", f"{page.shown_title}: {stage.title}")
    event.add("dtstart", timezone.localtime(stage.opens_at))
    event.add("dtend", timezone.localtime(stage.closes_at))
    event.add("status", "CANCELLED" if page.contest.cancelled_at else "CONFIRMED")
    event.add("transp", "TRANSPARENT")  # nobody is busy for all the weeks of a stage
    event.add("url", url)
    if page.contest.cancelled_at:
        because = page.contest.cancelled_because
        event.add("description", _("This contest was called off: %(reason)s") % {"reason": because})
    return event


def _revisions() -> dict[int, tuple[int, datetime]]:
    """Return how often each contest's dates and rules changed, and when last, by its key."""
    rows = log_of(Contest, DATED).values_list("object_id")
    rows = rows.annotate(number=Count("pk"), last=Max("timestamp"))
    return {int(key): (number, last) for key, number, last in rows}
