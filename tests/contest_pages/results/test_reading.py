"""From what stands in the database to document and words: every way in which scores count."""

import pytest
from django.utils import timezone

from contest_pages.entries.models import Entry
from contest_pages.judging.models import Review
from contest_pages.models import Criterion, Stage
from contest_pages.results import actions
from contest_pages.results.documents import Computation, shown
from contest_pages.results.wording import method_of, way_of
from contest_pages.voting.models import Panel, Vote
from tests.contest_pages.results.scene import cast, judge, review
from tests.factories import TrackFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(made) -> Stage:
    """The first round's stage, with its criteria and judges, and no review."""
    Review.objects.filter(judge__stage=made.stages["first"]).delete()
    return made.stages["first"]


def computed(made, number: int = 1) -> list[tuple]:
    """Return the title, rank and score of every entry in a round, the best first."""
    computation = Computation(made.rounds[number - 1], timezone.now())
    return [
        (computation.entries[each.entry].title, each.rank, shown(each.score))
        for each in computation.standings
    ]


def test_a_skipped_optional_criterion_lowers_nothing_and_one_of_a_track_counts_there_alone(
    made, first
):
    track = TrackFactory(contest=made.contest)
    Entry.objects.filter(pk__in=[made.entries[1].pk, made.entries[6].pk]).update(track=track)
    idea, finish = first.criteria.order_by("sort_order")
    of = {"contest": made.contest, "stage": first, "weight": 50}
    data = Criterion.objects.create(title_ko="데이터", maximum=5, sort_order=2, **of)
    data.tracks = [track]
    data.save()
    bonus = Criterion.objects.create(
        title_ko="가점", maximum=20, is_optional=True, sort_order=3, **of
    )
    both = {idea: 8, finish: 6}  # 48 + 24 of 100
    given = {
        1: both | {data: 4},  # 72 + 40 of 150
        2: both,
        3: both | {bonus: 20},  # 72 + 50 of 150
        4: both | {data: 5},  # of another track: as if it were not there
        6: both | {data: 4, bonus: 10},  # 72 + 40 + 25 of 200
    }
    for number, points in given.items():
        review(made.judges[first.pk][0], made.entries[number], points)
    assert computed(made) == [
        ("출품작 3", 1, "81.33"),
        ("출품작 1", 2, "74.67"),
        ("출품작 2", 3, "72.00"),
        ("출품작 4", 3, "72.00"),
        ("출품작 6", 5, "68.50"),
        ("출품작 5", None, ""),
    ]


def score_all(made, stage: Stage, given: dict[int, tuple]) -> None:
    """Have the stage's judges, in their order, give entries these points on every criterion."""
    criteria = list(stage.criteria.all())
    for number, points in given.items():
        for each, gave in zip(made.judges[stage.pk], points, strict=False):
            if gave is not None:
                review(each, made.entries[number], dict.fromkeys(criteria, gave))


def test_a_trimmed_mean_says_which_two_it_leaves_out(made, first):
    Stage.objects.filter(pk=first.pk).update(averaging="trimmed")
    made.judges[first.pk].append(judge(first, 3, by=made.manager))
    # Of four (9 + 8) / 2 count; three are too few to leave any out.
    score_all(
        made, first, {1: (9, 9, 8, 2), 2: (9, 8, 7), 3: (7,), 4: (5,), 5: (4,), 6: (3, 3, 3, 3)}
    )
    document = actions.freeze(made.rounds[0], by=made.manager).document
    scores = {line["entry"]: line["score"] for line in document["ranking"]}
    assert scores == {
        "M-1": "85.00",
        "M-2": "80.00",
        "M-3": "70.00",
        "M-4": "50.00",
        "M-5": "40.00",
        "M-6": "30.00",
    }
    (stage,) = document["inputs"]["stages"]
    left_out = [(line["entry"], line["score"]) for line in stage["reviews"] if "left_out" in line]
    assert sorted(left_out) == [
        ("M-1", "20.00"),
        ("M-1", "90.00"),
        ("M-6", "30.00"),
        ("M-6", "30.00"),
    ]
    assert "최고점과 최저점을 빼고" in method_of(document)[1]
    way = way_of(document, "M-1")[0]
    assert way.count("(제외)") == 2
    assert "20.00(제외)" in way
    assert way.endswith("반영된 평균 85.00점.")
    assert "제외" not in way_of(document, "M-2")[0]


def test_a_harsh_and_a_lenient_judge_are_moved_to_the_same_mean_and_spread(made, first):
    Stage.objects.filter(pk=first.pk).update(normalisation="z_score")
    first.criteria.update(maximum=20)
    # 85 and 55 of one judge, 45 and 15 of another: all have mean 50 and spread 25, each of the
    # two a spread of 15. So one spread above the own mean is 75, one below is 25.
    score_all(made, first, {1: (17,), 2: (11,), 3: (None, 9), 4: (None, 3)})
    sheet = actions.freeze(made.rounds[0], by=made.manager, despite="두 편은 심사하지 못했습니다.")
    document = sheet.document
    ranking = [(line["entry"], line["rank"], line["exact"]) for line in document["ranking"][:4]]
    assert ranking == [
        ("M-1", 1, "75"),  # equal to the next, and better by the first criterion
        ("M-3", 2, "75"),
        ("M-2", 3, "25"),
        ("M-4", 4, "25"),
    ]
    (stage,) = document["inputs"]["stages"]
    reviews = [(line["entry"], line["score"], line["counts"]) for line in stage["reviews"]]
    assert reviews == [
        ("M-1", "85.00", "75.00"),
        ("M-2", "55.00", "25.00"),
        ("M-3", "45.00", "75.00"),
        ("M-4", "15.00", "25.00"),
    ]
    assert "평균과 편차" in method_of(document)[1]
    assert "45.00 → 75.00. 반영된 평균 75.00점." in way_of(document, "M-3")[0]


def test_a_panel_that_gives_points_counts_their_mean_filled_up_to_a_tenth_of_the_ballots(made):
    made.publish(1)
    stage = made.stages["panel"]
    Stage.objects.filter(pk=stage.pk).update(ballot="score")
    Vote.objects.filter(ballot__stage=stage).delete()
    cast(stage, Panel.objects.get(), 10)
    # Eleven ballots: two are a tenth. The mean of all points is (30 + 16 + 2) / 11 = 48/11.
    lines = [(1, 5)] * 6 + [(3, 4)] * 4 + [(2, 2)]
    for ballot, (number, points) in zip(stage.ballots.order_by("pk"), lines, strict=True):
        Vote.objects.create(ballot=ballot, entry=made.entries[number], points=points)
    document = actions.freeze(made.rounds[1], by=made.manager).document
    panel = {
        line["entry"]: (line["stages"][str(stage.pk)]["exact"], line["rank"], line["score"])
        for line in document["ranking"]
    }
    assert panel == {
        "M-2": ("700/11", 1, "82.09"),  # (2 + 48/11) of 10; 90 × 70% + 63.64 × 30%
        "M-3": ("80", 2, "80.00"),
        "M-1": ("100", 3, "79.00"),
    }
    assert "11표의 평균 점수(5점을 100으로)" in "".join(method_of(document))
    assert way_of(document, "M-2")[1] == "시민평가: 11표 가운데 1표에서 모두 2점, 환산 63.64점."
