"""Reads of results that more than one page needs."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from contest_pages.entries.models import Entry, Membership
from contest_pages.models import Contest, ContestPage, Stage
from contest_pages.news import MOST, NewsItem
from contest_pages.results.models import Award, ResultSheet


def published_sheets(contest: Contest, now: datetime) -> list[ResultSheet]:
    """Return the sheets of a contest that everybody may see, the last round first."""
    sheets = ResultSheet.objects.published(now).filter(contest=contest).select_related("round")
    return list(sheets.defer("document").order_by("-round__number"))


def has_results(contest: Contest, now: datetime) -> bool:
    """Return whether the public may see any result of a contest."""
    return can_have_results(contest, now) and (
        ResultSheet.objects.published(now).filter(contest=contest).exists()
        or Award.objects.published(now).filter(prize__contest=contest).exists()
    )


def news_of(pages: Mapping[int, ContestPage], now: datetime) -> list[NewsItem]:
    """Return what became public of results, version by version; `pages` announce the contests."""
    published = ResultSheet.objects.been_public(now).with_told(now)
    told = []
    published = published.filter(contest__in=pages).select_related("round").defer("document")
    for sheet in published.order_by("-publish_at")[:MOST]:
        page = pages[sheet.contest_id]
        said = (
            _("%(contest)s: the result of %(round)s was corrected")
            if sheet.told
            else _("%(contest)s: the result of %(round)s is out")
        )
        told.append(
            NewsItem(
                f"{page.contest.slug}/results/{sheet.round.number}/{sheet.version}",
                sheet.publish_at,
                said % {"contest": page.shown_title, "round": str(sheet.round).lower()},
                sheet.told,
                reverse("results", args=[page.contest.slug]),
            )
        )
    return told


def with_teams(awards: QuerySet[Award], now: datetime) -> QuerySet[Award]:
    """Return awards in their order, with prize, entry and team.

    `shows_entry` says whether everybody may see the entry.
    """
    public = Entry.objects.public(now).filter(pk=OuterRef("entry"))
    members = Membership.objects.select_related("user")
    return (
        awards.annotate(shows_entry=Exists(public))
        .select_related("prize", "sheet", "entry__contest")
        .defer("sheet__document", "entry__description", "entry__answers")
        .prefetch_related(Prefetch("entry__memberships", members))
        .in_order()
    )


def awards_of_contest(contest: Contest, now: datetime) -> QuerySet[Award]:
    """Return the awards of a contest that everybody may know, the highest first."""
    return with_teams(Award.objects.published(now).filter(prize__contest=contest), now)


def prize_sum(contest: Contest, now: datetime) -> int:
    """Return what the awards that everybody may know are worth together, in won."""
    awards = Award.objects.published(now).filter(prize__contest=contest)
    return awards.aggregate(sum=Sum("prize__amount"))["sum"] or 0


def awards_to_print(contest: Contest, now: datetime) -> QuerySet[Award]:
    """Return the awards of a contest from when they were countersigned: certificates take time."""
    sheets = ResultSheet.objects.in_force().values("pk")
    awards = Award.objects.filter(Q(sheet=None) | Q(sheet__in=sheets), prize__contest=contest)
    return with_teams(awards, now)


def published_lines(entry: Entry, now: datetime) -> list[tuple[ResultSheet, dict]]:
    """Return the published sheets in which an entry stands, the first round first, with its line.

    Read once for an entry, in one statement; before anything was scored in none.
    """
    if not can_have_results(entry.contest, now):
        return []
    if not hasattr(entry, "told_results"):
        sheets = ResultSheet.objects.published(now).filter(contest=entry.contest_id)
        entry.told_results = [
            (sheet, line)
            for sheet in sheets.select_related("round").order_by("round__number")
            for line in sheet.document["ranking"]
            if line["entry"] == entry.receipt
        ]
    return entry.told_results


def can_have_results(contest: Contest, now: datetime) -> bool:
    """Return whether something was scored: asks nothing where the stages are there."""
    return any(stage.has_closed(now) for stage in contest.schedule if stage.kind in Stage.SCORING)
