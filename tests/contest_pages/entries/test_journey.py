from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages.entries import actions
from contest_pages.entries.journey import journey_of
from contest_pages.entries.models import Entry
from contest_pages.entries.standing import standing_of
from contest_pages.models import Stage
from tests.factories import (
    StageFactory,
    UserFactory,
    accepted_entry,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(db):
    contest = open_contest()
    now = timezone.now()
    StageFactory(
        contest=contest,
        kind=Stage.Kind.JUDGING,
        title_ko="예선심사",
        opens_at=now + timedelta(days=20),
        closes_at=now + timedelta(days=30),
    )
    return contest


def told(entry) -> list[tuple[str, str]]:
    entry = Entry.objects.get(pk=entry.pk)
    return [(step["title"], step["state"]) for step in journey_of(entry, timezone.now(), "ko")]


def test_a_draft_is_on_its_way_to_being_received(contest):
    assert told(draft_entry(contest)) == [
        ("작성 시작", "now"),
        ("접수", "coming"),
        ("검토", "coming"),
        ("예선심사", "coming"),
    ]


def test_a_draft_that_was_not_submitted_in_time_has_no_way_before_it(contest):
    entry, now = draft_entry(contest), timezone.now()
    Stage.objects.filter(contest=contest, kind=Stage.Kind.SUBMISSION).update(
        closes_at=now - timedelta(hours=1), grace_minutes=0
    )
    assert told(entry) == [("작성 시작", "done"), ("제출 없이 마감", "now")]
    entry = Entry.objects.get(pk=entry.pk)
    standing = standing_of(entry, leader_of(entry), now)
    assert standing.next == "기한 안에 제출하지 않은 출품작입니다."


def test_a_submission_is_in_review(contest):
    assert told(submitted_entry(contest))[1:3] == [("접수", "done"), ("검토 중", "now")]


def test_changes_asked_for_say_until_when(contest):
    entry = submitted_entry(contest)
    moderator = UserFactory(groups=["Moderators"])
    actions.request_changes(entry, revision=entry.review.revision, reason="표지", by=moderator)
    entry = Entry.objects.get(pk=entry.pk)
    step = journey_of(entry, timezone.now(), "ko")[2]
    assert (step["title"], step["state"]) == ("보완 요청", "now")
    assert "까지" in step["note"]


def test_an_accepted_entry_goes_on_to_the_next_round(contest):
    assert told(accepted_entry(contest)) == [
        ("작성 시작", "done"),
        ("접수", "done"),
        ("적격 확인", "done"),
        ("예선심사", "coming"),
    ]


def test_the_way_of_a_withdrawn_entry_ends(contest):
    entry = submitted_entry(contest)
    actions.withdraw(entry, by=leader_of(entry))
    assert told(entry) == [("작성 시작", "done"), ("접수", "done"), ("취하", "now")]


def test_the_way_of_a_disqualified_entry_ends(contest):
    entry = accepted_entry(contest)
    actions.disqualify(entry, reason="중복", by=UserFactory(groups=["Moderators"]))
    assert told(entry)[-1] == ("대상에서 제외", "now")
