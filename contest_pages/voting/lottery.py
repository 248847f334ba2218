"""Drawing lots so that anyone can draw them again: pure, no database, no chance.

The rule, as the panel's page tells it: each applicant's ticket is the SHA-256 of
"<seed>:<application number>". Tickets are sorted. In that order each applicant takes one of the
seats kept for their group, as long as there are any; the seats then left go, in the same order,
to whoever has none.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Applicant:
    """Who takes part: the number of the application, and the group, if one was chosen."""

    number: int
    group: int | None = None


@dataclass(frozen=True)
class Draw:
    """All applicants' numbers in the order of their tickets, and who has a seat."""

    order: list[int]
    seated: frozenset[int]


def ticket(seed: str, number: int) -> str:
    """Return an applicant's ticket as hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(
    applicants: Iterable[Applicant], *, seats: int, kept: Mapping[int, int], seed: str
) -> Draw:
    """Draw the lots: `seats` in all, `kept` of them for each group by its key.

    Seats kept for a group that are more than what is left of all seats are not given.
    """
    ordered = sorted(applicants, key=lambda each: ticket(seed, each.number))
    left, seated = dict(kept), set()
    for each in ordered:
        if each.group is not None and left.get(each.group, 0) > 0 and len(seated) < seats:
            left[each.group] -= 1
            seated.add(each.number)
    for each in ordered:
        if len(seated) >= seats:
            break
        seated.add(each.number)
    return Draw([each.number for each in ordered], frozenset(seated))
