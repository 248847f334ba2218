"""Letter boxes of accounts: they follow each address, and tell who is one person."""

import pytest
from allauth.account.models import EmailAddress

from cms.accounts.letterboxes import person_of
from cms.accounts.models import Letterbox
from tests.factories import UserFactory, confirmed

pytestmark = pytest.mark.django_db


def boxes(user) -> set[str]:
    """The letter boxes that are kept for a user."""
    return set(user.letterboxes.values_list("mailbox", flat=True))


def test_an_account_has_its_own_address_in_the_spelling_of_its_box():
    user = UserFactory(email="hong.gildong+city@googlemail.com")
    assert boxes(user) == {"honggildong@gmail.com"}
    user.email = "hong@example.org"
    user.save(update_fields=["email"])
    assert boxes(user) == {"hong@example.org"}


def test_another_address_counts_from_its_confirmation_until_it_is_taken_away():
    user = confirmed(UserFactory(email="hong@example.org"))
    address = EmailAddress.objects.create(user=user, email="second+a@example.net")
    assert boxes(user) == {"hong@example.org"}
    address.set_verified()
    EmailAddress.objects.create(user=user, email="second+b@example.net", verified=True)
    assert boxes(user) == {"hong@example.org", "second@example.net"}
    address.delete()
    assert boxes(user) == {"hong@example.org", "second@example.net"}  # by its other spelling
    EmailAddress.objects.filter(user=user).delete()
    assert boxes(user) == {"hong@example.org"}


def test_they_go_with_their_account():
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    user.delete()
    assert not Letterbox.objects.exists()


def test_signing_in_does_not_write_them(django_assert_num_queries):
    user = UserFactory()
    with django_assert_num_queries(1):
        user.save(update_fields=["last_login"])


def test_accounts_that_share_a_box_are_one_person(django_assert_num_queries):
    first = confirmed(UserFactory(email="a@example.org"), "hong+1@example.net")
    second = confirmed(UserFactory(email="hong+2@example.net"), "b@example.org")
    UserFactory(email="stranger@example.org")
    everything = {"a@example.org", "hong@example.net", "b@example.org"}
    for mailbox in everything:
        person = person_of(mailbox)
        assert person.accounts == {first.pk, second.pk}
        assert person.mailboxes == everything
    assert person_of("a@example.org", second.pk) == person
    with django_assert_num_queries(1):
        nobody = person_of("nobody@example.org")
    assert (nobody.accounts, nobody.mailboxes) == (set(), {"nobody@example.org"})
