"""What results tell the rooms below."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Round, Stage
from contest_pages.results.models import Advancement, Award, ResultSheet

LOG_ACTIONS = (
    ("entry.award", _("Award"), _("Recorded an award")),
    ("results.freeze", _("Freeze a result"), _("Froze the result")),
    ("results.countersign", _("Countersign a result"), _("Countersigned the result")),
    ("results.decide_tie", _("Decide on equal scores"), _("Decided on equal scores")),
    ("results.cite", _("Write a citation"), _("Wrote citations")),
)


@hooks.register("winning_entries")
def winning_entries(now: datetime) -> QuerySet:
    """Return the keys of entries with an award that everybody may know."""
    return Award.objects.published(now).values("entry")


@hooks.register("advanced_entries")
def advanced_entries(round: Round) -> QuerySet:
    """Return the keys of a round's best, from when its result was countersigned."""
    return Advancement.objects.in_force().filter(round=round).values("entry")


@hooks.register("voting_is_published")
def voting_is_published(stage: Stage) -> bool:
    """Return whether everybody may know the result to which a stage's ballots led."""
    return ResultSheet.objects.published(timezone.now()).filter(round=stage.round_id).exists()


@hooks.register("entry_awards")
def entry_awards(entries: Iterable[Entry]) -> dict[int, list[str]]:
    """Return what entries won, by key, for the pages of the room below."""
    won: dict[int, list[str]] = {}
    given = Award.objects.published(timezone.now()).filter(entry__in=entries)
    for award in given.select_related("prize").in_order():
        won.setdefault(award.entry_id, []).append(award.prize.title)
    return won


@hooks.register("contest_uses")
def prizes_in_use(contest: Contest) -> Counter:
    """Count the awards of each prize: one that was given cannot be removed."""
    given = Award.objects.filter(prize__contest=contest).values_list("prize", flat=True)
    return Counter(("prize", pk) for pk in given)


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name what results write into an entry's log."""
    for name, label, message in LOG_ACTIONS:
        actions.register_action(name, label, message)
