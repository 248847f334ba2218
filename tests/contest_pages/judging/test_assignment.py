"""How entries are shared out among judges: fair, without conflicts, with few changes."""

import time
from collections import Counter
from itertools import combinations

import networkx
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contest_pages.judging.assignment import Plan, Wish, share_out


@st.composite
def wishes(draw) -> Wish:
    """Small stages in every state of work, with judges who have left and conflicts everywhere."""
    judges = range(draw(st.integers(0, 5)))
    entries = range(draw(st.integers(0, 6)))
    asked = {entry: draw(st.integers(0, 3)) for entry in entries}
    pairs = [(judge, entry) for judge in judges for entry in entries]
    states = {
        pair: draw(st.sampled_from(["", "", "barred", "kept", "untouched"])) for pair in pairs
    }
    gone = {("gone", entry) for entry in entries if draw(st.integers(0, 4)) == 0}
    return Wish(
        judges=list(judges),
        entries=asked,
        barred={pair for pair, state in states.items() if state == "barred"},
        kept={pair for pair, state in states.items() if state == "kept"} | gone,
        untouched={pair for pair, state in states.items() if state == "untouched"},
    )


def held(wish: Wish, plan: Plan) -> set:
    """All pairs that there are once the plan was followed."""
    return {*wish.kept, *wish.untouched, *plan.given} - set(plan.taken)


def most_that_flows(wish: Wish) -> int:
    """The most new and kept reviews that any assignment can reach, by a maximum flow."""
    graph = networkx.DiGraph()
    graph.add_nodes_from(["from", "to"])
    done = Counter(entry for _judge, entry in wish.kept)
    for entry, number in wish.entries.items():
        graph.add_edge("from", ("e", entry), capacity=max(0, number - done[entry]))
        for judge in wish.judges:
            if (judge, entry) not in wish.barred and (judge, entry) not in wish.kept:
                graph.add_edge(("e", entry), ("j", judge), capacity=1)
                graph.add_edge(("j", judge), "to", capacity=len(wish.entries))
    return networkx.maximum_flow_value(graph, "from", "to")


def all_ways(wish: Wish):
    """Every way to meet what can be met: (loads in descending order, changes)."""
    done = Counter(entry for _judge, entry in wish.kept)
    ways = [(Counter(judge for judge, _entry in wish.kept), 0)]
    for entry, number in wish.entries.items():
        free = [
            judge
            for judge in wish.judges
            if (judge, entry) not in wish.barred and (judge, entry) not in wish.kept
        ]
        size = min(max(0, number - done[entry]), len(free))
        had = {judge for judge in wish.judges if (judge, entry) in wish.untouched}
        ways = [
            (loads + Counter(chosen), changes + len(set(chosen) - had))
            for loads, changes in ways
            for chosen in combinations(free, size)
        ]
    for loads, changes in ways:
        yield sorted((loads[judge] for judge in wish.judges), reverse=True), changes


@given(wishes())
def test_nobody_gets_what_is_barred_or_theirs_already(wish):
    plan = share_out(wish)
    assert not set(plan.given) & (set(wish.barred) | set(wish.kept) | set(wish.untouched))
    assert len(set(plan.given)) == len(plan.given)
    assert {judge for judge, _entry in plan.given} <= set(wish.judges)


@given(wishes())
def test_what_is_finished_or_begun_stays_and_only_the_untouched_is_taken(wish):
    plan = share_out(wish)
    assert set(plan.taken) <= set(wish.untouched)
    assert set(wish.kept) <= held(wish, plan)


@given(wishes())
def test_as_many_reviews_are_given_as_any_assignment_could_give(wish):
    plan = share_out(wish)
    there = Counter(entry for _judge, entry in held(wish, plan))
    done = Counter(entry for _judge, entry in wish.kept)
    assert sum((there - done).values()) == most_that_flows(wish)
    assert plan.missing == {
        entry: number - there[entry]
        for entry, number in wish.entries.items()
        if there[entry] < number
    }
    for entry, number in wish.entries.items():
        assert there[entry] <= max(number, done[entry])


@given(wishes())
def test_the_loads_say_what_each_judge_has_in_the_end(wish):
    plan = share_out(wish)
    there = Counter(judge for judge, _entry in held(wish, plan))
    assert plan.loads == {judge: there[judge] for judge in wish.judges}


#: Here two changes would be as fair as one that chance likes less.
FEWER_CHANGES = Wish(
    judges=[0, 1, 2],
    entries={0: 1, 1: 2, 2: 2},
    barred={(2, 0)},
    untouched={(1, 1), (1, 2), (2, 2)},
)


@settings(max_examples=60)
@example(FEWER_CHANGES)
@given(wishes().filter(lambda wish: len(wish.entries) <= 3))
def test_no_other_way_is_fairer_and_none_as_fair_changes_less(wish):
    plan = share_out(wish)
    loads, changes = sorted(plan.loads.values(), reverse=True), len(plan.given)
    assert (loads, changes) == min(all_ways(wish))


@given(wishes())
def test_the_same_wish_has_the_same_plan_and_following_it_twice_changes_nothing(wish):
    plan = share_out(wish)
    assert share_out(wish) == plan
    again = Wish(
        judges=wish.judges,
        entries=wish.entries,
        barred=wish.barred,
        kept=wish.kept,
        untouched=held(wish, plan) - set(wish.kept),
    )
    settled = share_out(again)
    assert (settled.given, settled.taken) == ([], [])


def test_without_conflicts_loads_differ_by_one_at_most_and_every_entry_has_its_judges():
    plan = share_out(Wish(judges=range(7), entries=dict.fromkeys(range(50), 3)))
    assert sorted(plan.loads.values()) == [21, 21, 21, 21, 22, 22, 22]
    assert plan.missing == {}
    assert set(Counter(entry for _judge, entry in plan.given).values()) == {3}


def test_a_judge_more_takes_a_share_and_nobody_else_gets_anything_new():
    entries = dict.fromkeys(range(30), 2)
    first = share_out(Wish(judges=range(5), entries=entries))
    plan = share_out(Wish(judges=range(6), entries=entries, untouched=set(first.given)))
    assert {judge for judge, _entry in plan.given} == {5}
    assert set(plan.loads.values()) == {10}


def test_juries_mix_so_that_judges_can_be_compared_with_each_other():
    plan = share_out(Wish(judges=range(6), entries=dict.fromkeys(range(60), 2)))
    met = {judge: set() for judge in range(6)}
    for judge, entry in plan.given:
        met[judge] |= {other for other, same in plan.given if same == entry} - {judge}
    assert all(len(others) >= 4 for others in met.values())


def test_300_entries_and_12_judges_take_less_than_two_seconds():
    barred = {(n % 12, n) for n in range(300)} | {((n * 7) % 12, n) for n in range(0, 300, 2)}
    wish = Wish(judges=range(12), entries=dict.fromkeys(range(300), 3), barred=barred)
    begun = time.process_time()
    plan = share_out(wish)
    assert time.process_time() - begun < 2
    assert set(plan.loads.values()) == {75}
