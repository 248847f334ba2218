import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.actions.act import MOST_LETTERS
from contest_pages.entries.models import Entry, Invitation
from contest_pages.entries.rules.team import why_not_edit
from contest_pages.models import Contest
from tests.factories import (
    UserFactory,
    accepted_entry,
    confirmed,
    content,
    draft_entry,
    leader_of,
    member_of,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
State = Invitation.State


@pytest.fixture
def entry(db) -> Entry:
    return draft_entry(open_contest(team_max=3), data={"title": "따릉이 길잡이"})


@pytest.fixture
def leader(entry):
    return leader_of(entry)


def fresh(entry: Entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def said(act, *args, **kwargs) -> str:
    """The sentence with which an act is refused."""
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def names(entry: Entry) -> set:
    return {member.user for member in fresh(entry).memberships.all()}


# --- inviting -----------------------------------------------------------------------------


def test_who_is_invited_joins_and_writes_but_does_not_submit(entry, leader):
    member = member_of(entry)
    entry = fresh(entry)
    now = timezone.now()
    assert names(entry) == {leader, member}
    assert why_not_edit(member, entry, now) is None
    assert rules.why_not_submit(member, entry, now)
    assert Invitation.objects.get().state == State.ACCEPTED


def test_only_the_leader_invites(entry):
    member = member_of(entry)
    for other in (member, UserFactory()):
        said(actions.invite, entry, email="new@example.org", by=other)


def test_an_invitation_is_mailed_after_commit_and_only_its_hash_is_kept(
    entry, leader, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        invitation = actions.invite(entry, email=" New@Example.org ", by=leader)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert letter.to == ["new@example.org"]
    token = re.search(r"/my/invitations/([\w-]+)/", letter.body)[1]
    assert token not in str(Invitation.objects.values())
    assert Invitation.objects.of_token(token).get() == invitation
    assert Invitation.objects.of_token(invitation.token_hash).first() is None


def test_nothing_is_mailed_where_the_act_is_undone(
    entry, leader, django_capture_on_commit_callbacks
):
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ZeroDivisionError),
        transaction.atomic(),
    ):
        actions.invite(entry, email="new@example.org", by=leader)
        raise ZeroDivisionError
    assert mail.outbox == []


def test_an_address_is_invited_once_whatever_its_case(entry, leader):
    actions.invite(entry, email="new@example.org", by=leader)
    said(actions.invite, entry, email="NEW@example.org", by=leader)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            entry=entry,
            email="New@Example.Org",
            invited_by=leader,
            token_hash="another",
            created_at=timezone.now(),
            expires_at=timezone.now(),
        )


def test_a_members_own_address_is_not_invited(entry, leader):
    confirmed(leader, "leader2@example.org")
    said(actions.invite, entry, email="Leader2@Example.org", by=leader)


def test_open_invitations_take_places_and_withdrawn_and_expired_ones_do_not(entry, leader):
    first = actions.invite(entry, email="first@example.org", by=leader)
    actions.invite(entry, email="second@example.org", by=leader)
    assert "3" in said(actions.invite, entry, email="third@example.org", by=leader)
    actions.withdraw_invitation(first, by=leader)
    third = actions.invite(entry, email="third@example.org", by=leader)
    Invitation.objects.filter(pk=third.pk).update(expires_at=timezone.now())
    actions.invite(entry, email="fourth@example.org", by=leader)
    said(actions.invite_again, third, by=leader)


def test_an_invitation_lasts_14_days_and_never_longer_than_the_work(entry, leader):
    closes = entry.contest.submission.closes_at
    now = timezone.now()
    assert actions.invite(entry, email="a@example.org", by=leader).expires_at == closes
    entry.contest.stages.filter(kind="submission").update(closes_at=closes + timedelta(days=90))
    later = actions.invite(entry, email="b@example.org", by=leader, now=now)
    assert later.expires_at == now + timedelta(days=14)


def test_an_invitation_that_is_sent_again_has_a_new_link_and_period(entry, leader):
    sent = actions.invite(entry, email="a@example.org", by=leader)
    Invitation.objects.filter(pk=sent.pk).update(expires_at=timezone.now())
    again = actions.invite_again(sent, by=leader)
    assert again.pk == sent.pk and again.token_hash != sent.token_hash
    assert again.is_waiting(timezone.now())


def test_an_expired_invitation_is_renewed_by_inviting_the_address(entry, leader):
    sent = actions.invite(entry, email="a@example.org", by=leader)
    Invitation.objects.filter(pk=sent.pk).update(expires_at=timezone.now())
    assert actions.invite(entry, email="A@example.org", by=leader).pk == sent.pk


def test_strangers_are_not_written_to_without_end(entry, leader):
    for _each in range(MOST_LETTERS // 2):
        sent = actions.invite(entry, email="a@example.org", by=leader)
        actions.invite_again(sent, by=leader)
        actions.withdraw_invitation(sent, by=leader)
    said(actions.invite, entry, email="a@example.org", by=leader)
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    actions.invite(entry, email="a@example.org", by=leader, now=tomorrow)


def test_the_log_says_that_somebody_was_invited_but_not_who(entry, leader):
    actions.invite(entry, email="secret@example.org", by=leader)
    from wagtail.models import ModelLogEntry

    (logged,) = ModelLogEntry.objects.filter(action="entry.invite")
    assert "secret" not in str(logged.data)


# --- answering ----------------------------------------------------------------------------


@pytest.mark.parametrize("own", ["new@example.org", "NEW@Example.org"])
def test_the_invited_address_joins_whatever_its_case(entry, leader, own):
    invitation = actions.invite(entry, email="New@example.ORG", by=leader)
    user = confirmed(UserFactory(), own)
    assert actions.accept_invitation(invitation, by=user).user == user


def test_another_account_does_not_join_and_is_told_which_address_was_invited(entry, leader):
    invitation = actions.invite(entry, email="new@example.org", by=leader)
    other = confirmed(UserFactory(email="other@example.org"))
    sentence = said(actions.accept_invitation, invitation, by=other)
    assert "new@example.org" in sentence and "other@example.org" in sentence


def test_an_address_that_is_not_confirmed_does_not_join(entry, leader):
    invitation = actions.invite(entry, email="new@example.org", by=leader)
    said(actions.accept_invitation, invitation, by=UserFactory(email="new@example.org"))


def test_an_invitation_is_answered_once_and_in_time(entry, leader):
    def invited(**fields):
        sent = actions.invite(entry, email="new@example.org", by=leader)
        Invitation.objects.filter(pk=sent.pk).update(**fields)
        return sent

    user = confirmed(UserFactory(email="new@example.org"))
    sentences = set()
    for invitation in (
        actions.withdraw_invitation(invited(), by=leader),
        actions.decline_invitation(invited()),
        invited(expires_at=timezone.now()),
    ):
        sentences.add(said(actions.accept_invitation, invitation, by=user))
        said(actions.decline_invitation, invitation)
    assert len(sentences) == 3
    joined = invited()
    actions.accept_invitation(joined, by=user)
    for act in (
        lambda: actions.accept_invitation(joined, by=user),
        lambda: actions.decline_invitation(joined),
        lambda: actions.withdraw_invitation(joined, by=leader),
        lambda: actions.invite_again(joined, by=leader),
    ):
        said(act)
    assert Invitation.objects.get(pk=joined.pk).state == State.ACCEPTED


def test_a_team_that_is_complete_takes_nobody(entry, leader):
    invitation = actions.invite(entry, email="new@example.org", by=leader)
    Contest.objects.filter(pk=entry.contest_id).update(team_max=1)
    user = confirmed(UserFactory(email="new@example.org"))
    assert "1" in said(actions.accept_invitation, invitation, by=user)
    assert names(entry) == {leader}


def test_the_team_changes_only_while_the_entry_can_be_worked_on(entry, leader):
    member = member_of(entry)
    invitation = actions.invite(entry, email="new@example.org", by=leader)
    user = confirmed(UserFactory(email="new@example.org"))
    actions.submit(entry, content=content(), by=leader)
    place = entry.memberships.get(user=member)
    for act in (
        lambda: actions.invite(entry, email="other@example.org", by=leader),
        lambda: actions.invite_again(invitation, by=leader),
        lambda: actions.withdraw_invitation(invitation, by=leader),
        lambda: actions.accept_invitation(invitation, by=user),
        lambda: actions.let_lead(entry, to=place.pk, by=leader),
        lambda: actions.remove_member(entry, member=place.pk, by=leader),
        lambda: actions.leave(entry, by=member),
    ):
        said(act)
    actions.take_back(entry, by=leader)
    actions.accept_invitation(invitation, by=user)
    assert names(entry) == {leader, member, user}


def test_after_closing_the_team_stays_as_it_is(entry, leader):
    invitation = actions.invite(entry, email="new@example.org", by=leader)
    move_stages(entry.contest, days=-15)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    said(actions.invite, entry, email="other@example.org", by=leader)
    user = confirmed(UserFactory(email="new@example.org"))
    said(actions.accept_invitation, invitation, by=user)


def test_nobody_joins_an_entry_that_was_accepted():
    entry = accepted_entry()
    said(actions.invite, entry, email="new@example.org", by=leader_of(entry))


# --- leading, leaving ---------------------------------------------------------------------


def test_the_lead_is_handed_over_to_a_member(entry, leader):
    member = member_of(entry)
    place = entry.memberships.get(user=member)
    said(actions.let_lead, entry, to=place.pk, by=member)
    actions.let_lead(entry, to=place.pk, by=leader)
    assert leader_of(fresh(entry)) == member
    said(actions.remove_member, entry, member=place.pk, by=leader)
    actions.submit(entry, content=content(), by=member)


def test_the_lead_is_not_handed_to_another_teams_member(entry, leader):
    other = draft_entry()
    stranger = other.memberships.get()
    said(actions.let_lead, entry, to=stranger.pk, by=leader)
    said(actions.remove_member, entry, member=stranger.pk, by=leader)
    assert (leader_of(entry), leader_of(other)) == (leader, stranger.user)


def test_the_leader_takes_others_out_but_not_themselves(entry, leader):
    member = member_of(entry)
    said(actions.remove_member, entry, member=entry.memberships.get(user=leader).pk, by=leader)
    place = entry.memberships.get(user=member).pk
    actions.remove_member(entry, member=place, by=leader)
    said(actions.remove_member, entry, member=place, by=leader)
    assert names(entry) == {leader}
    assert why_not_edit(member, fresh(entry), timezone.now())


def test_a_member_leaves_and_the_leader_does_not(entry, leader):
    member = member_of(entry)
    said(actions.leave, entry, by=leader)
    said(actions.leave, entry, by=UserFactory())
    actions.leave(entry, by=member)
    assert names(entry) == {leader}


def test_an_accepted_team_does_not_become_too_small():
    contest = open_contest(team_max=3)
    entry = draft_entry(contest)
    leader = leader_of(entry)
    member = member_of(entry)
    actions.submit(entry, content=content(), by=leader)
    moderator = UserFactory(groups=["Moderators"])
    actions.accept(fresh(entry), revision=fresh(entry).review.revision, by=moderator)
    Contest.objects.filter(pk=contest.pk).update(team_min=2)
    said(actions.leave, entry, by=member)
    said(actions.remove_member, entry, member=entry.memberships.get(user=member).pk, by=leader)


def test_a_submission_needs_a_team_of_the_right_size(entry, leader):
    Contest.objects.filter(pk=entry.contest_id).update(team_min=2)
    assert "2" in said(actions.submit, entry, content=content(), by=leader)
    member_of(entry)
    Contest.objects.filter(pk=entry.contest_id).update(team_min=1, team_max=1)
    said(actions.submit, entry, content=content(), by=leader)
    Contest.objects.filter(pk=entry.contest_id).update(team_max=2)
    actions.submit(entry, content=content(), by=leader)


# --- one team per person ------------------------------------------------------------------


@pytest.fixture
def strict(db) -> Contest:
    return open_contest(one_team_per_person=True)


def test_a_person_begins_one_entry_where_the_contest_says_so(strict, user):
    draft_entry(strict, by=user, data={"title": "첫 작품"})
    assert "첫 작품" in said(draft_entry, strict, by=user)
    draft_entry(by=user)


def test_a_person_joins_one_team_where_the_contest_says_so(strict):
    entry = draft_entry(strict)
    user = confirmed(UserFactory())
    invitation = actions.invite(entry, email=user.email, by=leader_of(entry))
    own = draft_entry(strict, by=user, data={"title": "내 작품"})
    assert "내 작품" in said(actions.accept_invitation, invitation, by=user)
    actions.withdraw(own, by=user)
    actions.accept_invitation(invitation, by=user)


def test_a_withdrawn_entry_is_not_brought_back_to_a_second_team(strict, user):
    moderator = UserFactory(groups=["Moderators"])
    withdrawn = actions.withdraw(submitted_entry(strict, by=user), by=user)
    draft_entry(strict, by=user)
    said(actions.reverse, withdrawn, reason="다시", by=moderator)


def test_elsewhere_a_person_may_enter_twice(user):
    contest = open_contest()
    for _each in range(2):
        draft_entry(contest, by=user)
