"""What results tell the rooms below."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from cms.notices.kinds import NoticeKind
from cms.templatetags.site import Link
from contest_pages.calls import Call
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, ContestPage, Prize, Round, Stage
from contest_pages.news import NewsItem
from contest_pages.results import feedback, notices, queries, rules
from contest_pages.results.models import Advancement, Award, ResultSheet
from contest_pages.results.views import managing

LOG_ACTIONS = (
    ("results.freeze", _("Freeze a result"), _("Froze the result")),
    ("results.countersign", _("Countersign a result"), _("Countersigned the result")),
    ("results.move", _("Move a publication"), _("Moved the publication")),
    ("results.decide_tie", _("Decide on equal scores"), _("Decided on equal scores")),
    ("results.cite", _("Write a citation"), _("Wrote citations")),
)


@hooks.register("winning_entries")
def winning_entries(now: datetime) -> QuerySet:
    """Return the keys of entries with an award that everybody may know."""
    return Award.objects.published(now).values("entry")


@hooks.register("advanced_entries")
def advanced_entries(round: Round) -> QuerySet:
    """Return the keys of a round's best, from when its result is published."""
    return Advancement.objects.published(timezone.now()).filter(round=round).values("entry")


@hooks.register("voting_is_published")
def voting_is_published(stage: Stage) -> bool:
    """Return whether everybody may know the result to which a stage's ballots led."""
    return ResultSheet.objects.published(timezone.now()).filter(round=stage.round_id).exists()


@hooks.register("entry_awards")
def entry_awards(entries: Iterable[Entry]) -> dict[int, list[Prize]]:
    """Return what entries won, by key, for the pages of the room below."""
    won: dict[int, list[Prize]] = {}
    given = Award.objects.published(timezone.now()).filter(entry__in=entries)
    for award in given.select_related("prize").in_order():
        won.setdefault(award.entry_id, []).append(award.prize)
    return won


@hooks.register("contest_uses")
def parts_in_use(contest: Contest) -> Counter:
    """Count the awards of each prize, and the countersigned results that count a stage.

    They stay in their round. One that is only frozen binds nothing; a stage that closed after a
    result was frozen is there for its correction.
    """
    given = Award.objects.filter(prize__contest=contest).values_list("prize", flat=True)
    counted = Stage.objects.filter(
        contest=contest,
        round__sheets__countersigned_at__isnull=False,
        round__sheets__frozen_at__gte=F("closes_at"),
    )
    used = Counter(("prize", pk) for pk in given)
    used.update(("result", pk) for pk in counted.order_by().values_list("pk", flat=True))
    return used


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name the acts of `contest_pages.results.actions` in the log."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(name, label, message)


@hooks.register("contest_calls")
def call_to_results(request: HttpRequest, contest: Contest, now: datetime) -> list[Call]:
    """Lead to the results once something of them was published."""
    if not queries.has_results(contest, now):
        return []
    return [Call(gettext("See the results"), reverse("results", args=[contest.slug]), weight=3)]


@hooks.register("contest_news")
def news_of_results(pages: Mapping[int, ContestPage], language: str) -> list[NewsItem]:
    """Tell of each result that was published, and of each correction."""
    return queries.news_of(pages, timezone.now())


@hooks.register("entry_outcomes")
def outcomes(entry: Entry, now: datetime, language: str) -> list[dict]:
    """Tell a team how its entry came through the rounds whose results were published."""
    steps = []
    for sheet, line in queries.published_lines(entry, now):
        if sheet.document["inputs"]["round"]["is_last"]:
            won = [award.prize.title for award in sheet.awards.filter(entry=entry)]
            title = ", ".join(won) or gettext("The results are out")
        elif line["entry"] in sheet.document["advances"]:
            title = gettext("Advanced to the next round")
        else:
            title = gettext("Did not advance")
        steps.append({"title": title, "state": "done", "opens": sheet.publish_at})
    return steps


@hooks.register("own_entry_links")
def links_of_own_entry(request: HttpRequest, entry: Entry, now: datetime) -> list[Link]:
    """Lead a team from its entry to results, feedback and certificate."""
    if not queries.can_have_results(entry.contest, now):
        return []
    has_won = Award.objects.published(now).filter(entry=entry).exists()
    if not has_won and not queries.published_lines(entry, now):
        return []
    links = [Link(gettext("See the results"), reverse("results", args=[entry.contest.slug]))]
    if feedback.is_given(entry, now):
        links.append(Link(gettext("Read the feedback"), reverse("my_feedback", args=[entry.pk])))
    if has_won:
        url = reverse("my_certificate", args=[entry.pk])
        links.append(Link(gettext("Print the certificate"), url))
    return links


@hooks.register("register_admin_urls")
def register_admin_urls() -> list:
    """Give the pages on which results are made their addresses."""
    return [
        path("results/", managing.OverviewView.as_view(), name="results_overview"),
        path("contests/<int:pk>/results/", managing.RoundView.as_view(), name="contest_results"),
        path("results/<int:pk>/document.json", managing.document, name="results_document"),
    ]


class ResultsMenuItem(MenuItem):
    """Shown to who makes results."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Ask the rule."""
        return rules.may_manage(request.user)


@hooks.register("register_admin_menu_item")
def results_menu_item() -> MenuItem:
    """Lead to the results of all contests."""
    url = reverse("results_overview")
    return ResultsMenuItem(_("Results"), url, name="results", icon_name="list-ol", order=180)


@hooks.register("contest_admin_buttons")
def button_to_results(user, contest: Contest) -> list[Button]:
    """Lead from a contest to its results."""
    if not rules.may_manage(user):
        return []
    url = managing.results_url(contest)
    return [Button(gettext("Results"), url=url, icon_name="list-ol", priority=70)]


@hooks.register("register_notice_kinds")
def notice_kinds() -> tuple[NoticeKind, ...]:
    """Name the mails about results."""
    return notices.KINDS


@hooks.register("daily")
def tell_of_results(now: datetime) -> None:
    """Write to teams whose results were published meanwhile."""
    notices.tell_of_published(now)
