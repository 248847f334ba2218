"""Ballots: one for each member, of what may be chosen, while the stage is open."""

from datetime import timedelta

import pytest
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from cms.notices.actions import quietly
from cms.notices.management.commands.work import act
from cms.notices.models import Notice
from contest_pages.entries.models import Membership
from contest_pages.models import Contest, Stage
from contest_pages.voting import actions, queries
from contest_pages.voting.kinds import BALLOT_RECEIVED
from contest_pages.voting.models import Ballot, PanelMember, Vote
from tests.contest_pages.voting.factories import (
    letters_to,
    make_entries,
    make_member,
    make_panel,
    make_vote,
)
from tests.factories import UserFactory, accepted_entry, confirmed, draft_entry, leader_of

pytestmark = pytest.mark.django_db


def choose(*entries, points: int = 1) -> dict[int, int]:
    """A ballot with these entries."""
    return {each.pk: points for each in entries}


def votes(stage) -> list[tuple[int, int, int]]:
    """All lines of all ballots."""
    return sorted(
        Vote.objects.filter(ballot__stage=stage).values_list("ballot__member", "entry", "points")
    )


def forget_votes() -> None:
    """Begin anew, as if nobody had voted."""
    Ballot.objects.all().delete()
    PanelMember.objects.update(voted_as=None)


def test_a_ballot_is_cast_changed_and_stays_one(
    panel, stage, entries, django_capture_on_commit_callbacks
):
    member = make_member(panel)
    first = actions.cast(stage, member, choices=choose(entries[0], entries[1]))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.follow_up(timezone.now()) == 1
    second = actions.cast(stage, member, choices=choose(entries[2]))
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.follow_up(timezone.now()) == 0
    assert (first.pk, first.code) == (second.pk, second.code)
    assert votes(stage) == [(member.pk, entries[2].pk, 1)]
    assert len(letters_to(member.email)) == 1


def test_ballots_are_told_of_together_each_to_its_member_with_its_code(
    panel, stage, entries, django_assert_max_num_queries
):
    members = [make_member(panel, user=confirmed(UserFactory(), "other@example.net"))]
    members += [make_member(panel) for _each in range(9)]
    codes = {
        each.email: actions.cast(stage, each, choices=choose(entries[0])).code for each in members
    }
    with django_assert_max_num_queries(14):
        act()
    act()
    written = Notice.objects.filter(kind=BALLOT_RECEIVED.key)
    assert written.count() == 10
    assert all(codes[each.address] in each.body for each in written)
    logged = ModelLogEntry.objects.filter(action="panel.cast")
    assert {each.object_id for each in logged} == {str(each.pk) for each in members}
    assert {each.timestamp for each in logged} == set(
        Ballot.objects.values_list("cast_at", flat=True)
    )


def test_of_ballots_that_are_built_nobody_is_written_to(panel, stage, entries):
    with quietly():
        actions.cast(stage, make_member(panel), choices=choose(entries[0]))
        actions.follow_up(timezone.now())
    act()
    assert not Notice.objects.filter(kind=BALLOT_RECEIVED.key).exists()


def test_sending_the_same_ballot_twice_changes_nothing(panel, stage, entries):
    member, now = make_member(panel), timezone.now()
    first = actions.cast(stage, member, choices=choose(entries[0]), now=now)
    second = actions.cast(stage, member, choices=choose(entries[0]), now=now + timedelta(hours=1))
    assert (first.pk, second.changed_at) == (second.pk, now)


def test_a_ballot_holds_neither_too_few_nor_too_many(panel, stage, entries):
    member = make_member(panel)
    for wrong in (choose(), choose(*entries[:3]), choose(entries[0], points=2)):
        with pytest.raises(Refused):
            actions.cast(stage, member, choices=wrong)
    assert not Ballot.objects.exists()


def test_a_refused_change_leaves_the_ballot_as_it_was(panel, stage, entries):
    member = make_member(panel)
    actions.cast(stage, member, choices=choose(entries[0]))
    with pytest.raises(Refused):
        actions.cast(stage, member, choices=choose(*entries[:3]))
    assert votes(stage) == [(member.pk, entries[0].pk, 1)]


def test_points_go_from_1_to_5_and_to_as_many_entries_as_one_likes(panel, entries):
    stage = make_vote(panel, ballot=Stage.Ballot.SCORE, ballot_fewest=2, ballot_most=3)
    member = make_member(panel)
    actions.cast(stage, member, choices=choose(*entries, points=5))
    assert len(votes(stage)) == 4
    for wrong in (0, 6):
        with pytest.raises(Refused):
            actions.cast(stage, member, choices=choose(*entries, points=wrong))
    with pytest.raises(Refused):
        actions.cast(stage, member, choices=choose(entries[0], points=3))


@pytest.mark.parametrize("state", ["unconfirmed", "applied", "not_selected", "withdrawn"])
def test_only_chosen_members_vote(panel, stage, entries, state):
    with pytest.raises(Refused):
        actions.cast(stage, make_member(panel, state=state), choices=choose(entries[0]))


def test_members_of_another_contests_panel_do_not_vote_here(stage, entries):
    with pytest.raises(Refused):
        actions.cast(stage, make_member(make_panel()), choices=choose(entries[0]))


def test_a_stage_takes_ballots_from_its_opening_to_its_closing_to_the_second(panel, stage, entries):
    member = make_member(panel)
    second = timedelta(seconds=1)
    for wrong in (stage.opens_at - second, stage.closes_at):
        with pytest.raises(Refused):
            actions.cast(stage, member, choices=choose(entries[0]), now=wrong)
    assert actions.cast(stage, member, choices=choose(entries[0]), now=stage.closes_at - second)


def test_a_contest_that_was_called_off_takes_no_ballot(panel, stage, entries):
    Contest.objects.filter(pk=panel.contest_id).update(cancelled_at=timezone.now())
    stage = Stage.objects.select_related("contest").get(pk=stage.pk)
    with pytest.raises(Refused):
        actions.cast(stage, make_member(panel), choices=choose(entries[0]))


def test_only_entries_in_the_running_are_voted_for(panel, stage, entries):
    draft = draft_entry(Contest.objects.get(pk=panel.contest_id))
    foreign = accepted_entry()
    member = make_member(panel)
    for wrong in (draft, foreign):
        with pytest.raises(Refused):
            actions.cast(stage, member, choices=choose(entries[0], wrong))
    assert not Ballot.objects.exists()


def test_nobody_votes_for_their_own_entry_with_their_account(panel, stage, entries):
    leader = leader_of(entries[0])
    second = UserFactory()
    Membership.objects.create(entry=entries[0], user=second)
    for person in (leader, second):
        member = make_member(panel, user=person)
        with pytest.raises(Refused):
            actions.cast(stage, member, choices=choose(entries[0]))
        actions.cast(stage, member, choices=choose(entries[1]))
    assert {entry for _member, entry, _points in votes(stage)} == {entries[1].pk}


@pytest.mark.parametrize(
    ("of_team", "of_panel"),
    [
        ("hong.gildong@gmail.com", "HongGildong+panel@googlemail.com"),
        ("hong+app@example.org", "hong@example.org"),
    ],
)
def test_nor_with_another_spelling_of_their_address(panel, stage, of_team, of_panel):
    entry = accepted_entry(Contest.objects.get(pk=panel.contest_id), by=UserFactory(email=of_team))
    member = make_member(panel, email=of_panel)
    with pytest.raises(Refused):
        actions.cast(stage, member, choices=choose(entry))


def test_nor_with_another_confirmed_address_of_either_side(panel, stage, entries):
    leader = leader_of(entries[0])
    confirmed(leader, "private@example.net")
    with pytest.raises(Refused):
        actions.cast(
            stage, make_member(panel, email="private+1@example.net"), choices=choose(entries[0])
        )
    reader = confirmed(UserFactory(), leader_of(entries[1]).email.replace("@", "+x@"))
    with pytest.raises(Refused):
        actions.cast(stage, make_member(panel, user=reader), choices=choose(entries[1]))


def test_an_address_that_somebody_only_claims_closes_no_entry(panel, stage, entries):
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=leader_of(entries[0]), email="victim@example.net")
    member = make_member(panel, email="victim@example.net")
    assert actions.cast(stage, member, choices=choose(entries[0]))


def test_two_applications_of_one_account_are_one_ballot(panel, stage, entries):
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    first = make_member(panel, user=user)
    second = make_member(panel, email="second@example.net")
    actions.cast(stage, first, choices=choose(entries[0]))
    with pytest.raises(Refused):
        actions.cast(stage, second, choices=choose(entries[0]))
    forget_votes()
    actions.cast(stage, second, choices=choose(entries[0]))
    with pytest.raises(Refused):
        actions.cast(stage, first, choices=choose(entries[0]))


def test_nor_are_they_two_with_another_spelling(panel, stage, entries):
    user = confirmed(confirmed(UserFactory()), "hong.gildong@gmail.com")
    actions.cast(stage, make_member(panel, user=user), choices=choose(entries[0]))
    other = make_member(panel, email="honggil.dong+2@googlemail.com")
    with pytest.raises(Refused):
        actions.cast(stage, other, choices=choose(entries[0]))
    stranger = make_member(panel, email="honggildong2@gmail.com")
    actions.cast(stage, stranger, choices=choose(entries[0]))


@pytest.mark.parametrize("changed", [False, True], ids=["signed out", "new address"])
def test_nor_where_an_account_knows_both_addresses(panel, stage, entries, changed):
    """Whoever applied signed out with both; or with an account whose address was changed since."""
    user = confirmed(confirmed(UserFactory(email="first@example.net")), "second@example.net")
    first = make_member(panel, email="first@example.net", user=user if changed else None)
    if changed:
        user.email = "new@example.net"
        user.save()
    second = make_member(panel, email="new@example.net" if changed else "second+1@example.net")
    for one, other in ((first, second), (second, first)):
        forget_votes()
        actions.cast(stage, one, choices=choose(entries[0]))
        with pytest.raises(Refused):
            actions.cast(stage, PanelMember.objects.get(pk=other.pk), choices=choose(entries[0]))


def test_who_has_voted_votes_no_more_with_an_address_that_was_taken_off_the_account(
    panel, stage, entries
):
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    first, second = (
        make_member(panel, email=user.email),
        make_member(panel, email="second@example.net"),
    )
    stranger = make_member(panel)
    actions.cast(stage, first, choices=choose(entries[0]))
    user.delete()
    second.refresh_from_db()
    with pytest.raises(Refused, match="다른 주소로"):
        actions.cast(stage, second, choices=choose(entries[0]))
    assert actions.write_links(stage, timezone.now()) == 2, "none for the seat that votes no more"
    actions.cast(stage, stranger, choices=choose(entries[0]))
    actions.cast(stage, first, choices=choose(entries[1]))


def test_a_seat_that_has_voted_before_keeps_that_ballot(panel, stage, entries):
    """An address that is confirmed between two votes makes two seats one person's."""
    user = confirmed(UserFactory())
    first, second = make_member(panel, user=user), make_member(panel, email="second@example.net")
    actions.cast(stage, second, choices=choose(entries[0]))
    confirmed(user, "second@example.net")
    later = make_vote(panel, title_ko="둘째 투표")
    actions.cast(later, PanelMember.objects.get(pk=first.pk), choices=choose(entries[0]))
    second = PanelMember.objects.get(pk=second.pk)
    assert actions.cast(stage, second, choices=choose(entries[1]))
    with pytest.raises(Refused):
        actions.cast(later, second, choices=choose(entries[1]))


def test_a_closed_account_keeps_its_vote_and_votes_no_more(panel, stage, entries):
    user = UserFactory()
    member = make_member(panel, user=user)
    actions.cast(stage, member, choices=choose(entries[0]))
    with pytest.raises(ProtectedError):
        user.delete()
    user.is_active = False
    user.save()
    with pytest.raises(Refused):
        actions.cast(stage, member, choices=choose(entries[1]))
    assert queries.tally(stage).entries == {entries[0].pk: queries.Counted(1, 1)}
    # Nor does it come back by the address alone: that is the same letter box.
    assert queries.member_of_address(panel, user.email.replace("@", "+2@")) == member


def test_who_has_voted_stays_on_the_panel(panel, stage, entries):
    member = make_member(panel)
    actions.cast(stage, member, choices=choose(entries[0]))
    with pytest.raises(Refused):
        actions.withdraw(member)
    assert len(votes(stage)) == 1


def test_codes_cannot_be_guessed_and_name_nobody(panel, stage, entries):
    codes = {
        actions.cast(stage, make_member(panel), choices=choose(entries[0])).code for _ in range(5)
    }
    assert len(codes) == 5
    assert all(len(code) == 14 and code.count("-") == 2 for code in codes)


def test_the_tally_is_exact_and_counts_complete_ballots_only(panel, entries):
    stage = make_vote(panel, ballot=Stage.Ballot.SCORE, ballot_fewest=1)
    first, second, third = (make_member(panel) for _ in range(3))
    make_member(panel)
    actions.cast(stage, first, choices={entries[0].pk: 5, entries[1].pk: 2})
    actions.cast(stage, second, choices={entries[0].pk: 4, entries[2].pk: 1})
    actions.cast(stage, third, choices={entries[3].pk: 5})
    Stage.objects.filter(pk=stage.pk).update(ballot_fewest=2)
    stage.refresh_from_db()
    assert queries.tally(stage) == queries.Tally(
        entries={
            entries[0].pk: queries.Counted(2, 9),
            entries[1].pk: queries.Counted(1, 2),
            entries[2].pk: queries.Counted(1, 1),
        },
        cast=3,
        counted=2,
        members=4,
    )


def test_a_tally_costs_the_same_for_any_number_of_ballots(
    panel, stage, entries, django_assert_num_queries
):
    for _each in range(5):
        actions.cast(stage, make_member(panel), choices=choose(entries[0]))
    with django_assert_num_queries(4):
        queries.tally(stage)


def test_casting_takes_few_statements_however_many_entries_there_are(
    panel, stage, entries, django_assert_max_num_queries
):
    actions.cast(stage, make_member(panel), choices=choose(entries[0]))  # warms caches
    make_entries(panel, 3)
    stage = Stage.objects.select_related("contest", "round").get(pk=stage.pk)
    member = make_member(panel)
    with django_assert_max_num_queries(10):
        actions.cast(stage, member, choices=choose(entries[0], entries[1]))
