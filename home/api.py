"""Public data: what was counted, year by year."""

from collections import defaultdict
from datetime import datetime
from typing import Literal

from django.conf import settings
from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_noop as _
from ninja import Query, Router
from pydantic import Field

from cms.api.answers import check, listed
from cms.api.schemas import Data, Fields, Listed, Page, Resource, Year
from contest_pages.entries.models import Entry
from contest_pages.models import Stage
from contest_pages.queries import open_to_all
from contest_pages.results.models import Award
from showcase.models import AppPage

router = Router(tags=[_("Statistics")])

#: What stands above all of it.
ABOUT = _(
    "Public data of the contests, entries, results and apps of this site: what its pages show, for "
    "programs. It is only read, and needs no key."
)


class LicenceCount(Data):
    """How many apps have a licence."""

    licence: str = Field(description=_("The SPDX identifier of the licence; empty without one."))
    apps: int = Field(description=_("How many apps have it."))


class YearData(Resource):
    """What was counted of a year."""

    year: int | None = Field(description=_("The year; none for what has no date."))
    contests: int = Field(description=_("Contests that first took entries in it."))
    entries: int = Field(description=_("Entries on show of these contests."))
    awards: int = Field(description=_("Awards given in it, as far as results are published."))
    prize_sum: int = Field(description=_("What these are worth together, in won."))
    apps: int = Field(description=_("Public apps that came out, or were awarded, in it."))
    licences: list[LicenceCount] = Field(description=_("The licences of these apps."))


class AskedOfStatistics(Listed):
    """What can be asked of the statistics."""

    year: Year | None = Field(None, description=_("Only this year."))
    order: Literal["year", "-year"] = Field(
        "-year", description=_("The first year first, or the last.")
    )
    fields: Fields[YearData] = None


@router.get(
    "",
    response=Page[YearData],
    summary=_("What was counted, year by year"),
    description=_("Only of what is public."),
    operation_id="statistics",
    url_name="statistics",
)
def statistics(request: HttpRequest, asked: Query[AskedOfStatistics]) -> HttpResponse:
    """Count what is public."""
    check(request, asked)
    years = counted(timezone.now())
    if asked.year:
        years = [each for each in years if each.year == asked.year]
    years.sort(key=lambda each: each.year or 0, reverse=asked.order == "-year")
    return listed(request, asked, years, lambda found: found)


def counted(now: datetime) -> list[YearData]:
    """Count contests, entries, awards and apps of each year; four statements."""
    found: dict[int | None, dict] = defaultdict(lambda: defaultdict(int))
    entries_open = Min("stages__opens_at", filter=Q(stages__kind=Stage.Kind.SUBMISSION))
    contests = open_to_all().annotate(year=ExtractYear(entries_open)).order_by()
    year_of = dict(contests.values_list("pk", "year"))
    for year in year_of.values():
        found[year]["contests"] += 1
    entries = Entry.objects.public(now).order_by().values_list("contest").annotate(n=Count("pk"))
    for contest, number in entries:
        found[year_of[contest]]["entries"] += number
    awards = Award.objects.published(now).filter(prize__contest__in=open_to_all()).order_by()
    for year, number, amount in awards.values_list("year").annotate(
        n=Count("pk"), amount=Sum("prize__amount")
    ):
        found[year]["awards"] += number
        found[year]["prize_sum"] += amount
    licences: dict[int | None, list[LicenceCount]] = defaultdict(list)
    apps = AppPage.objects.live().public().filter(locale__language_code=settings.LANGUAGE_CODE)
    by_licence = apps.with_year().order_by().values_list("year", "licence").annotate(n=Count("pk"))
    for year, licence, number in by_licence.order_by("-n", "licence"):
        found[year]["apps"] += number
        licences[year].append(LicenceCount(licence=licence, apps=number))
    numbers = ("contests", "entries", "awards", "prize_sum", "apps")
    return [
        YearData(year=year, **{name: of[name] for name in numbers}, licences=licences[year])
        for year, of in found.items()
    ]
