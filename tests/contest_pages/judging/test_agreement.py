"""How far judges agree: the figures, and who sees them."""

from fractions import Fraction

import pytest
from hypothesis import given as all_of
from hypothesis import strategies as st

from contest_pages.entries.models import Entry, Membership
from contest_pages.judging.agreement import agreement_of
from contest_pages.judging.models import Judge
from contest_pages.models import Stage
from tests.contest_pages.judging.scene import (
    closed,
    criterion_of,
    entries_of,
    finish,
    given,
    judging_stage,
    pledged,
)
from tests.statements import asked, check

SCORES = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.integers(1, 6)),
    st.integers(0, 100).map(Fraction),
    min_size=1,
)


def test_a_judge_is_measured_against_the_others_on_the_same_entries_alone():
    scores = {("a", 1): 40, ("b", 1): 60, ("c", 1): 80, ("a", 2): 50, ("b", 2): 60, ("c", 3): 100}
    found = agreement_of({pair: Fraction(score) for pair, score in scores.items()})
    assert {judge: each.difference for judge, each in found.severity.items()} == {
        "a": -20,
        "b": 5,
        "c": 30,
    }
    assert {judge: each.shared for judge, each in found.severity.items()} == {
        "a": 2,
        "b": 2,
        "c": 1,
    }
    assert found.by_entry[1].width == 40
    assert found.by_judge["c"].mean == 90


def test_entries_to_talk_about_are_those_whose_scores_lie_farthest_apart():
    scores = {("a", 1): 50, ("b", 1): 55, ("a", 2): 10, ("b", 2): 90, ("a", 3): 70, ("b", 3): 70}
    found = agreement_of({pair: Fraction(score) for pair, score in scores.items()})
    assert found.to_talk_about() == [2, 1, 3]


@all_of(SCORES)
def test_the_order_in_which_scores_come_changes_no_figure(scores):
    turned = dict(reversed(scores.items()))
    assert agreement_of(scores) == agreement_of(turned)


@all_of(SCORES, st.integers(-50, 50))
def test_all_judges_one_step_higher_differ_by_as_much_as_before(scores, step):
    before = agreement_of(scores)
    after = agreement_of({pair: score + step for pair, score in scores.items()})
    assert {j: each.difference for j, each in after.severity.items()} == {
        j: each.difference for j, each in before.severity.items()
    }
    assert {e: each.width for e, each in after.by_entry.items()} == {
        e: each.width for e, each in before.by_entry.items()
    }


@pytest.fixture
def stage(db):
    stage = judging_stage()
    criterion_of(stage)
    return stage


def scored(stage) -> tuple[Judge, Entry]:
    """The chair of a stage, and the entry on which its judges do not agree."""
    chair = pledged(stage, name="위원장님", is_chair=True)
    other = pledged(stage, name="너그러운 위원")
    entry = entries_of(stage.contest, 1, title="나눔카 by 김하늘", team_name="김하늘")[0]
    finish(given(chair, entry), points=2), finish(given(other, entry), points=9)
    return chair, entry


def test_the_chair_sees_who_is_harsh_and_what_to_talk_about_and_no_other_judge_does(client, stage):
    chair, entry = scored(stage)
    other = stage.judges.get(is_chair=False)
    address = f"/judging/{chair.pk}/agreement/"
    client.force_login(chair.user)
    text = client.get(address).content.decode()
    assert entry.title in text
    assert "−70.0" in text
    assert "+70.0" in text
    assert "<svg" in text
    assert " style=" not in text
    assert client.get(f"/judging/{other.pk}/agreement/").status_code == 404
    client.force_login(other.user)
    for pk in (chair.pk, other.pk):
        assert client.get(f"/judging/{pk}/agreement/").status_code == 404


def test_a_chair_compares_after_their_own_reviews_and_never_what_concerns_their_own_team(
    client, stage
):
    chair, entry = scored(stage)
    other = stage.judges.get(is_chair=False)
    own = entries_of(stage.contest, 1, title="위원장 팀의 작품")[0]
    Membership.objects.create(entry=own, user=chair.user)
    finish(given(other, own), points=9), finish(given(pledged(stage), own), points=1)
    address = f"/judging/{chair.pk}/agreement/"
    client.force_login(chair.user)
    text = client.get(address).content.decode()
    assert entry.title in text
    assert own.title not in text
    given(chair, entries_of(stage.contest, 1)[0])
    assert client.get(address).status_code == 302


def test_a_blind_stage_names_no_team_to_its_chair_until_it_has_closed(client, stage):
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    chair, entry = scored(Stage.objects.get(pk=stage.pk))
    address = f"/judging/{chair.pk}/agreement/"
    client.force_login(chair.user)
    assert "김하늘" not in client.get(address).content.decode()
    closed(stage)
    assert entry.title in client.get(address).content.decode()


def test_the_page_asks_no_more_of_many_entries(client, stage):
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    stage = Stage.objects.get(pk=stage.pk)
    chair, other = pledged(stage, is_chair=True), pledged(stage)

    def grow(count: int) -> None:
        for number, entry in enumerate(entries_of(stage.contest, count)):
            finish(given(chair, entry), points=number % 5)
            finish(given(other, entry), points=10)

    client.force_login(chair.user)
    address = f"/judging/{chair.pk}/agreement/"
    grow(3)
    few = asked(client, address)
    grow(12)
    many = asked(client, address)
    assert len(few) == len(many)
    check(many, 22)


def test_a_chair_who_was_taken_out_sees_nothing_more(client, stage):
    chair, _entry = scored(stage)
    Judge.objects.filter(pk=chair.pk).update(state=Judge.State.WITHDRAWN)
    client.force_login(chair.user)
    assert client.get(f"/judging/{chair.pk}/agreement/").status_code == 404


def test_without_scores_the_page_says_so(client, stage):
    chair = pledged(stage, is_chair=True)
    client.force_login(chair.user)
    text = client.get(f"/judging/{chair.pk}/agreement/").content.decode()
    assert "제출된 심사가 아직 없습니다." in text
