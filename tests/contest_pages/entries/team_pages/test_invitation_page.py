"""The page of who is invited."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone

from contest_pages.entries import actions
from contest_pages.entries.models import Invitation
from tests.factories import UserFactory, confirmed, draft_entry, leader_of

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page_of(name: str, *args) -> str:
    return reverse(name, args=args)


def test_who_is_invited_reads_who_invites_to_what_and_signs_in_first(client, contest, token):
    client.logout()
    url = page_of("invitation", token)
    page = client.get(url)
    assert page.status_code == 200
    for word in ("김하늘", "따릉이 길잡이", contest.title, "new@example.org"):
        assert word in text(page)
    for name in ("account_login", "account_signup"):
        assert f'"{reverse(name)}?next={url}"' in text(page)
    assert client.post(url, {"accept": "yes"}).url == f"{reverse('account_login')}?next={url}"
    assert "no-store" in page["Cache-Control"]


def test_the_invited_account_joins_and_goes_on_to_the_terms(client, entry, token):
    new = confirmed(UserFactory(email="new@example.org"))
    client.force_login(new)
    url = page_of("invitation", token)
    assert 'name="accept"' in text(client.get(url))
    assert client.post(url, {"accept": "yes"}).url == page_of("my_entry_consents", entry.pk)
    assert entry.memberships.filter(user=new).exists()
    used = client.get(url)
    assert used.status_code == 410
    assert page_of("my_entry", entry.pk) in text(used)


def test_another_account_is_told_that_it_is_not_the_one_invited(client, token):
    client.force_login(confirmed(UserFactory(email="other@example.org")))
    url = page_of("invitation", token)
    page = client.get(url)
    assert "other@example.org" in text(page) and 'name="accept"' not in text(page)
    assert client.post(url, {"accept": "yes"}).status_code == 403
    assert Invitation.objects.get().state == Invitation.State.PENDING


def test_an_invitation_is_declined_with_its_link_alone(client, token):
    client.logout()
    url = page_of("invitation", token)
    assert client.post(url, {"decline": "yes"}).url == url
    assert Invitation.objects.get().state == Invitation.State.DECLINED
    assert client.get(url).status_code == client.post(url, {"decline": "yes"}).status_code == 410


def test_each_way_an_invitation_ends_is_said(client, entry, leader, token):
    url, said = page_of("invitation", token), set()
    invitations = Invitation.objects.filter(email="new@example.org")
    for fields in (
        {"state": "accepted"},
        {"state": "declined"},
        {"state": "withdrawn"},
        {"state": "pending", "expires_at": timezone.now()},
    ):
        invitations.update(**fields)
        page = client.get(url)
        assert page.status_code == 410 and "<form" not in text(page).split("<main")[1]
        said.add(str(page.context["closed"]))
    assert len(said) == 4


def test_a_link_that_was_tampered_with_or_replaced_leads_nowhere(client, entry, leader, token):
    hashed = Invitation.objects.get().token_hash
    others = [token[:-1], f"{token}x", token.swapcase(), hashed, "x", "9" * 200]
    for other in others:
        for name in ("invitation", "guardian_consent"):
            url = page_of(name, other)
            assert client.get(url).status_code == 404
            assert client.post(url, {"accept": "1", "agree": "1"}).status_code == 404
    actions.invite_again(Invitation.objects.get(), by=leader)
    assert client.get(page_of("invitation", token)).status_code == 404


def test_who_is_invited_finds_it_among_the_own_entries_and_answers_there(client, entry, token):
    new = confirmed(UserFactory(email="new@example.org"))
    client.force_login(new)
    invitation = Invitation.objects.get()
    url = page_of("my_invitation", invitation.pk)
    listed = text(client.get(page_of("my_entries")))
    for word in ("김하늘", "따릉이 길잡이", entry.contest.title, f'href="{url}"'):
        assert word in listed
    assert 'name="accept"' in text(client.get(url))
    assert client.post(url, {"accept": "yes"}).url == page_of("my_entry_consents", entry.pk)
    assert entry.memberships.filter(user=new).exists()
    assert url not in text(client.get(page_of("my_entries")))


def test_an_invitation_is_declined_from_the_list(client, token):
    client.force_login(confirmed(UserFactory(email="New@Example.org")))
    url = page_of("my_invitation", Invitation.objects.get().pk)
    assert url in text(client.get(page_of("my_entries")))
    assert client.post(url, {"decline": "yes"}, follow=True).status_code == 410
    assert url not in text(client.get(page_of("my_entries")))
    assert Invitation.objects.get().state == Invitation.State.DECLINED


def test_only_who_has_confirmed_the_invited_address_is_shown_the_invitation(client, token):
    invitation = Invitation.objects.get()
    unconfirmed = UserFactory(email=invitation.email)
    EmailAddress.objects.create(user=unconfirmed, email=invitation.email, verified=False)
    for person in (unconfirmed, confirmed(UserFactory()), invitation.invited_by):
        client.force_login(person)
        url = page_of("my_invitation", invitation.pk)
        assert url not in text(client.get(page_of("my_entries")))
        assert client.post(url, {"accept": "yes"}).status_code == 404
    assert Invitation.objects.get().state == Invitation.State.PENDING


def test_an_invitation_that_has_expired_is_not_listed(client, token):
    client.force_login(confirmed(UserFactory(email="new@example.org")))
    Invitation.objects.update(expires_at=timezone.now())
    assert "my/entries/invitations" not in text(client.get(page_of("my_entries")))


def test_many_invitations_cost_what_one_does(client, token, statements):
    new = confirmed(UserFactory(email="new@example.org"))
    client.force_login(new)
    one = statements(client, page_of("my_entries"), most=15)
    for _each in range(3):
        other = draft_entry()
        actions.invite(other, email=new.email, by=leader_of(other))
    assert statements(client, page_of("my_entries"), most=15) == one
