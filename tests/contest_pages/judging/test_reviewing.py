"""Scoring an entry: save, submit, reopen, recuse, report trouble, sign off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries.models import Membership
from contest_pages.judging import actions, rules
from contest_pages.judging.models import Review
from contest_pages.judging.queries import criteria_of
from contest_pages.judging.signals import judge_recused, trouble_reported
from contest_pages.models import Stage
from tests.contest_pages.judging.people import give, judge_of, scored, submitted
from tests.factories import UserFactory, accepted_entry

pytestmark = pytest.mark.django_db


def points(review) -> list[int]:
    return list(review.scores.order_by("criterion__pk").values_list("points", flat=True))


def close(stage) -> None:
    now = timezone.now()
    Stage.objects.filter(pk=stage.pk).update(closes_at=now)


def test_scores_are_kept_before_they_are_complete(judge, review):
    actions.save(review, **scored(review, 7, None, notes="좋다"), by=judge.user)
    review.refresh_from_db()
    assert points(review) == [7]
    assert (review.notes, review.version, review.is_begun) == ("좋다", 1, True)
    actions.save(review, **scored(review, None, 3), by=judge.user)
    assert points(review) == [3]


def test_a_review_is_submitted_with_every_criterion_and_stands_in_the_log(judge, review):
    with pytest.raises(Refused):
        actions.submit(review, **scored(review, 7, None), by=judge.user)
    assert points(review) == []
    done = submitted(review, 7, 0)
    assert (done.state, points(done)) == (Review.State.SUBMITTED, [7, 0])
    with pytest.raises(Refused):
        actions.save(review, **scored(review, 1, 1), by=judge.user)


def test_an_optional_criterion_may_be_left_out(judge, review):
    last = criteria_of(judge.stage)[-1]
    last.is_optional = True
    last.save()
    assert submitted(review, 10, None).state == Review.State.SUBMITTED
    assert points(review) == [10]


def test_points_above_the_maximum_are_refused_and_what_was_kept_stays(judge, review):
    actions.save(review, **scored(review, 7, 5), by=judge.user)
    for wrong in (11, -1):
        with pytest.raises(Refused):
            actions.save(review, **scored(review, wrong, 5), by=judge.user)
    assert points(review) == [7, 5]


def test_what_another_window_saved_is_not_overwritten_unseen(judge, review):
    mine = scored(review, 7, 5)
    actions.save(review, **scored(review, 1, 1), by=judge.user)
    with pytest.raises(actions.ReviewChanged):
        actions.save(review, **mine, by=judge.user)
    assert points(review) == [1, 1]
    # the same content is no conflict: a request that was sent twice
    actions.save(review, **(scored(review, 1, 1) | {"version": 0}), by=judge.user)


def test_a_review_is_reopened_until_the_stage_closes_and_does_not_count_meanwhile(judge, review):
    submitted(review, 7, 5)
    actions.reopen(review, by=judge.user)
    assert not Review.objects.counted().exists()
    submitted(review, 8, 5)
    close(judge.stage)
    with pytest.raises(Refused):
        actions.reopen(review, by=judge.user)
    assert points(review) == [8, 5]


def test_nothing_is_saved_before_the_stage_opens_or_once_it_has_closed(judge, review):
    stage, given = judge.stage, scored(review, 7, 5)
    for now in (stage.opens_at - timedelta(seconds=1), stage.closes_at):
        with pytest.raises(Refused):
            actions.save(review, **given, by=judge.user, now=now)
    last = stage.closes_at - timedelta(seconds=1)
    assert actions.save(review, **given, by=judge.user, now=last).version == 1


def test_nothing_is_saved_in_a_contest_that_was_called_off(judge, review):
    contest = judge.stage.contest
    contest.cancelled_at = timezone.now()
    contest.save()
    with pytest.raises(Refused):
        actions.save(review, **scored(review, 7, 5), by=judge.user)


def test_another_judge_does_nothing_with_a_review_that_is_not_theirs(judge, review):
    other = judge_of(judge.stage).user
    for act, given in (
        (actions.save, scored(review, 7, 5)),
        (actions.submit, scored(review, 7, 5)),
        (actions.reopen, {}),
        (actions.recuse, {"reason": "x"}),
        (actions.report_trouble, {"text": "x"}),
    ):
        with pytest.raises(Refused):
            act(review, **given, by=other)


def test_nobody_judges_the_entry_of_their_own_team_even_if_it_was_given_to_them(judge, review):
    Membership.objects.create(entry=review.entry, user=judge.user)
    now = timezone.now()
    assert rules.why_not_see(judge.user, review, now) == rules.desk.OWN_TEAM
    for act in (actions.save, actions.submit):
        with pytest.raises(Refused):
            act(review, **scored(review, 10, 10), by=judge.user)
    # and gives it back
    assert actions.recuse(review, reason="제 팀입니다.", by=judge.user).state == "recused"


def test_a_judge_recuses_with_a_reason_and_no_longer_sees_the_entry(judge, review):
    heard = []

    def listen(sender, review, **more):
        heard.append((review, review.state))

    judge_recused.connect(listen)
    try:
        with pytest.raises(Refused):
            actions.recuse(review, reason=" ", by=judge.user)
        done = actions.recuse(review, reason="지도한 팀입니다.", by=judge.user)
    finally:
        judge_recused.disconnect(listen)
    assert heard == [(done, "recused")]
    assert rules.why_not_see(judge.user, done, timezone.now()) == rules.desk.RECUSED


def test_trouble_with_a_file_is_kept_and_told(judge, review):
    heard = []

    def listen(sender, trouble, **more):
        heard.append(trouble.text)

    trouble_reported.connect(listen)
    try:
        actions.report_trouble(review, text="설명서가 열리지 않습니다.", by=judge.user)
    finally:
        trouble_reported.disconnect(listen)
    assert heard == ["설명서가 열리지 않습니다."]
    assert review.troubles.get().answer == ""


def test_a_judge_signs_off_once_nothing_is_left_and_can_undo_it(judge, review):
    other = give(judge, accepted_entry(judge.stage.contest))
    submitted(review, 7, 5)
    with pytest.raises(Refused):
        actions.sign_off(judge, by=judge.user)
    actions.recuse(other, reason="지도한 팀입니다.", by=judge.user)
    actions.sign_off(judge, by=judge.user)
    with pytest.raises(Refused):
        actions.reopen(review, by=judge.user)
    actions.take_sign_off_back(judge, by=judge.user)
    assert actions.reopen(review, by=judge.user).state == Review.State.ASSIGNED
    submitted(review, 7, 5)
    actions.sign_off(judge, by=judge.user)
    close(judge.stage)
    with pytest.raises(Refused):
        actions.take_sign_off_back(judge, by=judge.user)


def test_an_entry_that_was_withdrawn_owes_no_review(judge, review):
    submitted(review, 7, 5)
    gone = give(judge, accepted_entry(judge.stage.contest))
    type(gone.entry).objects.filter(pk=gone.entry_id).update(live=False, state="withdrawn")
    gone.refresh_from_db()
    assert rules.why_not_see(judge.user, gone, timezone.now()) == rules.desk.GONE
    assert actions.sign_off(judge, by=judge.user).signed_off_at


def test_who_withdrew_from_judging_sees_nothing_any_more(judge, review):
    judge.state = "withdrawn"
    judge.save()
    stranger = UserFactory()
    for user in (judge.user, stranger):
        assert rules.why_not_see(user, review, timezone.now()) == rules.desk.NOT_YOURS
