"""One member's ballot from many places at once, and many members' at once."""

from django.db import connection

from contest_pages.models import Stage
from contest_pages.voting import actions, queries
from contest_pages.voting.models import Ballot, PanelMember, Vote
from tests.contest_pages.voting.factories import (
    CONDITIONS,
    make_entries,
    make_manager,
    make_member,
    make_panel,
    make_vote,
)
from tests.factories import UserFactory, confirmed
from tests.services.on_postgres.races import at_once, refused


def make_poll(entries: int = 3):
    """A panel, its voting stage and what is voted on."""
    panel = make_panel(recruiting=False)
    made = make_entries(panel, entries)
    return panel, make_vote(panel, ballot_most=2), made


def test_this_is_postgresql():
    assert connection.vendor == "postgresql"


def test_of_twenty_that_cast_one_members_ballot_at_once_there_is_one_ballot():
    panel, stage, entries = make_poll()
    member = make_member(panel)

    def cast(number: int):
        own = Stage.objects.select_related("contest", "round").get(pk=stage.pk)
        chosen = entries[number % 3]
        return lambda: actions.cast(own, member, choices={chosen.pk: 1})

    results = at_once(*[cast(number) for number in range(20)])
    assert refused(results) == 0, results
    assert {result.pk for result in results} == {Ballot.objects.get(stage=stage).pk}
    assert Vote.objects.filter(ballot__stage=stage).count() == 1


def test_of_twenty_members_at_once_none_is_lost():
    panel, stage, entries = make_poll()
    members = [make_member(panel) for _each in range(20)]

    def cast(member):
        own = Stage.objects.select_related("contest", "round").get(pk=stage.pk)
        return lambda: actions.cast(own, member, choices={each.pk: 1 for each in entries[:2]})

    results = at_once(*[cast(member) for member in members])
    assert refused(results) == 0, results
    counted = queries.tally(stage)
    assert (counted.cast, counted.counted) == (20, 20)
    assert counted.entries == {each.pk: queries.Counted(20, 20) for each in entries[:2]}


def test_of_two_applications_of_one_person_at_once_there_is_one_ballot():
    panel, stage, entries = make_poll()
    for number in range(3):
        user = confirmed(confirmed(UserFactory()), f"second{number}@example.net")
        is_signed_in = number != 1  # else the account knows both, and sits on the panel as neither
        seats = [
            make_member(panel, email=user.email, user=user if is_signed_in else None),
            make_member(panel, email=f"second{number}@example.net"),
        ]

        def cast(member):
            own = Stage.objects.select_related("contest", "round").get(pk=stage.pk)
            return lambda: actions.cast(own, member, choices={entries[0].pk: 1})

        results = at_once(*[cast(member) for member in seats])
        assert refused(results) == 1, results
        assert Ballot.objects.filter(stage=stage).count() == number + 1


def test_voting_with_one_of_two_seats_while_both_links_are_taken_back_ends_in_both():
    panel, stage, entries = make_poll()
    manager = make_manager()
    for number in range(6):
        user = confirmed(confirmed(UserFactory()), f"both{number}@example.net")
        seats = [
            make_member(panel, email=f"both{number}@example.net"),
            make_member(panel, user=user),
        ]
        own = Stage.objects.select_related("contest", "round").get(pk=stage.pk)
        results = at_once(
            lambda own=own, seat=seats[1]: actions.cast(own, seat, choices={entries[0].pk: 1}),
            lambda own=own, seats=seats: actions.revoke(own, [s.pk for s in seats], by=manager),
        )
        assert refused(results) == 0, results
        assert Ballot.objects.filter(stage=stage).count() == number + 1


def test_of_two_who_apply_with_one_letter_box_at_once_there_is_one_application():
    for _round in range(3):
        panel = make_panel()
        user = UserFactory(email=f"hong.{panel.pk}@gmail.com")
        results = at_once(
            lambda panel=panel, user=user: actions.apply_with_account(
                panel, name="홍", quota=None, agreed=CONDITIONS, by=user
            ),
            lambda panel=panel: actions.apply_with_address(
                panel,
                name="홍",
                email=f"hong{panel.pk}+x@googlemail.com",
                quota=None,
                agreed=CONDITIONS,
            ),
        )
        assert refused(results) == 0, results
        assert PanelMember.objects.filter(panel=panel).count() == 1
