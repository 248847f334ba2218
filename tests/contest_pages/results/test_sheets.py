"""From scores to a published result: frozen, countersigned, published, corrected."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.entries.models import Entry, Membership
from contest_pages.judging.models import Review, Score
from contest_pages.models import Contest, Stage
from contest_pages.results import actions, documents, notices
from contest_pages.results.models import Advancement, Award, ResultSheet
from tests.contest_pages.results.scene import judge, review
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def frozen(made, number=1, **said):
    return actions.freeze(made.rounds[number - 1], by=made.manager, **said)


def test_what_the_database_sums_is_what_the_pure_module_reckons(made):
    standings = documents.Computation(made.rounds[0], timezone.now()).standings
    assert [(each.entry, each.rank, documents.shown(each.score)) for each in standings] == [
        (made.entries[1].pk, 1, "86.67"),
        (made.entries[2].pk, 2, "80.00"),
        (made.entries[3].pk, 3, "73.33"),
        (made.entries[4].pk, 4, "56.67"),
        (made.entries[5].pk, 5, "30.00"),
        (made.entries[6].pk, 6, "13.33"),
    ]


def advanced(made) -> list[str]:
    entries = Entry.objects.scored_in(made.stages["second"]).order_by("pk")
    return [entry.title for entry in entries]


def test_the_best_of_a_round_advance_when_its_sheet_is_published(made):
    sheet = made.publish(1, publish_at=timezone.now() + timedelta(days=1))
    assert advanced(made) == []
    ResultSheet.objects.filter(pk=sheet.pk).update(publish_at=timezone.now())
    assert advanced(made) == ["출품작 1", "출품작 2", "출품작 3"]


def test_a_correction_changes_who_is_in_the_next_round_once_it_is_public(made):
    made.publish(1)
    Score.objects.filter(review__entry=made.entries[4]).update(points=10)
    soon = timezone.now() + timedelta(hours=1)
    sheet = made.publish(1, correction="점수를 바로잡았습니다.", publish_at=soon)
    assert advanced(made) == ["출품작 1", "출품작 2", "출품작 3"]
    ResultSheet.objects.filter(pk=sheet.pk).update(publish_at=timezone.now())
    assert advanced(made) == ["출품작 1", "출품작 2", "출품작 4"]


def test_judges_and_panel_make_the_last_round_by_weight_and_prizes_follow_the_ranks(made):
    made.publish(1)
    sheet = made.publish(2)
    document = sheet.document
    assert [(line["entry"], line["rank"], line["score"]) for line in document["ranking"]] == [
        ("M-1", 1, "76.00"),
        ("M-2", 2, "75.00"),
        ("M-3", 3, "71.00"),
    ]
    awards = Award.objects.published(timezone.now()).in_order()
    assert [(each.prize.title_ko, each.place, each.entry.title) for each in awards] == [
        ("으뜸상", 1, "출품작 1"),
        ("버금상", 1, "출품작 2"),
        ("버금상", 2, "출품작 3"),
    ]
    assert {award.year for award in awards} == {timezone.localtime(sheet.publish_at).year}


def test_the_document_shows_every_step_and_names_no_judge(made):
    sheet = frozen(made)
    (stage,) = sheet.document["inputs"]["stages"]
    assert stage["judges"] == ["A", "B", "C"]
    assert len(stage["reviews"]) == 18
    first = [line for line in stage["reviews"] if line["entry"] == "M-1"]
    assert sorted(line["score"] for line in first) == ["80.00", "90.00", "90.00"]
    assert sorted(first[0]["points"].values()) in ([8, 8], [9, 9])
    assert sheet.document["ranking"][0]["exact"] == "260/3"
    text = documents.written(sheet.document)
    for hidden in ("심사위원", "example.org", "김관리", "김한국", "출품작", "1번 팀"):
        assert hidden not in text
    assert sheet.sha256 == documents.fingerprint(sheet.document)


def test_a_sheet_waits_until_all_that_is_scored_in_its_round_has_closed(made):
    Stage.objects.filter(pk=made.stages["first"].pk).update(
        closes_at=timezone.now() + timedelta(hours=1)
    )
    with pytest.raises(Refused, match="서류심사"):
        frozen(made)


def test_the_last_round_waits_for_the_published_result_of_the_one_before(made):
    made.publish(1, publish_at=timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="1"):
        frozen(made, 2)


def test_who_froze_a_sheet_does_not_countersign_it_and_who_is_no_manager_does_neither(made):
    moderator = UserFactory(groups=["Moderators"])
    with pytest.raises(Refused):
        actions.freeze(made.rounds[0], by=moderator)
    sheet = frozen(made)
    for person in (made.manager, moderator):
        with pytest.raises(Refused):
            actions.countersign(sheet, by=person)
    assert actions.countersign(sheet, by=made.second).countersigned_by == made.second


@pytest.mark.parametrize(
    "change",
    [
        lambda made: Score.objects.filter(points=1).update(points=10),
        lambda made: Review.objects.filter(entry=made.entries[6]).delete(),
        lambda made: Entry.objects.filter(pk=made.entries[2].pk).update(
            live=False, state="disqualified"
        ),
        lambda made: made.contest.rounds.filter(number=1).update(advances=2),
        lambda made: made.stages["first"].criteria.filter(weight=60).update(weight=50),
    ],
)
def test_what_changed_after_freezing_is_said_and_the_sheet_not_countersigned(change, made):
    sheet = frozen(made)
    change(made)
    with pytest.raises(Refused, match="다시 확정"):
        actions.countersign(sheet, by=made.second)
    assert not Advancement.objects.exists()


def test_a_team_that_changed_after_freezing_changes_who_is_awarded_and_that_is_said(made):
    made.publish(1)
    sheet = frozen(made, 2)
    winner = made.entries[1].memberships.get().user
    Membership.objects.create(entry=made.entries[2], user=winner)
    with pytest.raises(Refused, match="팀"):
        actions.countersign(sheet, by=made.second)


def test_an_entry_that_was_not_judged_has_no_rank_and_freezing_asks_why(made):
    Review.objects.filter(entry=made.entries[6]).update(state="assigned", submitted_at=None)
    with pytest.raises(Refused, match="출품작 6"):
        frozen(made)
    sheet = frozen(made, despite="심사위원이 병가로 나오지 못했습니다.")
    last = sheet.document["ranking"][-1]
    assert (last["entry"], last["rank"], last["score"]) == ("M-6", None, "")
    assert sheet.document["despite"] == "심사위원이 병가로 나오지 못했습니다."


def test_a_tie_that_became_known_after_the_scores_asks_why_they_count(made):
    judge = made.judges[made.stages["first"].pk][0]
    Membership.objects.create(entry=made.entries[2], user=judge.user)
    with pytest.raises(Refused, match=r"출품작 2.*채점"):
        frozen(made)
    assert frozen(made, despite="사무국 확인 결과 다른 팀입니다.").version == 1


def test_who_has_come_to_see_who_entered_at_a_blind_stage_is_named_and_asks_for_a_reason(made):
    stage = made.stages["first"]
    judge = made.judges[stage.pk][0]
    judge.user.groups.add(Group.objects.get(name="Moderators"))
    frozen(made)  # at an open stage it is no matter
    Stage.objects.filter(pk=stage.pk).update(is_blind=True)
    with pytest.raises(Refused, match=f"{judge} 심사위원은 익명 심사인"):
        frozen(made)
    assert frozen(made, despite="채점을 마친 뒤에 맡은 일입니다.").version == 2


def test_a_judge_who_never_came_keeps_no_round_from_closing(made):
    absent = made.judges[made.stages["first"].pk][2]
    absent.reviews.update(state="assigned", submitted_at=None)
    sheet = frozen(made)
    (stage,) = sheet.document["inputs"]["stages"]
    assert stage["judges"] == ["A", "B"]
    assert sheet.document["ranking"][0]["score"] == "90.00"


def equal_at_the_cut(made):
    """Entries 3 and 4 are equal, and three advance."""
    Score.objects.filter(review__entry__in=[made.entries[3], made.entries[4]]).filter(
        criterion__stage=made.stages["first"]
    ).update(points=7)


def test_equal_scores_at_the_cut_are_decided_by_the_chair_with_a_reason(made):
    equal_at_the_cut(made)
    with pytest.raises(Refused, match=r"출품작 3.*출품작 4"):
        frozen(made)
    three, four = made.entries[3], made.entries[4]
    for order, reason in (([four, three], " "), ([four], "x"), ([four, made.entries[1]], "x")):
        with pytest.raises(Refused):
            actions.decide_tie(made.rounds[0], order, reason=reason, by=made.manager)
    actions.decide_tie(made.rounds[0], [four, three], reason="공공성", by=made.manager)
    sheet = frozen(made)
    assert made.titles(sheet.document["advances"]) == ["출품작 1", "출품작 2", "출품작 4"]
    assert sheet.document["inputs"]["decisions"] == [{"order": ["M-4", "M-3"], "reason": "공공성"}]


def test_equal_scores_that_decide_nothing_share_their_rank(made):
    Score.objects.filter(review__entry=made.entries[6]).update(points=3)
    sheet = frozen(made)
    assert [line["rank"] for line in sheet.document["ranking"]] == [1, 2, 3, 4, 5, 5]


def test_a_team_that_shares_a_member_with_a_higher_winner_is_passed_over(made):
    winner = made.entries[1].memberships.get().user
    Membership.objects.create(entry=made.entries[3], user=winner)
    made.publish(1)
    with pytest.raises(Refused, match=r"3.*2"):
        frozen(made, 2)
    sheet = frozen(made, 2, despite="상을 줄 출품작이 없습니다.")
    assert [award["entry"] for award in sheet.document["awards"]] == ["M-1", "M-2"]
    assert sheet.document["passed_over"] == ["M-3"]
    made.contest.one_award_per_team = False
    made.contest.save()
    again = frozen(made, 2, correction="한 팀이 여러 상을 받을 수 있습니다.")
    assert [award["entry"] for award in again.document["awards"]] == ["M-1", "M-2", "M-3"]


def test_nothing_is_published_before_its_instant(made):
    now = timezone.now()
    first = made.publish(1)
    made.publish(2, publish_at=now + timedelta(hours=2))
    assert ResultSheet.objects.published(now + timedelta(hours=1)).get() == first
    assert not Award.objects.published(now + timedelta(hours=1)).exists()
    assert Award.objects.published(now + timedelta(hours=2)).count() == 3


def test_a_publication_is_moved_while_it_is_to_come_and_the_signature_holds(made):
    now = timezone.now()
    sheet = made.publish(1, publish_at=now + timedelta(hours=2))
    later = now + timedelta(days=400)
    moved = actions.move_publication(
        sheet, publish_at=later, reason="시상식이 미뤄졌습니다.", by=made.manager
    )
    assert (moved.publish_at, moved.countersigned_by) == (later, made.second)
    assert not ResultSheet.objects.published(now + timedelta(hours=3)).exists()
    said = ModelLogEntry.objects.filter(action="results.move").get().data
    assert (said["reason"], said["publish_at"]) == ("시상식이 미뤄졌습니다.", later.isoformat())
    sooner = now + timedelta(minutes=5)
    actions.move_publication(moved, publish_at=sooner, reason="준비되었습니다.", by=made.second)
    assert ResultSheet.objects.published(sooner).get() == sheet


def test_a_publication_is_not_moved_into_the_past_nor_once_it_is_public_nor_unexplained(made):
    now = timezone.now()
    said = {"publish_at": now + timedelta(hours=5), "reason": "미룸", "by": made.manager}
    frozen_only = frozen(made)
    with pytest.raises(Refused):
        actions.move_publication(frozen_only, **said)
    sheet = actions.countersign(frozen_only, by=made.second, publish_at=now + timedelta(hours=2))
    for wrong in (
        {"publish_at": now - timedelta(hours=1)},
        {"reason": " "},
        {"by": UserFactory(groups=["Moderators"])},
        {"now": now + timedelta(hours=2)},
    ):
        with pytest.raises(Refused):
            actions.move_publication(sheet, **said | wrong)
    sheet.refresh_from_db()
    assert sheet.publish_at == now + timedelta(hours=2)


def test_moving_a_publication_into_another_year_moves_the_year_of_its_awards(made):
    now = timezone.now()
    made.publish(1)
    sheet = made.publish(2, publish_at=now + timedelta(hours=2))
    then = now + timedelta(days=400)
    actions.move_publication(sheet, publish_at=then, reason="미룸", by=made.manager)
    assert {award.year for award in sheet.awards.all()} == {timezone.localtime(then).year}


def test_a_correction_is_a_version_of_its_own_and_takes_over_when_it_is_published(made):
    made.publish(1)
    first = made.publish(2)
    citing = {award.pk: ("시민에게 꼭 필요한 앱", "") for award in first.awards.all()}
    with pytest.raises(Refused):
        actions.write_citations(first, citing, by=made.manager)
    with pytest.raises(Refused, match="1판"):
        frozen(made, 2)
    late = judge(made.stages["second"], 9, by=made.manager)
    criteria = made.stages["second"].criteria.all()
    review(late, made.entries[3], dict.fromkeys(criteria, 10))
    with pytest.raises(Refused):
        frozen(made, 2)
    second = frozen(made, 2, correction="빠진 심사표 1건을 더했습니다.")
    actions.write_citations(
        second,
        {award.pk: ("시민에게 꼭 필요한 앱", "") for award in second.awards.all()},
        by=made.manager,
    )
    then = timezone.now() + timedelta(hours=1)
    actions.countersign(second, by=made.second, publish_at=then)
    assert ResultSheet.objects.published(timezone.now()).get(round=made.rounds[1]) == first
    before = [award.entry.title for award in Award.objects.published(timezone.now()).in_order()]
    assert before == ["출품작 1", "출품작 2", "출품작 3"]
    assert ResultSheet.objects.published(then).get(round=made.rounds[1]) == second
    after = Award.objects.published(then).in_order()
    assert [award.entry.title for award in after] == ["출품작 1", "출품작 2", "출품작 3"]
    assert {award.citation_ko for award in after} == {"시민에게 꼭 필요한 앱"}
    assert second.document["ranking"][2]["score"] == "74.50"


def test_of_two_who_freeze_at_once_the_second_makes_no_second_version(made):
    sheet = frozen(made)
    with pytest.raises(Refused):
        frozen(made)
    assert list(ResultSheet.objects.all()) == [sheet]


def test_a_version_countersigned_later_stops_one_that_waits_whatever_its_own_instant(made):
    now = timezone.now()
    wrong = made.publish(1, publish_at=now + timedelta(hours=1))
    Score.objects.filter(points=1).update(points=2)
    right = made.publish(1, correction="점수를 고쳤습니다.", publish_at=now + timedelta(hours=2))
    assert not ResultSheet.objects.published(now + timedelta(hours=1, minutes=30)).exists()
    assert ResultSheet.objects.published(now + timedelta(hours=2)).get() == right
    assert ResultSheet.objects.awaited(timezone.now()).get() == right
    assert list(ResultSheet.objects.been_public(now + timedelta(hours=3))) == [right]
    then = now + timedelta(hours=3)
    with pytest.raises(Refused, match="새로운 판"):
        actions.move_publication(wrong, publish_at=then, reason="미룸", by=made.manager)


def test_what_was_public_stays_so_while_its_correction_waits_and_that_is_stopped(made):
    now = timezone.now()
    first = made.publish(1)
    for points, hours in ((2, 1), (3, 2)):
        Score.objects.filter(points=points - 1).update(points=points)
        soon = now + timedelta(hours=hours)
        last = made.publish(1, correction="점수를 고쳤습니다.", publish_at=soon)
    assert ResultSheet.objects.published(now + timedelta(hours=1, minutes=30)).get() == first
    assert ResultSheet.objects.published(now + timedelta(hours=2)).get() == last


def test_the_result_of_a_contest_called_off_before_its_instant_is_not_published(made):
    now = timezone.now()
    made.publish(1)
    made.publish(2, publish_at=now + timedelta(hours=2))
    Contest.objects.update(cancelled_at=now + timedelta(hours=1))
    then = now + timedelta(hours=3)
    assert [sheet.round.number for sheet in ResultSheet.objects.published(then)] == [1]
    assert not Award.objects.published(then).exists()
    notices.tell_of_published(then)
    keys = Notice.objects.filter(kind="result_published").values_list("body", flat=True)
    assert not [body for body in keys if "으뜸상" in body or "버금상" in body]


def rescore(made, points: int) -> None:
    Score.objects.filter(review__entry=made.entries[6]).update(points=points)


def test_what_was_never_public_is_not_corrected_but_frozen_again(made):
    frozen(made)
    with pytest.raises(Refused, match="1판"):
        frozen(made)
    rescore(made, 2)
    sheet = frozen(made)
    assert (sheet.version, sheet.correction) == (2, "")
    actions.countersign(sheet, by=made.second)
    rescore(made, 3)
    with pytest.raises(Refused, match="2판"):
        frozen(made)
    assert frozen(made, correction="점수를 고쳤습니다.").correction == "점수를 고쳤습니다."
    rescore(made, 2)
    for correction in ("", "점수를 되돌렸습니다."):
        with pytest.raises(Refused, match="2판"):
            frozen(made, correction=correction)


def test_a_correction_is_told_only_to_those_who_could_see_what_it_corrects(made):
    now = timezone.now()
    made.publish(1, publish_at=now + timedelta(hours=1))
    rescore(made, 2)
    made.publish(1, correction="점수를 고쳤습니다.")
    now = timezone.now()
    assert ResultSheet.objects.published(now).with_told(now).get().told == ""
    rescore(made, 3)
    made.publish(1, correction="점수를 더 고쳤습니다.")
    now = timezone.now()
    told = ResultSheet.objects.been_public(now).with_told(now).order_by("version")
    assert [sheet.told for sheet in told] == ["", "점수를 더 고쳤습니다."]


def test_a_citation_alone_is_corrected_and_a_version_that_corrects_nothing_not_countersigned(made):
    made.publish(1)
    first = made.publish(2)
    second = frozen(made, 2, correction="심사평의 오자를 바로잡았습니다.")
    with pytest.raises(Refused, match="1판"):
        actions.countersign(second, by=made.second)
    with pytest.raises(Refused, match="2판"):
        frozen(made, 2, correction="심사평의 오자를 바로잡았습니다.")
    award = second.awards.first()
    actions.write_citations(second, {award.pk: ("따뜻한 앱", "")}, by=made.manager)
    actions.countersign(second, by=made.second)
    assert ResultSheet.objects.published(timezone.now()).get(round=made.rounds[1]) == second
    assert not first.awards.exclude(citation_ko="").exists()


def test_prizes_that_do_not_make_the_budget_are_frozen_with_a_reason_alone(made):
    made.publish(1)
    made.contest.budget = 10_000_000
    made.contest.save()
    with pytest.raises(Refused, match="1,000만 원"):
        frozen(made, 2)
    sheet = frozen(made, 2, despite="100만 원은 운영비로 씁니다.")
    assert sheet.document["despite"] == "100만 원은 운영비로 씁니다."
