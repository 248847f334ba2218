"""The team's page: who belongs to it, who is invited."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils.html import escape

from contest_pages.entries import actions
from contest_pages.entries.models import ConsentGiven, Entry, GuardianConsent, Invitation
from tests.factories import (
    UserFactory,
    confirmed,
    draft_entry,
    leader_of,
    member_of,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page_of(name: str, *args) -> str:
    return reverse(name, args=args)


def rows() -> list:
    """All that a page could change."""
    return [
        list(model.objects.order_by("pk").values())
        for model in (Invitation, GuardianConsent, ConsentGiven)
    ] + [list(Entry.objects.values("memberships__user", "memberships__is_leader", "state"))]


# --- the team's page ----------------------------------------------------------------------


def test_the_leader_invites_and_sees_who_is_invited(client, entry):
    url = page_of("my_entry_team", entry.pk)
    assert client.post(url, {"act": "invite", "email": "New@Example.org"}).url == url
    page = text(client.get(url))
    assert "new@example.org" in page
    invitation = Invitation.objects.get()
    client.post(url, {"act": "invite_again", "which": invitation.pk})
    assert Invitation.objects.get().token_hash != invitation.token_hash
    client.post(url, {"act": "withdraw", "which": invitation.pk})
    assert Invitation.objects.get().state == Invitation.State.WITHDRAWN
    client.get(url)  # says once more to whom was written
    assert "new@example.org" not in text(client.get(url))


def test_a_refused_invitation_is_explained_beside_what_was_typed(client, entry):
    url = page_of("my_entry_team", entry.pk)
    for email in ("nonsense", "leader@example.org"):
        answer = client.post(url, {"act": "invite", "email": email})
        assert answer.status_code == 422
        assert f'value="{email}"' in text(answer) and 'role="alert"' in text(answer)


def test_members_see_the_team_but_not_who_is_invited(client, entry, leader, token):
    client.force_login(member_of(entry, name="이바다"))
    url = page_of("my_entry_team", entry.pk)
    page = text(client.get(url))
    assert "이바다" in page and "김하늘" in page
    assert "new@example.org" not in page
    before = rows()
    place, invitation = entry.memberships.get(user=leader).pk, Invitation.objects.first().pk
    for sent in (
        {"act": "invite", "email": "other@example.org"},
        {"act": "withdraw", "which": invitation},
        {"act": "invite_again", "which": invitation},
        {"act": "remove", "which": place},
        {"act": "let_lead", "which": place},
    ):
        assert client.post(url, sent).status_code in (302, 422)
    assert rows() == before
    assert client.post(url, {"act": "leave"}).url == reverse("my_entries")
    assert client.get(url).status_code == 404


def test_the_leader_changes_the_team(client, entry):
    url = page_of("my_entry_team", entry.pk)
    first, second = member_of(entry), member_of(entry)
    client.post(url, {"act": "remove", "which": entry.memberships.get(user=first).pk})
    client.post(url, {"act": "let_lead", "which": entry.memberships.get(user=second).pk})
    assert leader_of(entry) == second
    assert not entry.memberships.filter(user=first).exists()


def test_nonsense_changes_nothing_and_is_answered(client, entry, token):
    url, before = page_of("my_entry_team", entry.pk), rows()
    acts = ("remove", "let_lead", "withdraw", "invite_again", "nonsense")
    for act, which in product(acts, ("", "x", "-1", "9" * 30, "0")):
        answer = client.post(url, {"act": act, "which": which})
        assert answer.status_code in (302, 404, 422), (act, which)
        assert rows() == before, (act, which)


def test_another_teams_invitation_is_not_reached_through_ones_own_page(client, entry, contest):
    other = draft_entry(contest)
    invitation = actions.invite(other, email="new@example.org", by=leader_of(other))
    url = page_of("my_entry_team", entry.pk)
    for act in ("withdraw", "invite_again"):
        assert client.post(url, {"act": act, "which": invitation.pk}).status_code == 404


@pytest.mark.parametrize("name", ["my_entry_team", "my_entry_consents"])
def test_another_teams_pages_do_not_exist(client, entry, contest, name):
    url = page_of(name, draft_entry(contest).pk)
    before = rows()
    for sent in ({}, {"act": "invite", "email": "me@example.org"}, {"act": "age"}):
        assert client.get(url).status_code == client.post(url, sent).status_code == 404
    client.logout()
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"
    assert rows() == before


def test_looking_changes_nothing(client, entry, token, guardian_token):
    before = rows()
    for _visitor in ("leader", "nobody"):
        for url in (
            page_of("my_entry_team", entry.pk) + "?act=leave&which=1",
            page_of("my_entry_consents", entry.pk) + "?act=age",
            page_of("invitation", token) + "?accept=yes&decline=yes",
            page_of("guardian_consent", guardian_token) + "?agree=yes&refuse=yes",
        ):
            client.get(url)
        client.logout()
    assert rows() == before


# --- what was typed, and what it costs ----------------------------------------------------


def test_names_and_titles_are_escaped(client, contest, mailed):
    evil = "<script>alert(1)</script>"
    user = confirmed(UserFactory(name=evil))
    entry = draft_entry(contest, by=user, data={"title": evil})
    token = mailed(actions.invite, entry, email="new@example.org", by=user)
    client.force_login(user)
    for url in (page_of("my_entry_team", entry.pk), page_of("invitation", token)):
        page = text(client.get(url))
        assert evil not in page and escape(evil) in page


def test_a_large_team_costs_what_a_small_one_does(client, entry, contest, statements):
    url = page_of("my_entry_team", entry.pk)
    few = statements(client, url, most=15)
    for _each in range(3):
        member = member_of(entry)
        actions.agree(entry, agreed=contest.consents.all(), is_under_14=True, by=member)
    assert statements(client, url, most=16) <= few + 1
