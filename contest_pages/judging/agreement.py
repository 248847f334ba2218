"""How far judges agree: spread per entry and per judge, harsh and lenient judges.

Pure and exact: scores are per cent of what was attainable, given by (judge, entry), and whatever
stands for a judge or an entry is handed back.
"""

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from fractions import Fraction

Judge = Entry = Hashable


def mean(values: list[Fraction]) -> Fraction:
    """Return the mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


@dataclass(frozen=True)
class Spread:
    """Scores from the lowest to the highest, and their mean."""

    scores: tuple[Fraction, ...]

    @property
    def lowest(self) -> Fraction:
        """Return the lowest score."""
        return self.scores[0]

    @property
    def highest(self) -> Fraction:
        """Return the highest score."""
        return self.scores[-1]

    @property
    def mean(self) -> Fraction:
        """Return the mean."""
        return mean(list(self.scores))

    @property
    def width(self) -> Fraction:
        """Return how far the highest lies above the lowest."""
        return self.highest - self.lowest


@dataclass(frozen=True)
class Severity:
    """A judge beside the others who scored the same entries."""

    own: Fraction
    others: Fraction
    #: On how many entries somebody else gave a score too.
    shared: int

    @property
    def difference(self) -> Fraction:
        """Return by how much the judge scores higher than the others: below 0 is harsh."""
        return self.own - self.others


@dataclass(frozen=True)
class Agreement:
    """How far the judges of a stage agree."""

    by_entry: dict[Entry, Spread]
    by_judge: dict[Judge, Spread]
    #: Of judges who share an entry with somebody.
    severity: dict[Judge, Severity]

    def to_talk_about(self) -> list[Entry]:
        """Return the entries of more than one score, those first whose scores lie farthest apart."""
        shared = [entry for entry, each in self.by_entry.items() if len(each.scores) > 1]
        # sorted() is stable: entries that are alike stay in the order they were given in.
        return sorted(shared, key=lambda entry: -self.by_entry[entry].width)


def agreement_of(scores: Mapping[tuple[Judge, Entry], Fraction]) -> Agreement:
    """Return how far the judges agree; the order of entries and judges is that of the scores."""
    entries: dict[Entry, dict[Judge, Fraction]] = defaultdict(dict)
    judges: dict[Judge, dict[Entry, Fraction]] = defaultdict(dict)
    for (judge, entry), score in scores.items():
        entries[entry][judge] = score
        judges[judge][entry] = score
    severity = {}
    for judge, own in judges.items():
        pairs = [
            (score, mean(others))
            for entry, score in own.items()
            if (others := [each for other, each in entries[entry].items() if other != judge])
        ]
        if pairs:
            severity[judge] = Severity(
                own=mean([score for score, _others in pairs]),
                others=mean([others for _score, others in pairs]),
                shared=len(pairs),
            )
    return Agreement(
        by_entry={entry: Spread(tuple(sorted(each.values()))) for entry, each in entries.items()},
        by_judge={judge: Spread(tuple(sorted(each.values()))) for judge, each in judges.items()},
        severity=severity,
    )
