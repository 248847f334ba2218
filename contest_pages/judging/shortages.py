"""Why a wish cannot be had in full, in words."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contest_pages.entries.models import Entry
from contest_pages.judging.assignment import Plan
from contest_pages.judging.conflicts import Pair
from contest_pages.judging.models import Judge
from contest_pages.models import Stage


@dataclass(frozen=True)
class Shortage:
    """An entry that lacks judges, and who may not have it."""

    entry: Entry
    wanted: int
    missing: int
    #: Judges who must not have it, with the reason.
    barred: list[tuple[Judge, str | Promise]]

    @property
    def reached(self) -> int:
        """Return how many judges it has in the end."""
        return self.wanted - self.missing


def shortages_of(
    plan: Plan, stage: Stage, judges: list[Judge], barred: dict[Pair, str | Promise]
) -> list[Shortage]:
    """Return the entries that lack judges, those that lack most first."""
    entries = Entry.objects.in_bulk(plan.missing)
    found = [
        Shortage(
            entry=entries[pk],
            wanted=stage.reviews_per_entry,
            missing=missing,
            barred=[(each, barred[each.pk, pk]) for each in judges if (each.pk, pk) in barred],
        )
        for pk, missing in plan.missing.items()
    ]
    return sorted(found, key=lambda each: (-each.missing, each.entry.title, each.entry.pk))


def advice(shortages: list[Shortage]) -> str:
    """Say what can be done: how many judges more would do, or what to ask less of."""
    if not shortages:
        return ""
    most = shortages[0].missing
    more = ngettext(
        "Appoint at least %(count)s more judge who has no conflict with these entries",
        "Appoint at least %(count)s more judges who have no conflict with these entries",
        most,
    ) % {"count": most}
    return _("%(more)s, or ask for fewer judges for each entry in the contest’s stages.") % {
        "more": more
    }
