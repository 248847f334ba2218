"""Reads of the home page and of standard pages."""

from datetime import datetime

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms import formats
from cms.models import path_of
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
    notices = list(Notice.objects.shown_at(now)[:MOST_NOTICES])
    urls = urls_of([page.action_page_id, *(notice.page_id for notice in notices)], page, request)
    for notice in notices:
        notice.link = notice.url or urls.get(notice.page_id, "")
    counts = counted(page, now)
    home = page.get_url(request)
    contests_url = f"{home}{counts.contests_slug}/" if counts.contests_slug else ""
    showcase_url = f"{home}{counts.showcase_slug}/" if counts.showcase_slug else ""
    return {
        "now": now,
        "contests": contests,
        "open_contests": open_now(contests, request, now),
        "contests_url": contests_url,
        "showcase_url": showcase_url,
        "action_url": urls.get(page.action_page_id) or contests_url,
        "apps": AppPage.objects.filter(locale=page.locale_id).newest(NEWEST_APPS),
        "figures": figures(counts),
        "notices": notices,
    }


def contests_of_today(page: HomePage, now: datetime) -> QuerySet[ContestPage]:
    """Return the announcements to show: what takes entries, is to come, or is being judged."""
    over = (State.CLOSED, State.CANCELLED)
    return announcements(now, page.locale.language_code).exclude(state__in=over)[:MOST_CONTESTS]


def open_now(contests: list[ContestPage], request: HttpRequest, now: datetime) -> list[dict]:
    """Return what takes entries and how long, as `ui/hero.html` draws facts."""
    language = get_language()
    return [
        {
            "label": contest.shown_title,
            "url": contest.get_url(request),
            "value": formats.d_day(contest.entry_closes, now, language),
            "note": _("until %(moment)s")
            % {"moment": formats.moment(contest.entry_closes, language, closing=True)},
            "strong": True,
        }
        for contest in contests
        if contest.state == State.OPEN
    ]


def urls_of(page_ids: list[int | None], page: HomePage, request: HttpRequest) -> dict[int, str]:
    """Return, for pages of any language, the addresses of their translations beside `page`."""
    chosen = [page_id for page_id in page_ids if page_id]
    if not chosen:
        return {}
    wanted = Page.objects.filter(pk__in=chosen)
    here = Q(locale=page.locale_id, translation_key__in=wanted.values("translation_key"))
    found = list(Page.objects.live().filter(Q(pk__in=chosen) | here))
    translated = {each.translation_key: each for each in found if each.locale_id == page.locale_id}
    return {
        each.pk: path_of(translated.get(each.translation_key, each), request)
        for each in found
        if each.pk in chosen
    }


def counted(page: HomePage, now: datetime) -> HomePage:
    """Return the page's row with what is counted for it and where its lists are; one statement."""

    def number(rows: QuerySet) -> Subquery:
        total = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk"))
        return Coalesce(Subquery(total.values("n"), output_field=IntegerField()), 0)

    def slug(model: type[Page]) -> Subquery:
        below = model.objects.live().filter(
            path__startswith=OuterRef("path"), locale=page.locale_id
        )
        return Subquery(below.values("slug")[:1])

    apps = AppPage.objects.live().public().filter(locale=page.locale_id)
    contests = ContestPage.objects.live().public().filter(locale=page.locale_id)
    return (
        HomePage.objects.only("pk")
        .annotate(
            contests_slug=slug(ContestIndexPage),
            showcase_slug=slug(AppIndexPage),
            contests=number(contests),
            entries=number(Entry.objects.public(now)),
            apps=number(apps),
            open_apps=number(apps.with_source()),
        )
        .get(pk=page.pk)
    )


def figures(counts: HomePage) -> list[dict]:
    """Return what was counted as `ui/figures.html` draws it; what is not there is left out."""
    rows = [
        (counts.contests, pgettext("counted", "contests"), _("Contests announced")),
        (counts.entries, pgettext("counted", "entries"), _("Entries on show")),
        (counts.apps, pgettext("counted", "apps"), _("Public apps in the showcase")),
        (counts.open_apps, pgettext("counted", "apps"), _("Apps with open source")),
    ]
    return [{"value": value, "unit": unit, "label": label} for value, unit, label in rows if value]


def pages_below(page: StandardPage) -> QuerySet[StandardPage]:
    """Return the published pages directly below, for the list at a page's end."""
    return StandardPage.objects.child_of(page).live().public().defer("body").order_by("path")
