"""Two people at once: only a database with rows to lock can show who wins."""

import uuid
from collections import Counter

from django.db import connection

from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from tests.factories import (
    UserFactory,
    confirmed,
    content,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.services.on_postgres.races import at_once, refused


def test_this_is_postgresql():
    assert connection.vendor == "postgresql"


def test_of_two_moderators_one_decides():
    entry = submitted_entry()
    revision = entry.review.revision
    first, second = (UserFactory(groups=["Moderators"]) for _ in range(2))
    results = at_once(
        lambda: actions.accept(entry, revision=revision, by=first),
        lambda: actions.request_changes(entry, revision=revision, reason="표지", by=second),
    )
    assert refused(results) == 1, results
    won = "accepted" if isinstance(results[1], Exception) else "needs_changes"
    assert Entry.objects.get(pk=entry.pk).state == won


def test_of_accepting_and_taking_back_at_once_one_wins_and_none_is_lost():
    for _round in range(3):
        entry = submitted_entry()
        revision, leader = entry.review.revision, leader_of(entry)
        moderator = UserFactory(groups=["Moderators"])
        results = at_once(
            lambda entry=entry, revision=revision, by=moderator: actions.accept(
                entry, revision=revision, by=by
            ),
            lambda entry=entry, by=leader: actions.take_back(entry, by=by),
        )
        assert refused(results) == 1, results
        row = Entry.objects.get(pk=entry.pk)
        if isinstance(results[1], Exception):
            assert (row.state, row.live, row.review) == ("accepted", True, None)
        else:
            assert (row.state, row.live, row.review) == ("draft", False, None)
            assert row.draft.data["title"] == row.title


def test_of_two_moderators_one_locks_and_one_decides_alone():
    entry = submitted_entry()
    first, second = (UserFactory(groups=["Moderators"]) for _ in range(2))
    results = at_once(lambda: actions.lock(entry, by=first), lambda: actions.lock(entry, by=second))
    assert refused(results) == 1, results
    owner = second if isinstance(results[0], Exception) else first
    assert Entry.objects.get(pk=entry.pk).locked_by == owner


def test_of_two_moderators_who_take_an_entry_on_at_once_one_sees_to_it():
    for _round in range(3):
        entry = submitted_entry()
        first, second = (UserFactory(groups=["Moderators"]) for _ in range(2))
        results = at_once(
            lambda entry=entry, by=first: actions.take_on(entry, by=by),
            lambda entry=entry, by=second: actions.take_on(entry, by=by),
        )
        assert refused(results) == 1, results
        won = second if isinstance(results[0], Exception) else first
        assert Entry.objects.get(pk=entry.pk).assignee == won


def test_sharing_out_twice_at_once_gives_each_entry_once():
    contest = open_contest()
    for _number in range(4):
        submitted_entry(contest)
    moderators = [UserFactory(groups=["Moderators"]) for _ in range(2)]
    entries = Entry.objects.filter(contest=contest)
    results = at_once(
        *[
            lambda by=by: sum(actions.balance(entries, moderators, by=by).values())
            for by in moderators
        ]
    )
    assert sorted(results) == [0, 4]
    assert Counter(entries.values_list("assignee", flat=True)) == {
        each.pk: 2 for each in moderators
    }


def test_a_form_sent_twice_at_once_begins_one_entry():
    contest, citizen, key = open_contest(), UserFactory(), uuid.uuid4()
    results = at_once(
        *[lambda: actions.start(contest, by=citizen, start_key=key) for _ in range(4)]
    )
    assert Entry.objects.filter(contest=contest).count() == 1, results
    assert refused(results) == 0, results


def test_twenty_submissions_of_one_draft_at_once_are_received_once():
    entry = draft_entry()
    leader, token = leader_of(entry), entry.draft.token
    results = at_once(
        *[
            lambda: actions.submit(entry, content=content(), by=leader, draft_token=token)
            for _ in range(20)
        ]
    )
    assert refused(results) == 0, results
    entry = Entry.objects.get(pk=entry.pk)
    assert {result.receipt for result in results} == {entry.receipt}
    assert (entry.state, entry.revisions.count(), entry.receipts.count()) == ("submitted", 1, 1)
    assert entry.workflow_states.count() == 1


def test_two_spellings_of_an_address_make_one_account():
    results = at_once(
        lambda: UserFactory(email="citizen@example.org"),
        lambda: UserFactory(email="Citizen@Example.org"),
    )
    assert refused(results) == 1


def invited(entry, user):
    """An invitation of the user to the entry's team."""
    return actions.invite(entry, email=user.email, by=leader_of(entry))


def test_of_twenty_who_accept_the_last_place_one_gets_it():
    contest = open_contest(team_max=30)
    entry = draft_entry(contest)
    people = [confirmed(UserFactory()) for _each in range(20)]
    invitations = [invited(entry, user) for user in people]
    Contest.objects.filter(pk=contest.pk).update(team_max=2)
    results = at_once(
        *[
            lambda user=user, invitation=invitation: actions.accept_invitation(invitation, by=user)
            for user, invitation in zip(people, invitations, strict=True)
        ]
    )
    assert refused(results) == 19, results
    assert entry.memberships.count() == 2
    assert entry.invitations.filter(state="accepted").count() == 1


def test_an_invitation_accepted_and_withdrawn_at_once_is_one_of_both():
    entry, user = draft_entry(), confirmed(UserFactory())
    invitation, leader = invited(entry, user), leader_of(entry)
    results = at_once(
        lambda: actions.accept_invitation(invitation, by=user),
        lambda: actions.withdraw_invitation(invitation, by=leader),
    )
    assert refused(results) == 1, results
    joined = entry.memberships.filter(user=user).exists()
    invitation.refresh_from_db()
    assert invitation.state == ("accepted" if joined else "withdrawn")


def test_who_joins_two_teams_at_once_belongs_to_one():
    contest, user = open_contest(one_team_per_person=True), confirmed(UserFactory())
    first, second = (invited(draft_entry(contest), user) for _each in range(2))
    results = at_once(
        lambda: actions.accept_invitation(first, by=user),
        lambda: actions.accept_invitation(second, by=user),
        lambda: actions.start(contest, by=user, start_key=uuid.uuid4()),
        lambda: actions.start(contest, by=user, start_key=uuid.uuid4()),
    )
    assert refused(results) == 3, results
    assert user.entry_memberships.count() == 1


def test_an_address_invited_twice_at_once_is_invited_once():
    entry = draft_entry()
    leader = leader_of(entry)
    results = at_once(
        lambda: actions.invite(entry, email="new@example.org", by=leader),
        lambda: actions.invite(entry, email="New@Example.org", by=leader),
    )
    assert refused(results) == 1, results
