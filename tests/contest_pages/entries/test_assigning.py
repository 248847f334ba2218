"""Who sees to an entry, and who alone may decide about it."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry, TaskState

from cms.errors import Refused
from contest_pages.entries import actions
from contest_pages.entries.models import Entry, Membership
from tests.factories import UserFactory, leader_of, open_contest, submitted_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="가 운영자")


@pytest.fixture
def other(db):
    return UserFactory(groups=["Moderators"], name="나 운영자")


@pytest.fixture
def manager(db):
    return UserFactory(groups=["Programme managers"], name="담당자")


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def log_of(entry) -> list[tuple]:
    """What the log says of an entry, the first first: action, who, data."""
    found = ModelLogEntry.objects.for_instance(entry).order_by("pk")
    return [(each.action, each.user, each.data) for each in found]


def test_an_entry_is_taken_on_handed_over_and_given_back_and_each_is_logged(moderator, other):
    entry = submitted_entry()
    actions.take_on(entry, by=moderator)
    actions.hand_over(entry, to=other, by=moderator)
    assert fresh(entry).assignee == other
    for refused in (actions.give_back, actions.take_on):
        with pytest.raises(Refused, match="다른 운영자가 담당하는"):
            refused(entry, by=moderator)
    actions.give_back(entry, by=other)
    assert fresh(entry).assignee is None
    assert log_of(entry)[-3:] == [
        ("entry.take_on", moderator, {}),
        ("entry.hand_over", moderator, {"to": "나 운영자"}),
        ("entry.give_back", other, {"before": "나 운영자"}),
    ]


def test_a_manager_gives_back_what_another_sees_to(moderator, manager):
    entry = submitted_entry()
    actions.take_on(entry, by=moderator)
    actions.give_back(entry, by=manager)
    assert fresh(entry).assignee is None


def test_an_entry_is_handed_to_moderators_who_are_not_of_its_team_only(moderator, other):
    entry = submitted_entry(by=other)
    for person in (other, UserFactory(), UserFactory(groups=["Editors"])):
        with pytest.raises(Refused):
            actions.hand_over(entry, to=person, by=moderator)
    with pytest.raises(Refused):
        actions.hand_over(entry, to=moderator, by=other)
    assert fresh(entry).assignee is None


def test_while_one_has_locked_an_entry_no_other_decides(moderator, other):
    entry = submitted_entry()
    revision = entry.review.revision
    actions.lock(entry, by=moderator)
    assert (fresh(entry).locked, fresh(entry).locked_by) == (True, moderator)
    for refused in (
        lambda: actions.accept(entry, revision=revision, by=other),
        lambda: actions.request_changes(entry, revision=revision, reason="화면", by=other),
        lambda: actions.disqualify(entry, reason="표절", by=other),
        lambda: actions.lock(entry, by=other),
        lambda: actions.unlock(entry, by=other),
    ):
        with pytest.raises(Refused, match="가 운영자"):
            refused()
    assert fresh(entry).state == Entry.State.SUBMITTED


def test_a_decision_ends_the_lock_and_so_does_the_team(moderator, other):
    contest = open_contest()
    for end in (
        lambda entry: actions.accept(entry, revision=entry.review.revision, by=moderator),
        lambda entry: actions.request_changes(
            entry, revision=entry.review.revision, reason="화면", by=moderator
        ),
        lambda entry: actions.disqualify(entry, reason="표절", by=moderator),
        lambda entry: actions.take_back(entry, by=leader_of(entry)),
        lambda entry: actions.withdraw(entry, by=leader_of(entry)),
        lambda entry: actions.unlock(entry, by=moderator),
    ):
        entry = submitted_entry(contest)
        actions.lock(entry, by=moderator)
        end(fresh(entry))
        row = fresh(entry)
        assert (row.locked, row.locked_by, row.locked_at) == (False, None, None)


def test_a_manager_unlocks_and_wagtails_log_says_so(moderator, manager):
    entry = submitted_entry()
    actions.lock(entry, by=moderator)
    actions.unlock(entry, by=manager)
    assert [each[:2] for each in log_of(entry)[-2:]] == [
        ("wagtail.lock", moderator),
        ("wagtail.unlock", manager),
    ]


def test_what_nobody_sees_to_is_shared_out_evenly_the_oldest_first(moderator, other):
    contest = open_contest()
    entries = [submitted_entry(contest, title=f"작품 {number}") for number in range(7)]
    for age, entry in enumerate(entries):
        since = timezone.now() - timedelta(days=10 - age)
        TaskState.objects.filter(revision=entry.latest_revision).update(started_at=since)
    for entry in entries[:2]:
        actions.take_on(entry, by=moderator)
    given = actions.balance(Entry.objects.all(), [moderator, other], by=moderator)
    assert given == {moderator.pk: 2, other.pk: 3}
    assert Counter(Entry.objects.values_list("assignee", flat=True)) == {
        moderator.pk: 4,
        other.pk: 3,
    }
    oldest = [fresh(entry).assignee for entry in entries[2:4]]
    assert oldest == [other, other], "who has less is given the oldest"
    shared = [each for entry in entries for each in log_of(entry) if each[0] == "entry.share_out"]
    assert len(shared) == 5


def test_only_what_waits_in_the_filter_is_shared_out_and_never_to_the_team(moderator, other):
    contest, elsewhere = open_contest(), open_contest()
    own = submitted_entry(contest, by=other, title="다른 운영자의 것")
    hers = submitted_entry(contest, title="둘 다의 것", by=moderator)
    Membership.objects.create(entry=hers, user=other)
    left = submitted_entry(elsewhere)
    done = submitted_entry(contest)
    actions.accept(done, revision=done.review.revision, by=moderator)
    entries = Entry.objects.filter(contest=contest)
    assert actions.balance(entries, [moderator, other], by=moderator) == {
        moderator.pk: 1,
        other.pk: 0,
    }
    assert [fresh(each).assignee for each in (own, hers, left, done)] == [
        moderator,
        None,
        None,
        None,
    ]


def test_others_share_nothing_out(moderator):
    submitted_entry()
    for who in (UserFactory(), UserFactory(groups=["Editors"])):
        with pytest.raises(Refused):
            actions.balance(Entry.objects.all(), [moderator], by=who)
    with pytest.raises(Refused):
        actions.balance(Entry.objects.all(), [], by=moderator)
    assert Entry.objects.get().assignee is None
