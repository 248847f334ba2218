"""Appointing judges and sharing entries out among them, as acts."""

from collections import Counter
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.entries.models import Entry
from contest_pages.judging import actions
from contest_pages.judging.assignment import share_out
from contest_pages.judging.models import Judge, Review, Score
from contest_pages.judging.wishes import wish_of
from contest_pages.models import Contest
from contest_pages.rules import uses_of
from tests.contest_pages.judging.scene import (
    appointed,
    begin,
    closed,
    criterion_of,
    entries_of,
    finish,
    given,
    judging_stage,
    manager,
    pledged,
    shares,
)
from tests.factories import TrackFactory, UserFactory, leader_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def by(db):
    return manager(name="담당자")


@pytest.fixture
def stage(db):
    return judging_stage()


def log_of(thing) -> list[tuple]:
    """What the log says, the first first: action, data."""
    found = ModelLogEntry.objects.for_instance(thing).order_by("pk")
    return [(each.action, each.data) for each in found]


def mails() -> list[tuple]:
    """What was written to whom."""
    return list(Notice.objects.order_by("pk").values_list("kind", "address"))


# --- Appointing ---------------------------------------------------------------------------------


def test_a_judge_is_asked_by_a_mail_whose_link_is_kept_as_a_hash_only(
    stage, by, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        judge = actions.appoint(stage, email=" Nara@SNU.ac.kr ", name="이나라", by=by)
    assert (judge.email, judge.state) == ("nara@snu.ac.kr", Judge.State.INVITED)
    body = mail.outbox[0].body
    token = body.split("/judging/invitations/")[1].split("/")[0]
    assert list(Judge.objects.of_token(token)) == [judge]
    assert judge.expires_at == stage.closes_at
    notice = Notice.objects.get()
    assert (notice.kind, notice.body) == ("judge_invitation", "")
    assert log_of(judge) == [("judge.appoint", {})]


def test_an_account_reads_its_invitation_in_its_own_language(stage, by):
    UserFactory(email="nara@example.org", preferred_language="en")
    actions.appoint(stage, email="nara@example.org", name="Nara", by=by)
    notice = Notice.objects.get()
    assert notice.language == "en"
    assert "/en/judging/invitations/" in notice.body


def test_an_address_is_appointed_once_in_a_stage_whatever_its_case(stage, by):
    appointed(stage, email="nara@example.org")
    with pytest.raises(Refused, match="이미 위촉"):
        actions.appoint(stage, email="NARA@example.org", name="이나라", by=by)
    appointed(judging_stage(), email="nara@example.org")


def test_a_stage_has_one_chair_who_can_be_replaced(stage, by):
    first = appointed(stage, is_chair=True)
    with pytest.raises(Refused, match="이미 위원장"):
        appointed(stage, is_chair=True)
    actions.withdraw(first, reason="사임", by=by)
    assert appointed(stage, is_chair=True).is_chair


def test_only_managers_see_to_judges_and_only_until_the_stage_closes(stage, by):
    stranger = UserFactory(groups=["Moderators", "Judges", "Editors"])
    judge, other = appointed(stage), pledged(stage)
    entry = entries_of(stage.contest, 1)[0]
    review = given(other, entry)

    def acts(who):
        yield lambda: actions.appoint(stage, email="a@example.org", name="A", by=who)
        yield lambda: actions.invite_again(judge, by=who)
        yield lambda: actions.withdraw(judge, reason="사임", by=who)
        yield lambda: actions.assign(stage, by=who)
        yield lambda: actions.give(judge, entry, by=who)
        yield lambda: actions.take_away(review, by=who)

    for act in acts(stranger):
        with pytest.raises(Refused, match="사업 담당자만"):
            act()
    closed(stage)
    for act in acts(by):
        with pytest.raises(Refused, match="마감되었습니다"):
            act()
    Contest.objects.filter(pk=stage.contest_id).update(cancelled_at=timezone.now())
    for act in acts(by):
        with pytest.raises(Refused, match="취소"):
            act()


def test_who_declined_is_asked_again_with_a_new_link_and_who_pledged_is_not(stage, by):
    judge = appointed(stage)
    old = judge.token_hash
    Judge.objects.filter(pk=judge.pk).update(state=Judge.State.DECLINED)
    again = actions.invite_again(judge, by=by)
    assert again.state == Judge.State.INVITED
    assert again.token_hash != old
    with pytest.raises(Refused, match="이미 서약"):
        actions.invite_again(pledged(stage), by=by)


# --- Sharing out --------------------------------------------------------------------------------


def test_entries_are_shared_out_evenly_and_each_judge_gets_one_letter(stage, by):
    judges = [pledged(stage) for _each in range(3)]
    entries = entries_of(stage.contest, 6)
    Notice.objects.all().delete()
    actions.assign(stage, by=by)
    assert {name: len(titles) for name, titles in shares(stage).items()} == {
        judge.name: 4 for judge in judges
    }
    each = Counter(Review.objects.values_list("entry", flat=True))
    assert each == {entry.pk: 2 for entry in entries}
    assert Counter(mails()) == {("judge_assigned", judge.email): 1 for judge in judges}
    assert log_of(stage.contest)[-1] == (
        "contest.assigned",
        {"stage": str(stage), "given": 12, "taken": 0},
    )


def test_sharing_out_again_keeps_what_is_finished_or_begun_and_moves_the_rest(stage, by):
    first, second = pledged(stage), pledged(stage)
    entries = entries_of(stage.contest, 6)
    actions.assign(stage, by=by)
    finished = finish(first.reviews.order_by("pk")[0])
    begun = begin(first.reviews.order_by("pk")[1])
    third = pledged(stage)
    actions.assign(stage, by=by)
    assert Counter(Review.objects.values_list("judge", flat=True)) == {
        first.pk: 4,
        second.pk: 4,
        third.pk: 4,
    }
    assert set(first.reviews.exclude(saved_at=None)) == {finished, begun}
    assert Review.objects.count() == 2 * len(entries)


def test_a_plan_that_was_looked_at_is_followed_only_while_it_is_still_the_plan(stage, by):
    pledged(stage), pledged(stage)
    entries_of(stage.contest, 2)
    seen = share_out(wish_of(stage)).mark
    entries_of(stage.contest, 1)
    with pytest.raises(Refused, match="그사이"):
        actions.assign(stage, seen=seen, by=by)
    assert Review.objects.count() == 0
    actions.assign(stage, seen=share_out(wish_of(stage)).mark, by=by)
    assert Review.objects.count() == 6


def test_what_can_be_assigned_is_assigned_where_an_entry_has_too_few_judges(stage, by):
    entries = entries_of(stage.contest, 3)
    pledged(stage, name="가", user=leader_of(entries[0]))
    pledged(stage, name="나")
    plan = actions.assign(stage, by=by)
    assert plan.missing == {entries[0].pk: 1}
    titles = {entry.title for entry in entries}
    assert shares(stage) == {"가": titles - {entries[0].title}, "나": titles}


def test_judges_of_a_track_get_its_entries_alone(stage, by):
    one, two = TrackFactory(contest=stage.contest), TrackFactory(contest=stage.contest)
    ours = entries_of(stage.contest, 2, track=one)
    theirs = entries_of(stage.contest, 2, track=two)
    pledged(stage, name="가", tracks=[one]), pledged(stage, name="나", tracks=[one])
    pledged(stage, name="다", tracks=[two]), pledged(stage, name="라", tracks=[one, two])
    stage.reviews_per_entry = 1
    stage.save()
    actions.assign(stage, by=by)
    found = shares(stage)
    assert found["가"] | found["나"] <= {entry.title for entry in ours}
    assert found["다"] <= {entry.title for entry in theirs}
    assert sorted(len(titles) for titles in found.values()) == [1, 1, 1, 1]


def test_entries_that_are_out_of_the_running_are_released(stage, by):
    pledged(stage), pledged(stage)
    entries = entries_of(stage.contest, 2)
    actions.assign(stage, by=by)
    Entry.objects.filter(pk=entries[0].pk).update(live=False, state="disqualified")
    actions.assign(stage, by=by)
    assert set(Review.objects.values_list("entry", flat=True)) == {entries[1].pk}


def test_who_signed_off_and_gets_more_can_go_on(stage, by):
    judge = pledged(stage)
    pledged(stage)
    entries_of(stage.contest, 1)
    Judge.objects.filter(pk=judge.pk).update(signed_off_at=timezone.now())
    actions.assign(stage, by=by)
    judge.refresh_from_db()
    assert judge.signed_off_at is None


# --- By hand ------------------------------------------------------------------------------------


def test_one_entry_is_given_by_hand_even_of_another_track_but_not_against_a_conflict(stage, by):
    track = TrackFactory(contest=stage.contest)
    entry, own = entries_of(stage.contest, 2)
    judge = pledged(stage, tracks=[track], user=leader_of(own))
    review = actions.give(judge, entry, by=by)
    assert (review.state, review.is_begun) == (Review.State.ASSIGNED, False)
    assert log_of(judge)[-1] == ("judge.give", {"entry": entry.title})
    with pytest.raises(Refused, match="팀에 속함"):
        actions.give(judge, own, by=by)
    with pytest.raises(Refused, match="이미 배정"):
        actions.give(judge, entry, by=by)
    with pytest.raises(Refused, match="심사하지 않는"):
        actions.give(judge, entries_of(judging_stage().contest, 1)[0], by=by)


def test_an_untouched_entry_is_taken_away_and_a_begun_or_finished_one_stays(stage, by):
    judge = pledged(stage)
    untouched, begun, finished = [given(judge, entry) for entry in entries_of(stage.contest, 3)]
    begin(begun), finish(finished)
    actions.take_away(untouched, by=by)
    for review, reason in ((begun, "시작한"), (finished, "제출된"), (untouched, "이미")):
        with pytest.raises(Refused, match=reason):
            actions.take_away(review, by=by)
    assert set(judge.reviews.all()) == {begun, finished}


# --- Leaving ------------------------------------------------------------------------------------


def test_a_judge_who_is_taken_out_leaves_what_is_finished_and_the_rest_goes_to_others(stage, by):
    entries = entries_of(stage.contest, 4)
    leaving, second, third = pledged(stage), pledged(stage), pledged(stage)
    actions.assign(stage, by=by)
    theirs = list(leaving.reviews.order_by("pk"))
    finished = finish(theirs[0])
    stays = set(Review.objects.filter(judge__in=[second, third]))
    Notice.objects.all().delete()
    actions.withdraw(leaving, reason="건강", by=by)
    assert ("judge_withdrawn", leaving.email) in mails()
    leaving.refresh_from_db()
    assert leaving.state == Judge.State.WITHDRAWN
    assert set(leaving.reviews.all()) == {finished}
    assert stays <= set(Review.objects.filter(judge__in=[second, third]))
    assert Counter(Review.objects.values_list("entry", flat=True)) == {e.pk: 2 for e in entries}
    assert Review.objects.counted().count() == 1


def test_the_entries_of_who_is_taken_out_can_be_left_without_a_judge(stage, by):
    entries_of(stage.contest, 2)
    leaving, _other, _third = pledged(stage), pledged(stage), pledged(stage)
    actions.assign(stage, by=by)
    before = Review.objects.exclude(judge=leaving).count()
    actions.withdraw(leaving, reason="건강", move=False, by=by)
    assert Review.objects.count() == before


def test_begun_work_comes_back_with_the_judge(stage, by):
    judge = pledged(stage)
    begun = begin(given(judge, entries_of(stage.contest, 1)[0]))
    actions.withdraw(judge, reason="휴가", by=by)
    actions.invite_again(judge, by=by)
    assert list(judge.reviews.all()) == [begun]


def test_who_recuses_is_replaced_by_whoever_has_least_to_do_and_the_managers_are_told(stage, by):
    entry = entries_of(stage.contest, 1)[0]
    recusing, busy, free = pledged(stage), pledged(stage), pledged(stage, name="한가한 위원")
    for other in entries_of(stage.contest, 3):
        given(busy, other)
    review = given(recusing, entry)
    Review.objects.filter(pk=review.pk).update(state="recused", reason="제자의 작품입니다.")
    review.refresh_from_db()
    Notice.objects.all().delete()
    stage.reviews_per_entry = 1
    stage.save()
    assert actions.replace(review) == [free.pk]
    assert actions.replace(review) == []
    told = Notice.objects.get(kind="judge_recused", address=by.email)
    assert "한가한 위원" in told.body
    assert "제자의 작품입니다." in told.body


def test_the_managers_are_told_where_nobody_is_free_for_an_entry(stage, by):
    entry = entries_of(stage.contest, 1)[0]
    judge = pledged(stage)
    review = given(judge, entry)
    Review.objects.filter(pk=review.pk).update(state="recused", reason="제자")
    review.refresh_from_db()
    assert actions.replace(review) == []
    assert (
        "맡을 수 있는 다른 심사위원이 없습니다"
        in Notice.objects.get(kind="judge_recused", address=by.email).body
    )


def test_a_stage_closes_with_a_judge_absent(stage, by):
    present, _absent = pledged(stage), pledged(stage)
    entries_of(stage.contest, 1)
    actions.assign(stage, by=by)
    finish(present.reviews.get())
    assert closed(stage).has_closed(timezone.now())
    assert Review.objects.counted().count() == 1


def test_a_closed_stage_finds_nobody_new_for_who_recused_at_the_last_minute(stage):
    judge = pledged(stage)
    pledged(stage)
    review = given(judge, entries_of(stage.contest, 1)[0])
    Review.objects.filter(pk=review.pk).update(state="recused", reason="제자")
    review.refresh_from_db()
    later = stage.closes_at + timedelta(minutes=1)
    assert actions.replace(review, now=later) == []


def test_once_a_stage_is_scored_all_its_criteria_are_in_use_and_no_other_stages_are():
    stage = judging_stage()
    scored, skipped = criterion_of(stage, weight=60), criterion_of(stage, weight=40)
    other = criterion_of(judging_stage(stage.contest))
    review = given(pledged(stage), entries_of(stage.contest, 1)[0])
    finish(review)
    assert not any(uses_of(stage.contest)["criterion", each.pk] for each in (scored, skipped))
    Score.objects.create(review=review, criterion=scored, points=5)
    used = uses_of(stage.contest)
    assert [used["criterion", each.pk] for each in (scored, skipped, other)] == [1, 1, 0]
