"""From what judges and citizens gave to ranks: pure, exact, the same on every machine.

Nothing here knows the database. Numbers are whole or fractions, never floating: ranks come
from exact scores, and only what is shown is rounded. Scores run to 100. The rules:

- A review's score is what it reached of the weights of the criteria that it scored and that
  apply to the entry. A criterion left out neither lowers nor raises it.
- A judging stage's score is the mean of an entry's reviews; trimmed, without one highest and
  one lowest where at least `TRIMMED_FROM` count. An entry without a review is absent: it has
  no score, which is no zero.
- Normalised, each judge's scores are moved to the mean and spread of all scores given. A judge
  who gave the same to every entry says nothing: such reviews are left out, and count for that
  mean only where an entry has no other. Scores may then pass 100.
- A panel's score is approvals of 100 ballots, or the mean of 1 to 5 points with 5 as 100. So that
  a single ballot makes no winner, points are filled up with the panel's mean until a tenth of
  the ballots has scored an entry.
- A round's score is the mean of its stages by weight. An entry absent in a judging stage has no
  rank. A panel stage without a vote says nothing, and the others count for all.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import isqrt, lcm
from typing import NamedTuple

#: From how many reviews on a trimmed mean leaves the highest and the lowest out.
TRIMMED_FROM = 4
#: One in so many ballots has to have scored an entry before its points stand alone.
FILLED_TO = 10
#: Points of a ballot that are 100.
MOST_POINTS = 5
#: To how many parts of one the ratio of two spreads is taken, rounded down.
_PARTS = 10**18
#: To how many decimals a normalised score is rounded, so that what would be equal but for those
#: parts is equal.
_DECIMALS = 14


@dataclass(frozen=True, slots=True)
class Criterion:
    """What judges score in whole points to `maximum`; no tracks: it applies to all."""

    key: int
    weight: int
    maximum: int
    tracks: frozenset[int] = frozenset()

    def applies_to(self, track: int | None) -> bool:
        """Return whether entries of a track are scored on it."""
        return not self.tracks or track in self.tracks


class Review(NamedTuple):
    """A judge's score of an entry: `reached` of `attainable`, both whole, the latter above 0.

    Rows of a database in this order do as well.
    """

    entry: int
    judge: int
    reached: int
    attainable: int


@dataclass(frozen=True)
class Judging:
    """A judging stage: every review that counts."""

    key: int
    weight: int
    reviews: Sequence[Review]
    is_trimmed: bool = False
    is_normalised: bool = False


@dataclass(frozen=True)
class Panel:
    """A voting stage: how many ballots count, and by entry on how many it stands, with what points.

    Where ballots choose (`is_scored` is false) only the first number matters.
    """

    key: int
    weight: int
    ballots: int
    tally: Mapping[int, tuple[int, int]]
    is_scored: bool = False


@dataclass
class Standing:
    """Where an entry stands: by stage and in the round; None: absent, with no rank."""

    entry: int
    stages: dict[int, Fraction | None] = field(default_factory=dict)
    score: Fraction | None = None
    judges_mean: Fraction | None = None
    rank: int | None = None
    #: The rank that it shared before the chair decided.
    shared_rank: int | None = None
    #: What parted it from entries with the same score: "criterion:<key>", "mean", "chair".
    parted_by: list[str] = field(default_factory=list)


#: Takes a criterion and entries; returns the mean share of those that somebody scored on it.
CriterionMeans = Callable[[int, Sequence[int]], Mapping[int, Fraction]]


def common_multiple(criteria: Iterable[Criterion]) -> int:
    """Return the number by which points of any of the maxima become whole shares."""
    return lcm(*(criterion.maximum for criterion in criteria))


def reviewed(
    entry: int,
    judge: int,
    points: Mapping[int, int],
    criteria: Sequence[Criterion],
    track: int | None = None,
) -> Review | None:
    """Return the score of one review from its points by criterion; None if none of them counts."""
    multiple = common_multiple(criteria)
    scored = [each for each in criteria if each.key in points and each.applies_to(track)]
    if not scored:
        return None
    reached = sum(each.weight * points[each.key] * multiple // each.maximum for each in scored)
    return Review(entry, judge, reached, multiple * sum(each.weight for each in scored))


def share(review: Review) -> Fraction:
    """Return a review's score of 100."""
    return Fraction(100 * review.reached, review.attainable)


def judged(stage: Judging) -> dict[int, Fraction]:
    """Return the score of every entry that has a review in a judging stage."""
    scored, whole = _normalised(stage.reviews) if stage.is_normalised else _whole(stage.reviews)
    scores = {}
    for entry, given in scored.items():
        total, count = sum(given), len(given)
        if _is_trimmed(stage, count):
            total, count = total - max(given) - min(given), count - 2
        score = Fraction(100 * total, whole * count)
        scores[entry] = round(score, _DECIMALS) if stage.is_normalised else score
    return scores


def left_out(stage: Judging) -> set[tuple[int, int]]:
    """Return by entry and judge the reviews that a trimmed mean leaves out, two of each entry."""
    scores = (
        normalised(stage)
        if stage.is_normalised
        else {(row[0], row[1]): share(Review(*row)) for row in stage.reviews}
    )
    given: dict[int, list[tuple[Fraction, int]]] = defaultdict(list)
    for (entry, judge), score in scores.items():
        given[entry].append((score, judge))
    return {
        (entry, judge)
        for entry, scored in given.items()
        if _is_trimmed(stage, len(scored))
        for _score, judge in (min(scored), max(scored))
    }


def _is_trimmed(stage: Judging, count: int) -> bool:
    """Return whether the mean of so many reviews leaves out the highest and the lowest."""
    return stage.is_trimmed and count >= TRIMMED_FROM


def normalised(stage: Judging) -> dict[tuple[int, int], Fraction]:
    """Return each review's score as it counts after normalising, by entry and judge.

    Reviews that are left out are missing.
    """
    parts, whole = _moved(stage.reviews)
    return {key: Fraction(100 * score, whole) for key, score in parts.items()}


def chosen(panel: Panel, entries: Iterable[int]) -> dict[int, Fraction | None]:
    """Return the score of every entry in a voting stage; None for all if nobody voted."""
    tally = {entry: panel.tally.get(entry, (0, 0)) for entry in entries}
    votes = sum(count for count, _points in tally.values())
    if not votes:
        return dict.fromkeys(tally)
    if not panel.is_scored:
        return {entry: Fraction(100 * count, panel.ballots) for entry, (count, _) in tally.items()}
    mean = Fraction(sum(points for _count, points in tally.values()), votes)
    enough = -(-panel.ballots // FILLED_TO)
    scores = {}
    for entry, (count, given) in tally.items():
        filled = max(enough - count, 0)
        scores[entry] = (given + mean * filled) * 100 / (MOST_POINTS * (count + filled))
    return scores


def rank(
    entries: Iterable[int],
    stages: Sequence[Judging | Panel],
    *,
    ties: str,
    criteria: Sequence[int] = (),
    criterion_means: CriterionMeans = lambda criterion, entries: {},
    decisions: Sequence[Sequence[int]] = (),
) -> list[Standing]:
    """Return where all entries of a round stand, the best first, those without a rank last.

    `ties` is a Round.Ties value. `criteria` are keys in the order in which they part equal
    scores; `criterion_means` is asked only of entries that are equal. `decisions` are the
    chair's orders, the earliest first. What stays equal shares a rank and stands by key.
    """
    standings = _scored(sorted(set(entries)), stages)
    absent = [standing for standing in standings if standing.score is None]
    groups = _grouped(
        {each.entry: each.score for each in standings},
        [standing for standing in standings if standing.score is not None],
    )
    for name, values in _rules(ties, criteria, criterion_means):
        groups = _parted(groups, name, values)
    ranked: list[Standing] = []
    for group in groups:
        shared_rank = len(ranked) + 1
        for equals in _decided(group, decisions):
            place = len(ranked) + 1
            for standing in equals:
                standing.rank, standing.shared_rank = place, shared_rank
            ranked += equals
    return ranked + absent


def straddling(standings: Iterable[Standing], cut: int) -> list[int]:
    """Return the entries of equal rank of which only some are among the first `cut`."""
    by_rank = defaultdict(list)
    for standing in standings:
        if standing.rank:
            by_rank[standing.rank].append(standing.entry)
    for place, equals in by_rank.items():
        if place <= cut < place + len(equals) - 1:
            return equals
    return []


def _whole(reviews: Sequence[Review]) -> tuple[dict[int, list[int]], int]:
    """Return the scores of each entry as whole parts, and of how many."""
    attainables = {attainable for _entry, _judge, _reached, attainable in reviews}
    whole = lcm(*attainables)
    factors = {each: whole // each for each in attainables}
    scores: dict[int, list[int]] = defaultdict(list)
    for entry, _judge, reached, attainable in reviews:
        scores[entry].append(reached * factors[attainable])
    return scores, whole


def _normalised(reviews: Sequence[Review]) -> tuple[dict[int, list[int]], int]:
    """Return the normalised scores of each entry as whole parts, and of how many."""
    parts, whole = _moved(reviews)
    scores: dict[int, list[int]] = defaultdict(list)
    for (entry, _judge), score in parts.items():
        scores[entry].append(score)
    return scores, whole


def _moved(reviews: Sequence[Review]) -> tuple[dict[tuple[int, int], int], int]:
    """Move each judge's scores to the mean and spread of all; return whole parts, and of how many.

    With n scores, sum s and sum of squares q, a spread squared is (nq - s²) / n². The ratio of
    two spreads is the only number that is rounded.
    """
    whole = lcm(*{attainable for _entry, _judge, _reached, attainable in reviews})
    by_judge: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for entry, judge, reached, attainable in reviews:
        by_judge[judge].append((entry, reached * (whole // attainable)))
    telling = {
        judge: given for judge, given in by_judge.items() if len({score for _, score in given}) > 1
    }
    pool = [score for given in (telling or by_judge).values() for _, score in given]
    size, total, spread = _moments(pool)
    counts = lcm(*(len(given) for given in telling.values()))
    parts = counts * _PARTS * max(size, 1)
    mean = total * counts * _PARTS
    moved = {}
    for judge, given in telling.items():
        count, own_total, own_spread = _moments([score for _, score in given])
        ratio = isqrt(_PARTS**2 * spread * count**2 // (own_spread * size**2))
        own_mean, times = own_total * (counts // count), ratio * size
        for entry, score in given:
            moved[entry, judge] = mean + (score * counts - own_mean) * times
    known = {entry for entry, _ in moved}
    for entry, judge, _reached, _attainable in reviews:
        if entry not in known:
            moved[entry, judge] = mean
    return moved, whole * parts


def _moments(scores: Sequence[int]) -> tuple[int, int, int]:
    """Return how many scores there are, their sum, and n times their squares less its square."""
    count, total = len(scores), sum(scores)
    return count, total, count * sum(score * score for score in scores) - total * total


def _scored(entries: Sequence[int], stages: Sequence[Judging | Panel]) -> list[Standing]:
    """Return the entries with their scores by stage and in the round."""
    standings = {entry: Standing(entry) for entry in entries}
    juries, silent = [], set()
    for stage in stages:
        if isinstance(stage, Judging):
            juries.append(stage)
            scores = judged(stage)
        else:
            scores = chosen(stage, entries)
            if not any(score is not None for score in scores.values()):
                silent.add(stage.key)
        for entry, standing in standings.items():
            standing.stages[stage.key] = scores.get(entry)
    counted = [stage for stage in stages if stage.key not in silent]
    for standing in standings.values():
        standing.score = _mean_by_weight(standing, counted)
        standing.judges_mean = _mean_by_weight(standing, juries)
    return list(standings.values())


def _mean_by_weight(standing: Standing, stages: Sequence[Judging | Panel]) -> Fraction | None:
    """Return an entry's mean over stages; None if it is absent in one, or there are none."""
    scores = [standing.stages[stage.key] for stage in stages]
    if not scores or None in scores:
        return None
    if len(scores) == 1:
        return scores[0]
    weighted = sum(stage.weight * score for stage, score in zip(stages, scores, strict=True))
    return weighted / sum(stage.weight for stage in stages)


def _grouped(values: Mapping[int, Fraction], standings: Iterable[Standing]) -> list[list[Standing]]:
    """Group standings by their value, the highest first; by whole numbers, for speed."""
    whole = lcm(*{value.denominator for value in values.values() if value is not None})
    groups: dict[int, list[Standing]] = defaultdict(list)
    for standing in standings:
        value = values[standing.entry]
        groups[value.numerator * (whole // value.denominator)].append(standing)
    return [groups[key] for key in sorted(groups, reverse=True)]


#: Gives entries of equal score what a rule goes by: the higher is the better.
_Values = Callable[[Sequence[Standing]], Mapping[int, Fraction | None]]


def _rules(
    ties: str, criteria: Sequence[int], criterion_means: CriterionMeans
) -> Iterable[tuple[str, _Values]]:
    """Yield what parts equal scores, in this order; the chair comes after it."""
    if ties == "criteria":
        for key in criteria:
            yield (
                f"criterion:{key}",
                lambda equal, key=key: criterion_means(key, [each.entry for each in equal]),
            )
    if ties in ("criteria", "mean"):
        yield "mean", lambda equal: {each.entry: each.judges_mean for each in equal}


def _parted(groups: list[list[Standing]], name: str, values: _Values) -> list[list[Standing]]:
    """Part each group of equals, the best first, by one rule, which is asked once for all.

    A rule that says nothing of one of them is passed over: a criterion of another track lowers
    nobody.
    """
    equal = [standing for group in groups if len(group) > 1 for standing in group]
    known = values(equal) if equal else {}
    parted: list[list[Standing]] = []
    for group in groups:
        own = {each.entry: known.get(each.entry) for each in group} if len(group) > 1 else {}
        parts = _grouped(own, group) if own and None not in own.values() else [group]
        if len(parts) > 1:
            for standing in group:
                standing.parted_by.append(name)
        parted += parts
    return parted


def _decided(equals: list[Standing], decisions: Sequence[Sequence[int]]) -> list[list[Standing]]:
    """Part entries by the chair's latest decision that names them all."""
    entries = {standing.entry for standing in equals}
    for order in reversed(decisions):
        if len(entries) > 1 and entries <= set(order):
            for standing in equals:
                standing.parted_by.append("chair")
            return [[each] for each in sorted(equals, key=lambda each: order.index(each.entry))]
    return [equals]
