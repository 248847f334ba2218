"""Drawing lots: no chance, no database, the same for everybody who repeats it."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from cms.accounts.models import mailbox_of
from contest_pages.voting.lottery import Applicant, draw, ticket

numbers = st.sets(st.integers(1, 10_000), max_size=60)


def test_a_ticket_can_be_made_with_any_tool():
    assert ticket("2018", 7) == hashlib.sha256(b"2018:7").hexdigest()


def test_the_order_is_that_of_the_tickets_and_the_first_have_seats():
    drawn = draw([Applicant(each) for each in range(1, 8)], seats=3, kept={}, seed="눈")
    by_hand = sorted(range(1, 8), key=lambda each: ticket("눈", each))
    assert drawn.order == by_hand
    assert drawn.seated == set(by_hand[:3])


def test_seats_of_a_group_are_filled_first_and_what_is_over_goes_to_all():
    young = [Applicant(each, group=1) for each in range(1, 11)]
    others = [Applicant(each) for each in range(11, 101)]
    drawn = draw([*young, *others], seats=20, kept={1: 8}, seed="2018")
    of_group = [each for each in drawn.order if each <= 10]
    assert set(of_group[:8]) <= drawn.seated
    rest = [each for each in drawn.order if each not in of_group[:8]]
    assert drawn.seated == {*of_group[:8], *rest[:12]}


def test_seats_that_a_group_leaves_empty_are_free_for_all():
    drawn = draw([Applicant(1, 1), *map(Applicant, range(2, 9))], seats=5, kept={1: 3}, seed="x")
    assert 1 in drawn.seated
    assert len(drawn.seated) == 5


@given(numbers, st.integers(0, 40), st.text(max_size=10))
def test_the_order_in_which_people_applied_changes_nothing(chosen, seats, seed):
    people = [Applicant(each, each % 3 or None) for each in chosen]
    drawn = draw(people, seats=seats, kept={1: 4, 2: 2}, seed=seed)
    assert draw(reversed(people), seats=seats, kept={1: 4, 2: 2}, seed=seed) == drawn
    assert len(drawn.seated) == min(seats, len(people))


def test_all_spellings_of_a_letter_box_are_one():
    spellings = [
        "Hong.Gil.Dong@gmail.com",
        " honggildong+vote@GMAIL.com",
        "hong.gildong@googlemail.com",
    ]
    assert {mailbox_of(each) for each in spellings} == {"honggildong@gmail.com"}
    assert mailbox_of("hong.gildong+1@example.org") == "hong.gildong@example.org"
    assert mailbox_of("honggildong@example.org") != mailbox_of("hong.gildong@example.org")
    assert mailbox_of("+@example.org") == "+@example.org"
