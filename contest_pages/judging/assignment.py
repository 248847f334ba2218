"""Which judge reviews which entry: a fair sharing out, found as a flow of least cost.

Pure: judges and entries are whatever stands for them, a pair is (judge, entry). What is asked
for, in this order: as many reviews as each entry needs, loads as equal as can be, as few changes
as possible, and juries that mix, so that judges can be compared with each other.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

Judge = Entry = Hashable
Pair = tuple[Judge, Entry]

_END = "end"
#: How far chance, the same each time, tells pairs apart that are equally good.
_CHANCE = 64


@dataclass(frozen=True)
class Wish:
    """What is to be shared out, and what must stay as it is.

    `kept` are reviews that are finished or begun, also by judges who sit no longer; `untouched`
    may be moved; `barred` pairs must not be given. The order of judges and entries decides ties.
    """

    judges: Sequence[Judge]
    #: How many judges each entry is to have, the finished reviews included.
    entries: Mapping[Entry, int]
    barred: Collection[Pair] = frozenset()
    kept: Collection[Pair] = frozenset()
    untouched: Collection[Pair] = frozenset()


@dataclass(frozen=True)
class Plan:
    """What becomes of a wish: what each judge gets and loses, and what cannot be had."""

    given: list[Pair]
    taken: list[Pair]
    #: How many reviews each judge has in the end, the finished ones too.
    loads: dict[Judge, int]
    #: How many judges an entry lacks.
    missing: dict[Entry, int]

    @property
    def mark(self) -> str:
        """Return what tells the plan from every other one."""
        changes = f"{sorted(self.given)} {sorted(self.taken)}"
        return blake2b(changes.encode(), digest_size=16).hexdigest()


def share_out(wish: Wish) -> Plan:
    """Return the fairest plan; the same wish always has the same one.

    Judges have no limit of their own, so an entry lacks judges only where too few are left who
    may have it: whatever can be assigned is.
    """
    kept, barred, untouched = map(frozenset, (wish.kept, wish.barred, wish.untouched))
    held = Counter(entry for _judge, entry in kept)
    free = {
        entry: [
            judge
            for judge in wish.judges
            if (judge, entry) not in barred and (judge, entry) not in kept
        ]
        for entry in wish.entries
    }
    wanted = {entry: max(0, number - held[entry]) for entry, number in wish.entries.items()}
    needs = {entry: min(wanted[entry], len(free[entry])) for entry in wish.entries}
    loads = dict.fromkeys(wish.judges, 0)
    for judge, entry in kept:
        if judge in loads and entry in wish.entries:
            loads[judge] += 1
    chosen = _flow(free, needs, loads, untouched)
    for judge, _entry in chosen:
        loads[judge] += 1
    return Plan(
        given=[pair for pair in chosen if pair not in untouched],
        taken=sorted(untouched.difference(chosen)),
        loads=loads,
        missing={e: n for e in wish.entries if (n := wanted[e] - needs[e])},
    )


def _flow(
    free: dict[Entry, list[Judge]],
    needs: dict[Entry, int],
    loads: dict[Judge, int],
    untouched: frozenset[Pair],
) -> list[Pair]:
    """Choose judges for every entry; `loads` is what each has already.

    Entries send what they need to judges, and judges send on to the end by one way for each
    review, each dearer than the one before: that makes loads equal. A change costs less than
    any inequality, and chance less than any change.
    """
    import networkx  # takes a third of a second, which no process needs that shares nothing out

    needed = sum(needs.values())
    if not needed:
        return []
    change = _CHANCE * needed + 1
    inequality = (change + _CHANCE) * needed + 1
    least, most = _bounds(free, needs, loads)
    graph = networkx.MultiDiGraph()
    graph.add_node(_END, demand=needed)
    for judge, load in loads.items():
        # What every fair plan gives costs nothing; what none gives is not offered.
        graph.add_edge(("judge", judge), _END, capacity=max(0, least - load), weight=0)
        for place in range(max(least, load), most):
            graph.add_edge(("judge", judge), _END, capacity=1, weight=place * inequality)
    for entry, judges in free.items():
        if needs[entry]:
            graph.add_node(("entry", entry), demand=-needs[entry])
            for judge in judges:
                cost = 0 if (judge, entry) in untouched else change + _chance(judge, entry)
                graph.add_edge(("entry", entry), ("judge", judge), capacity=1, weight=cost)
    _cost, flow = networkx.network_simplex(graph)
    return [
        (judge, entry)
        for entry, judges in free.items()
        if needs[entry]
        for judge in judges
        if sum(flow["entry", entry]["judge", judge].values())
    ]


def _bounds(
    free: dict[Entry, list[Judge]], needs: dict[Entry, int], loads: dict[Judge, int]
) -> tuple[int, int]:
    """Return between which loads all judges of the fairest plan lie, those given reviews at least.

    Of all ways to meet the needs the fairest has the least highest load and the greatest lowest
    one (it is the least majorised point of a base polytope), so any way, such as this greedy
    one, bounds it on both sides. That keeps the graph small.
    """
    reached = dict(loads)
    for entry in sorted(free, key=lambda each: len(free[each]) - needs[each]):
        for judge in sorted(free[entry], key=reached.__getitem__)[: needs[entry]]:
            reached[judge] += 1
    return min(reached.values()), max(reached.values())


def _chance(judge: Judge, entry: Entry) -> int:
    """Return a number below _CHANCE that looks like one drawn by lot, and is always the same."""
    return blake2b(f"{judge}:{entry}".encode(), digest_size=1).digest()[0] % _CHANCE
