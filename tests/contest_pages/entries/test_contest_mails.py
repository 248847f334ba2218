from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from cms.notices.models import Notice
from contest_pages import actions
from contest_pages.entries import actions as entry_actions
from contest_pages.entries import contest_mails
from tests.factories import (
    UserFactory,
    announced,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(db):
    return UserFactory(groups=["Programme managers"])


@pytest.fixture(scope="module")
def made_contest(made_once):
    contest = open_contest()
    announced(contest, first_published_at=timezone.now())
    return contest


@pytest.fixture
def contest(made_contest, db):
    return deepcopy(made_contest)


def written(kind: str) -> list[str]:
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def addresses(*entries) -> list[str]:
    return sorted(leader_of(entry).email for entry in entries)


def test_teams_that_have_not_submitted_are_told_of_more_time(contest, manager):
    draft = draft_entry(contest, by=UserFactory(preferred_language="en"))
    submitted_entry(contest)
    draft_entry(open_contest())
    extension = actions.extend_submission(
        contest,
        closes_at=contest.submission.closes_at + timedelta(days=3),
        reason_ko="신청이 몰렸습니다.",
        reason_en="Many came late.",
        by=manager,
    )
    assert written("contest_extended") == addresses(draft)
    mail = Notice.objects.get(kind="contest_extended")
    assert "Many came late." in mail.body
    assert f"/en/my/entries/{draft.pk}/" in mail.body
    contest_mails.tell_of_more_time(extension)
    assert written("contest_extended") == addresses(draft)


def test_teams_still_in_the_contest_are_told_that_it_was_called_off_and_goes_on(contest, manager):
    draft, sent, left = draft_entry(contest), submitted_entry(contest), submitted_entry(contest)
    entry_actions.withdraw(left, by=leader_of(left))
    actions.cancel_contest(contest, reason_ko="예산이 취소되었습니다.", by=manager)
    assert written("contest_called_off") == addresses(draft, sent)
    assert "예산이 취소되었습니다." in Notice.objects.filter(kind="contest_called_off")[0].body
    actions.reinstate_contest(contest, reason="예산", by=manager)
    assert written("contest_goes_on") == addresses(draft, sent)


def test_a_contest_called_off_twice_is_told_twice(contest, manager):
    draft = draft_entry(contest)
    for _time in range(2):
        actions.cancel_contest(contest, reason_ko="예산", by=manager)
        actions.reinstate_contest(contest, reason="예산", by=manager)
    assert written("contest_called_off") == addresses(draft, draft)


def test_a_team_is_told_of_its_own_extension():
    entry = draft_entry()
    move_stages(entry.contest, days=-12)
    moderator = UserFactory(groups=["Moderators"])
    until = timezone.now() + timedelta(days=2)
    entry_actions.extend(entry, until=until, reason="서버 장애", by=moderator)
    mail = Notice.objects.get(kind="entry_more_time")
    assert mail.address == leader_of(entry).email
    assert "서버 장애" in mail.body
