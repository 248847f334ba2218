"""What results tell the rooms below."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.results.models import Award


@hooks.register("winning_entries")
def winning_entries() -> QuerySet:
    """Return the keys of entries with an award, for contests that show their winners only."""
    return Award.objects.values("entry")


@hooks.register("entry_awards")
def entry_awards(entries: Iterable[Entry]) -> dict[int, list[str]]:
    """Return what entries won, by key, for the pages of the room below."""
    won: dict[int, list[str]] = {}
    for award in Award.objects.filter(entry__in=entries).select_related("prize").in_order():
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
    actions.register_action("entry.award", _("Award"), _("Recorded an award"))
