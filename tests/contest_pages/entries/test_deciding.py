"""What moderators decide about a submission, and undoing it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from wagtail.models import WorkflowState

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import history
from tests.contest_pages.entries.desk import last_reason
from tests.factories import (
    UserFactory,
    accepted_entry,
    leader_of,
    resubmit,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
State = Entry.State


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"])


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def words(entry) -> list[str]:
    return [each.action for each in reversed(history(entry))]


def test_accepting_publishes_and_says_nothing_about_being_public(moderator):
    entry = submitted_entry()
    entry = actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert (entry.state, entry.live) == (State.ACCEPTED, True)
    assert entry.accepted_revision == entry.live_revision
    assert not Entry.objects.public(timezone.now()).exists()


def test_a_moderator_who_saw_one_revision_cannot_accept_another(moderator):
    entry = submitted_entry(title="본 것")
    seen = entry.review.revision
    actions.take_back(entry, by=leader_of(entry))
    resubmit(entry, title="보지 못한 것")
    with pytest.raises(Refused):
        actions.accept(entry, revision=seen, by=moderator)
    assert (fresh(entry).state, fresh(entry).live) == (State.SUBMITTED, False)


def test_a_second_decision_about_the_same_submission_is_refused(moderator):
    entry = submitted_entry()
    revision = entry.review.revision
    actions.request_changes(entry, revision=revision, reason="화면을 더해 주세요.", by=moderator)
    with pytest.raises(Refused):
        actions.accept(entry, revision=revision, by=moderator)
    assert fresh(entry).state == State.NEEDS_CHANGES


def test_changes_are_asked_for_answered_and_accepted(moderator):
    entry = submitted_entry(title="처음")
    entry = actions.request_changes(
        entry, revision=entry.review.revision, reason="화면을 더해 주세요.", by=moderator
    )
    assert (entry.state, last_reason(entry)) == (State.NEEDS_CHANGES, "화면을 더해 주세요.")
    entry = resubmit(entry, title="고침")
    entry = actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert (entry.state, entry.title) == (State.ACCEPTED, "고침")
    assert WorkflowState.objects.for_instance(entry).count() == 1
    assert words(entry) == [
        "entry.start",
        "entry.submit",
        "entry.request_changes",
        "entry.resubmit",
        "entry.accept",
    ]


def test_an_answer_is_taken_after_entering_closed_until_its_own_time(moderator):
    entry = submitted_entry()
    actions.request_changes(entry, revision=entry.review.revision, reason="화면", by=moderator)
    screening = entry.contest.screening
    screening.changes_until = screening.closes_at - timedelta(days=2)
    screening.save()
    leader, entry = leader_of(entry), fresh(entry)
    before = screening.changes_until - timedelta(seconds=1)
    assert before > entry.contest.submission.closes_at
    assert rules.why_not_edit(leader, entry, before) is None
    assert rules.why_not_edit(leader, entry, screening.changes_until)


def test_what_is_taken_back_after_changes_were_asked_for_still_waits_for_its_answer(moderator):
    entry = submitted_entry()
    actions.request_changes(entry, revision=entry.review.revision, reason="화면", by=moderator)
    entry = actions.take_back(resubmit(entry), by=leader_of(entry))
    assert entry.state == State.NEEDS_CHANGES
    assert resubmit(entry).state == State.SUBMITTED


def test_decisions_end_with_the_screening(moderator):
    entry = submitted_entry()
    ends = entry.contest.screening.closes_at
    with pytest.raises(Refused):
        actions.accept(entry, revision=entry.review.revision, by=moderator, now=ends)


def test_a_decision_needs_a_reason(moderator):
    entry = submitted_entry()
    revision = entry.review.revision
    with pytest.raises(Refused):
        actions.request_changes(entry, revision=revision, reason="  ", by=moderator)
    with pytest.raises(Refused):
        actions.disqualify(entry, reason="", by=moderator)
    assert fresh(entry).review.revision == revision


def test_nobody_else_decides(moderator):
    entry = submitted_entry()
    leader = leader_of(entry)
    for who in (UserFactory(), leader, UserFactory(groups=["Editors"]), AnonymousUser()):
        with pytest.raises(Refused):
            actions.accept(entry, revision=entry.review.revision, by=who)
        with pytest.raises(Refused):
            actions.disqualify(entry, reason="까닭", by=who)
    assert fresh(entry).state == State.SUBMITTED


def test_a_moderator_does_not_decide_about_the_own_entry(moderator):
    entry = submitted_entry(by=moderator)
    with pytest.raises(Refused):
        actions.accept(entry, revision=entry.review.revision, by=moderator)


def test_an_accepted_entry_stays_as_it_was_until_its_change_is_accepted(moderator):
    entry = accepted_entry(title="보이는 것")
    entry = resubmit(entry, title="바뀔 것")
    row = fresh(entry)
    assert (row.state, row.live, row.title) == (State.ACCEPTED, True, "보이는 것")
    assert row.review.revision.as_object().title == "바뀔 것"
    row = actions.accept(row, revision=row.review.revision, by=moderator)
    assert (row.state, row.live, row.title) == (State.ACCEPTED, True, "바뀔 것")


def test_changes_asked_for_a_change_leave_the_entry_accepted(moderator):
    entry = resubmit(accepted_entry(title="보이는 것"), title="바뀔 것")
    actions.request_changes(entry, revision=entry.review.revision, reason="화면", by=moderator)
    row = fresh(entry)
    assert (row.state, row.live, row.title) == (State.ACCEPTED, True, "보이는 것")
    assert rules.is_asked_for_changes(row)
    row = resubmit(row, title="다시 바뀔 것")
    actions.accept(row, revision=row.review.revision, by=moderator)
    assert fresh(entry).title == "다시 바뀔 것"


def test_withdrawing_unpublishes_ends_the_review_and_can_be_reversed(moderator):
    entry = resubmit(accepted_entry(title="보이는 것"), title="바뀔 것")
    entry = actions.withdraw(entry, by=leader_of(entry))
    assert (entry.state, entry.live, entry.review) == (State.WITHDRAWN, False, None)
    entry = actions.reverse(entry, reason="잘못 눌렀습니다.", by=moderator)
    assert (entry.state, entry.live, entry.title) == (State.ACCEPTED, True, "보이는 것")


def test_disqualifying_takes_out_of_sight_and_can_be_reversed(moderator):
    entry = submitted_entry()
    entry = actions.disqualify(entry, reason="표절", by=moderator)
    assert (entry.state, entry.review) == (State.DISQUALIFIED, None)
    entry = actions.reverse(entry, reason="표절이 아닙니다.", by=moderator)
    assert entry.state == State.SUBMITTED
    assert entry.review.revision == entry.latest_revision
    assert words(entry)[-2:] == ["entry.disqualify", "entry.reverse"]


def test_an_acceptance_and_a_request_can_be_reversed(moderator):
    entry = actions.reverse(accepted_entry(), reason="잘못 눌렀습니다.", by=moderator)
    assert (entry.state, entry.live) == (State.SUBMITTED, False)
    entry = actions.request_changes(
        entry, revision=entry.review.revision, reason="화면", by=moderator
    )
    entry = actions.reverse(entry, reason="필요 없습니다.", by=moderator)
    assert entry.state == State.SUBMITTED
    entry = actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert (entry.state, entry.live) == (State.ACCEPTED, True)
