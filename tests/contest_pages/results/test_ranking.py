"""From points to ranks: what holds whatever was given."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from contest_pages.results import ranking
from contest_pages.results.ranking import Criterion, Judging, Panel, Review, judged

CRITERIA = (
    Criterion(1, weight=50, maximum=10),
    Criterion(2, weight=30, maximum=7),
    Criterion(3, weight=20, maximum=30, tracks=frozenset({1})),
)
KEYS = [criterion.key for criterion in CRITERIA]

points = st.fixed_dictionaries(
    {1: st.integers(0, 10)}, optional={2: st.integers(0, 7), 3: st.integers(0, 30)}
)
#: What every judge gave: by entry and judge; not every judge has every entry.
juries = st.dictionaries(
    st.tuples(st.integers(1, 6), st.integers(1, 6)), points, min_size=1, max_size=25
)
flags = st.booleans()


def track_of(entry: int) -> int:
    return entry % 2


def jury(given_points, **how) -> Judging:
    reviews = [
        ranking.reviewed(entry, judge, given_points[entry, judge], CRITERIA, track_of(entry))
        for entry, judge in given_points
    ]
    return Judging(9, 100, reviews, **how)


def means_of(given_points):
    """The mean share of each criterion by entry, as the database would say it."""

    def means(key, entries):
        criterion = CRITERIA[key - 1]
        found = {}
        for entry in entries:
            shares = [
                Fraction(points[key], criterion.maximum)
                for (scored, _judge), points in given_points.items()
                if scored == entry and key in points and criterion.applies_to(track_of(entry))
            ]
            if shares:
                found[entry] = sum(shares) / len(shares)
        return found

    return means


def ranked(given_points, *, entries=range(1, 7), panel=None, **how):
    stages = [jury(given_points, **how), *([panel] if panel else [])]
    return ranking.rank(
        entries, stages, ties="criteria", criteria=KEYS, criterion_means=means_of(given_points)
    )


def ranks(standings) -> dict:
    return {standing.entry: standing.rank for standing in standings}


@given(juries, flags, flags, st.randoms(), st.permutations(range(1, 7)))
def test_the_order_of_judges_and_entries_changes_nothing(
    given_points, is_trimmed, is_normalised, random, names
):
    how = {"is_trimmed": is_trimmed, "is_normalised": is_normalised}
    before = ranked(given_points, **how)
    shuffled = list(given_points.items())
    random.shuffle(shuffled)
    renamed = {(entry, names[judge - 1]): points for (entry, judge), points in shuffled}
    after = ranked(renamed, entries=random.sample(range(1, 7), 6), **how)
    assert after == before


@given(juries, flags, st.data())
def test_a_raised_score_never_lowers_the_rank(given_points, is_trimmed, data):
    before = ranks(ranked(given_points, is_trimmed=is_trimmed))
    key = data.draw(st.sampled_from(sorted(given_points)))
    scored = [
        (each.key, each.maximum)
        for each in CRITERIA
        if given_points[key].get(each.key, each.maximum) < each.maximum
    ]
    if not scored:
        return
    criterion, maximum = data.draw(st.sampled_from(scored))
    higher = data.draw(st.integers(given_points[key][criterion] + 1, maximum))
    raised = given_points | {key: given_points[key] | {criterion: higher}}
    after = ranks(ranked(raised, is_trimmed=is_trimmed))
    assert after[key[0]] <= before[key[0]]


@given(
    st.lists(st.integers(0, 10), min_size=2, max_size=6),
    st.lists(st.permutations(range(6)), min_size=2, max_size=5),
    flags,
)
def test_normalising_a_jury_that_agrees_changes_no_order(scores, orders, is_trimmed):
    """Every judge gives the same scores to other entries: their means and spreads are equal."""
    reviews = [
        Review(order[place], judge, score, 10)
        for judge, order in enumerate(orders)
        for place, score in enumerate(scores)
    ]
    plain = Judging(9, 100, reviews, is_trimmed=is_trimmed)
    normal = Judging(9, 100, reviews, is_trimmed=is_trimmed, is_normalised=True)
    before, after = (ranking.rank(range(6), [stage], ties="chair") for stage in (plain, normal))
    assert ranks(after) == ranks(before)
    assert [round(each.score or 0, 9) for each in after] == [
        round(each.score or 0, 9) for each in before
    ]


@given(juries, st.integers(0, 10), flags)
def test_a_judge_who_gave_every_entry_the_same_says_nothing(given_points, same, is_trimmed):
    how = {"is_trimmed": is_trimmed, "is_normalised": True}
    without = judged(jury(given_points, **how))
    everywhere = {(entry, 7): {1: same} for entry in range(1, 7)}
    with_judge = judged(jury(given_points | everywhere, **how))
    by_judge = {}
    for review in jury(given_points).reviews:
        by_judge.setdefault(review.judge, {})[review.entry] = ranking.share(review)
    telling = {
        entry for scores in by_judge.values() if len(set(scores.values())) > 1 for entry in scores
    }
    assert {entry: with_judge[entry] for entry in telling} == {
        entry: without[entry] for entry in telling
    }
    others = {with_judge[entry] for entry in set(range(1, 7)) - telling}
    assert len(others) <= 1  # the jury's mean, for all whom nobody else tells apart


@given(juries, flags, flags)
def test_a_missing_review_is_absent_and_no_zero(given_points, is_trimmed, is_normalised):
    how = {"is_trimmed": is_trimmed, "is_normalised": is_normalised}
    reviewed = {entry for entry, _judge in given_points}
    standings = {each.entry: each for each in ranked(given_points, **how)}
    assert {entry for entry, each in standings.items() if each.rank} == reviewed
    assert {entry for entry, each in standings.items() if each.score is not None} == reviewed
    zero = {(entry, 9): {1: 0} for entry in reviewed}
    lowered = judged(jury(given_points | zero))
    for entry, score in judged(jury(given_points)).items():
        assert lowered[entry] < score or score == 0


@given(juries, st.dictionaries(st.integers(1, 6), st.tuples(st.integers(1, 30)), min_size=1))
def test_one_more_approval_never_lowers_the_rank(given_points, approvals):
    tally = {entry: (count, count) for entry, (count,) in approvals.items()}
    before = ranks(ranked(given_points, panel=Panel(8, 50, 31, tally)))
    for entry, (count, _points) in tally.items():
        more = tally | {entry: (count + 1, count + 1)}
        after = ranks(ranked(given_points, panel=Panel(8, 50, 31, more)))
        assert (after[entry] or 0) <= (before[entry] or 0)


scored_tally = st.dictionaries(
    st.integers(1, 6),
    st.lists(st.integers(1, 5), min_size=1, max_size=12),
    min_size=1,
)


@settings(max_examples=200)
@given(scored_tally, st.integers(12, 400), st.data())
def test_a_point_more_from_the_panel_never_lowers_an_entry(tally, ballots, data):
    ballots = min(ballots, sum(len(given) for given in tally.values()))  # each has a line at least
    entry = data.draw(st.sampled_from(sorted(tally)))
    if min(tally[entry]) == 5:
        return

    def scores(tally):
        counted = {key: (len(given), sum(given)) for key, given in tally.items()}
        return ranking.chosen(Panel(8, 100, ballots, counted, is_scored=True), range(1, 7))

    before = scores(tally)
    lowest = sorted(tally[entry])
    after = scores(tally | {entry: [lowest[0] + 1, *lowest[1:]]})
    assert after[entry] > before[entry]
    for other in range(1, 7):
        if before[entry] >= before[other]:
            assert after[entry] >= after[other]


def test_an_optional_criterion_left_out_and_one_of_another_track_change_no_maximum():
    full = {1: 10, 2: 7}
    assert ranking.share(ranking.reviewed(1, 1, full, CRITERIA, track=2)) == 100
    assert ranking.share(ranking.reviewed(1, 1, {1: 10}, CRITERIA, track=1)) == 100
    assert ranking.share(ranking.reviewed(1, 1, full | {3: 0}, CRITERIA, track=2)) == 100
    assert ranking.share(ranking.reviewed(1, 1, full | {3: 0}, CRITERIA, track=1)) == 80
    assert ranking.reviewed(1, 1, {3: 30}, CRITERIA, track=2) is None


def test_the_trimmed_mean_leaves_one_highest_and_one_lowest_out_from_four_reviews_on():
    def of(*scores):
        reviews = [Review(1, judge, score, 100) for judge, score in enumerate(scores)]
        return judged(Judging(9, 100, reviews, is_trimmed=True))[1]

    assert of(0, 60, 90) == 50
    assert of(0, 60, 80, 90) == 70
    assert of(90, 90, 90, 30) == 90


def test_stages_count_by_weight_and_a_panel_without_a_vote_says_nothing():
    reviews = [Review(1, 1, 80, 100), Review(2, 1, 60, 100)]
    stages = [Judging(1, 70, reviews), Panel(2, 30, 10, {1: (2, 2), 2: (9, 9)})]
    first, second = ranking.rank([1, 2], stages, ties="chair")
    assert (first.entry, first.score) == (2, Fraction(60 * 70 + 90 * 30, 100))
    assert (second.entry, second.score) == (1, Fraction(80 * 70 + 20 * 30, 100))
    silent = ranking.rank([1, 2], [stages[0], Panel(2, 30, 0, {})], ties="chair")
    assert [(each.entry, each.score) for each in silent] == [(1, 80), (2, 60)]


def test_points_of_a_panel_are_filled_up_with_its_mean_until_a_tenth_has_scored():
    tally = {1: (1, 5), 2: (10, 40), 3: (9, 15)}
    scores = ranking.chosen(Panel(1, 100, 100, tally, is_scored=True), [1, 2, 3, 4])
    assert scores[2] == 80
    assert scores[1] == (5 + 9 * Fraction(60, 20)) * 100 / 50 == 64
    assert scores[4] == 60  # nobody's points: the panel's mean


def test_normalising_makes_a_harsh_and_a_lenient_judge_alike():
    harsh, lenient = {1: 10, 2: 20, 3: 30}, {2: 80, 3: 85, 4: 90}
    reviews = [Review(entry, 1, score, 100) for entry, score in harsh.items()]
    reviews += [Review(entry, 2, score, 100) for entry, score in lenient.items()]
    moved = ranking.normalised(Judging(1, 100, reviews, is_normalised=True))
    assert moved[2, 1] == moved[3, 2] == Fraction(105, 2)
    assert judged(Judging(1, 100, reviews[:1] + reviews[3:4], is_normalised=True)) == {1: 45, 2: 45}
    distances = {round(abs(score - Fraction(105, 2)), 9) for score in moved.values()}
    assert len(distances) == 2  # none, and the same for both judges' best and worst


def equal(ties: str, decisions=(), means=None):
    reviews = [Review(entry, 1, 70, 100) for entry in (1, 2, 3)]
    asked = []

    def criterion_means(criterion, entries):
        asked.append((criterion, entries))
        return {entry: means[entry][criterion] for entry in entries if criterion in means[entry]}

    standings = ranking.rank(
        [1, 2, 3, 4],
        [Judging(1, 100, [*reviews, Review(4, 1, 60, 100)])],
        ties=ties,
        criteria=[1, 2],
        criterion_means=criterion_means,
        decisions=decisions,
    )
    return [(each.entry, each.rank, each.parted_by) for each in standings], asked


def test_equal_scores_are_parted_by_the_criteria_in_their_order_and_only_they_are_asked_for():
    means = {1: {1: 5, 2: 3}, 2: {1: 8}, 3: {1: 5, 2: 4}}
    standings, asked = equal("criteria", means=means)
    assert standings == [
        (2, 1, ["criterion:1"]),
        (3, 2, ["criterion:1", "criterion:2"]),
        (1, 3, ["criterion:1", "criterion:2"]),
        (4, 4, []),
    ]
    assert asked == [(1, [1, 2, 3]), (2, [1, 3])]


def test_a_criterion_that_says_nothing_of_one_of_them_parts_none():
    standings, _asked = equal("criteria", means={1: {1: 5}, 2: {1: 8}, 3: {}})
    assert [(entry, rank) for entry, rank, _by in standings] == [(1, 1), (2, 1), (3, 1), (4, 4)]


def test_the_judges_mean_parts_where_the_panel_made_scores_equal():
    reviews = [Review(1, 1, 60, 100), Review(2, 1, 80, 100)]
    stages = [Judging(1, 50, reviews), Panel(2, 50, 10, {1: (8, 8), 2: (6, 6)})]
    for ties, best in (("mean", [(2, 1), (1, 2)]), ("chair", [(1, 1), (2, 1)])):
        standings = ranking.rank([1, 2], stages, ties=ties)
        assert [(each.entry, each.rank) for each in standings] == best


def test_the_chair_parts_what_is_still_equal_and_the_latest_decision_on_all_of_them_holds():
    standings, _asked = equal("chair", decisions=[[1, 2, 3], [3, 1, 2], [2, 1]])
    assert [(entry, rank) for entry, rank, _by in standings] == [(3, 1), (1, 2), (2, 3), (4, 4)]
    undecided, _asked = equal("chair", decisions=[[2, 1]])
    assert [rank for _entry, rank, _by in undecided] == [1, 1, 1, 4]


def test_equal_ranks_matter_only_where_a_cut_goes_through_them():
    reviews = [Review(entry, 1, score, 100) for entry, score in enumerate((90, 70, 70, 70, 50), 1)]
    standings = ranking.rank(range(1, 6), [Judging(1, 100, reviews)], ties="chair")
    cuts = [ranking.straddling(standings, cut) for cut in range(6)]
    assert cuts == [[], [], [2, 3, 4], [2, 3, 4], [], []]
