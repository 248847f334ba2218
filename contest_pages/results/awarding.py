"""Who is given which prize: pure, from ranks alone."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby


@dataclass
class Drawn:
    """What was drawn from ranks; places stay empty where there are no more entries."""

    #: Prize, place from 1, entry: the highest first.
    awards: list[tuple[int, int, int]] = field(default_factory=list)
    #: Passed over: a winner of a higher prize is in the team as well.
    passed_over: list[int] = field(default_factory=list)
    #: All entries of a rank at which not all can be given the same.
    undecided: list[int] = field(default_factory=list)


def draw(
    ranked: Iterable[tuple[int, int]],
    prizes: Sequence[tuple[int, int]],
    teams: Mapping[int, frozenset[int]],
    *,
    one_per_team: bool,
) -> Drawn:
    """Give prizes (key and places, the highest first) to entries (key and rank, the best first).

    With `one_per_team` an entry is passed over whose team shares a member with a winner. Equal
    ranks need no order while all of them are given the same prize; else drawing ends there.
    """
    drawn, winners = Drawn(), set()
    left = [(prize, place + 1) for prize, places in prizes for place in range(places)]
    for _rank, group in groupby(ranked, key=lambda pair: pair[1]):
        if not left:
            break
        equal = [entry for entry, _ in group]
        if one_per_team:
            drawn.passed_over += [
                entry for entry in equal if not winners.isdisjoint(teams.get(entry, ()))
            ]
        entries = [entry for entry in equal if entry not in drawn.passed_over]
        if not _are_alike(entries, left, teams if one_per_team else {}):
            drawn.undecided = equal
            break
        for entry in entries:
            drawn.awards.append((*left.pop(0), entry))
            winners |= teams.get(entry, frozenset())
    return drawn


def _are_alike(
    entries: Sequence[int], left: Sequence[tuple[int, int]], teams: Mapping[int, frozenset[int]]
) -> bool:
    """Return whether it makes no difference in which order entries of equal rank are taken."""
    if len(entries) < 2:
        return True
    prizes = {prize for prize, _place in left[: len(entries)]}
    seats = defaultdict(int)
    for entry in entries:
        for member in teams.get(entry, ()):
            seats[member] += 1
    return len(left) >= len(entries) and len(prizes) == 1 and max(seats.values(), default=1) == 1
