"""Who sees by another role who entered does not judge at a blind stage."""

import pytest

from cms.errors import Refused
from contest_pages.judging import actions
from contest_pages.judging.queries import pledge_of
from contest_pages.rules import uses_of
from tests.contest_pages.judging.people import appoint, judge_of, judging_stage
from tests.contest_pages.judging.scene import manager
from tests.factories import UserFactory, confirmed

pytestmark = pytest.mark.django_db

ROLES = [
    {"groups": ["Moderators"]},
    {"groups": ["Programme managers"]},
    {"is_superuser": True, "is_staff": True},
]


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_who_entered_is_appointed_at_an_open_stage_alone(role):
    user = confirmed(UserFactory(email="staff@example.org", **role), "other@example.org")
    contest = judging_stage().contest
    blind, by = judging_stage(contest, is_blind=True), manager()
    for address in (user.email, "other+jury@example.org"):
        with pytest.raises(Refused, match="이심사"):
            actions.appoint(blind, email=address, name="이심사", by=by)
        assert actions.appoint(judging_stage(contest), email=address, name="이심사", by=by)
    for other in ("nobody@example.org", UserFactory(groups=["Editors", "Judges"]).email):
        assert actions.appoint(blind, email=other, name="김심사", by=by)


@pytest.mark.parametrize("role", ROLES)
def test_who_was_given_such_a_role_later_does_not_pledge_nor_is_invited_again(role):
    stage = judging_stage(is_blind=True)
    user = confirmed(UserFactory(**role))
    judge, text = appoint(stage, user), pledge_of(stage.contest)
    with pytest.raises(Refused, match="누가 출품했는지"):
        actions.pledge(judge, text=text, by=user, token=judge.token)
    with pytest.raises(Refused, match="누가 출품했는지"):
        actions.invite_again(judge, by=manager())
    actions.decline(judge, by=user)
    assert judge_of(judging_stage(stage.contest), user).user == user


def test_judges_who_see_who_entered_are_counted_for_the_form_of_the_contest():
    contest = judging_stage().contest
    first, second = contest.judging[0], judging_stage(contest)
    judge_of(first), judge_of(first, UserFactory(groups=["Moderators"]))
    appoint(first, email="staff+jury@example.org")
    UserFactory(email="staff@example.org", groups=["Programme managers"])
    declined = UserFactory(groups=["Moderators"])
    appoint(second, declined, state="declined")
    judge_of(second)
    used = uses_of(contest)
    assert [used["insider", each.pk] for each in (first, second)] == [2, 0]


def test_an_account_without_the_role_does_not_help_who_has_it_with_another():
    stage = judging_stage(is_blind=True)
    confirmed(UserFactory(email="staff@example.org", groups=["Moderators"]), "lee@example.net")
    second = confirmed(UserFactory(email="staff+jury@example.org"))
    judge, text = appoint(stage, email="unknown@example.com"), pledge_of(stage.contest)
    with pytest.raises(Refused, match="누가 출품했는지"):
        actions.pledge(judge, text=text, by=second, token=judge.token)
    stranger = confirmed(UserFactory())
    assert actions.pledge(judge, text=text, by=stranger, token=judge.token)


def test_nobody_judges_twice_in_a_stage_with_two_accounts():
    stage, by = judging_stage(), manager()
    first = confirmed(UserFactory(email="lee+1@example.org"))
    second = confirmed(UserFactory(email="lee+2@example.org"), "other@example.net")
    judge_of(stage, first)
    for address in (second.email, "other@example.net"):
        with pytest.raises(Refused):
            actions.appoint(stage, email=address, name="이심사", by=by)
    unknown = actions.appoint(stage, email="unknown@example.com", name="이심사", by=by)
    token = unknown.new_link(stage.closes_at)
    unknown.save()
    with pytest.raises(Refused, match="다른 이메일 주소로"):
        actions.pledge(unknown, text=pledge_of(stage.contest), by=second, token=token)
