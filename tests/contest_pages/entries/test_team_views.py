import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from contest_pages.entries import actions
from contest_pages.entries.models import ConsentGiven, Entry, GuardianConsent, Invitation
from contest_pages.models import Consent
from tests.factories import (
    UserFactory,
    accepted_entry,
    announced,
    confirmed,
    draft_entry,
    leader_of,
    member_of,
    open_contest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(db):
    contest = open_contest(slug="app-open", team_max=4)
    announced(contest)
    Consent.objects.create(
        contest=contest, key="terms", title_ko="참가 규정", text_ko="규정을 지킵니다."
    )
    return contest


@pytest.fixture
def leader(client, db):
    user = confirmed(UserFactory(name="김하늘", email="leader@example.org"))
    client.force_login(user)
    return user


@pytest.fixture
def entry(leader, contest) -> Entry:
    return draft_entry(contest, by=leader, data={"title": "따릉이 길잡이"})


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Run an act; return the token of the link that it mails."""

    def run(act, *args, **kwargs) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return re.search(r"/(?:invitations|guardian)/([\w-]+)/", mail.outbox[-1].body)[1]

    return run


@pytest.fixture
def token(mailed, entry, leader) -> str:
    """Of an invitation to new@example.org."""
    return mailed(actions.invite, entry, email="new@example.org", by=leader)


@pytest.fixture
def guardian_token(mailed, entry, leader, contest) -> str:
    agreed = contest.consents.all()
    actions.agree(entry, agreed=agreed, is_under_14=True, by=leader)
    return mailed(actions.ask_guardian, entry, name="김보호", email="parent@example.org", by=leader)


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


@pytest.mark.parametrize("which", ["", "x", "-1", "9" * 30, "0"])
@pytest.mark.parametrize("act", ["remove", "let_lead", "withdraw", "invite_again", "nonsense"])
def test_nonsense_changes_nothing_and_is_answered(client, entry, token, act, which):
    before = rows()
    answer = client.post(page_of("my_entry_team", entry.pk), {"act": act, "which": which})
    assert answer.status_code in (302, 404, 422)
    assert rows() == before


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


# --- the invitee's page -------------------------------------------------------------------


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


# --- what is agreed to --------------------------------------------------------------------


def test_a_member_reads_agrees_and_finds_it_again(client, entry, contest):
    url = page_of("my_entry_consents", entry.pk)
    assert "규정을 지킵니다." in text(client.get(url))
    box = f"consent_{contest.consents.get().pk}_1"
    for missing in ({}, {box: "on"}, {"is_under_14": "no"}, {box: "on", "is_under_14": "maybe"}):
        assert client.post(url, {"act": "agree"} | missing).status_code == 422
    assert not ConsentGiven.objects.exists()
    client.post(url, {"act": "agree", box: "on", "is_under_14": "no"})
    page = text(client.get(url))
    assert "규정을 지킵니다." in page and "data-print" in page and box not in page


def test_a_text_that_changed_while_it_was_read_is_shown_again(client, entry, contest):
    url, terms = page_of("my_entry_consents", entry.pk), contest.consents.get()
    terms.text_ko = "규정을 더 지킵니다."
    terms.save()
    old = {"act": "agree", f"consent_{terms.pk}_1": "on", "is_under_14": "no"}
    answer = client.post(url, old)
    assert answer.status_code == 422 and "규정을 더 지킵니다." in text(answer)
    assert not ConsentGiven.objects.exists()


def test_who_submits_agrees_on_that_page_unless_others_are_missing(client, entry, contest):
    data = {"title": "제목", "summary": "요약", "description": "설명", "version": "x"}
    actions.save_draft(entry, data, by=leader_of(entry), version=entry.draft.version)
    url = page_of("my_entry_submit", entry.pk)
    box = f"consent_{contest.consents.get().pk}_1"
    assert box in text(client.get(url))
    member = member_of(entry, name="이바다")
    page = text(client.get(url))
    assert "이바다" in page and box not in page
    entry.draft.refresh_from_db()
    sent = {"version": entry.draft.token, box: "on", "is_under_14": "no"}
    refused = client.post(url, sent)
    assert refused.status_code == 422 and "이바다" in text(refused)
    actions.agree(entry, agreed=contest.consents.all(), is_under_14=False, by=member)
    assert client.post(url, sent).status_code == 302
    assert Entry.objects.get(pk=entry.pk).state == Entry.State.SUBMITTED


def test_pages_lead_to_the_team_and_to_what_is_to_be_agreed_to(client, entry):
    team, consents = page_of("my_entry_team", entry.pk), page_of("my_entry_consents", entry.pk)
    for name in ("my_entry", "my_entry_edit"):
        page = text(client.get(page_of(name, entry.pk)))
        assert f'"{team}"' in page and f'"{consents}"' in page


# --- guardians ----------------------------------------------------------------------------


def test_a_child_has_the_guardian_asked_and_can_send_it_again(client, entry, contest):
    url = page_of("my_entry_consents", entry.pk)
    box = f"consent_{contest.consents.get().pk}_1"
    client.post(url, {"act": "agree", box: "on", "is_under_14": "yes"})
    assert 'name="email"' in text(client.get(url))
    wrong = client.post(url, {"act": "guardian", "name": "", "email": "leader@example.org"})
    assert wrong.status_code == 422
    for email in ("p1@example.org", "p2@example.org"):
        client.post(url, {"act": "guardian", "name": "김보호", "email": email})
        assert email in text(client.get(url))
    assert GuardianConsent.objects.get().guardian_email == "p2@example.org"
    client.post(url, {"act": "age"})
    assert 'name="email"' not in text(client.get(url))


def test_a_guardian_reads_everything_and_agrees_without_an_account(
    client, entry, contest, guardian_token
):
    client.logout()
    url = page_of("guardian_consent", guardian_token)
    page = text(client.get(url))
    for word in ("김하늘", "따릉이 길잡이", contest.title, "규정을 지킵니다.", "김보호"):
        assert word in page
    box = f"consent_{contest.consents.get().pk}_1"
    for missing in ({}, {box: "on"}, {"is_guardian": "on"}):
        assert client.post(url, {"agree": "yes"} | missing).status_code == 422
    sent = {"agree": "yes", box: "on", "is_guardian": "on"}
    assert client.post(url, sent).url == url
    assert GuardianConsent.objects.get().state == "given"
    done = text(client.get(url))
    assert "규정을 지킵니다." in done and "<form" not in done.split("<main")[1]
    assert client.post(url, {"refuse": "yes"}).status_code == 422
    assert GuardianConsent.objects.get().state == "given"


def test_a_guardian_refuses(client, guardian_token):
    client.logout()
    url = page_of("guardian_consent", guardian_token)
    assert client.post(url, {"refuse": "yes"}).url == url
    assert GuardianConsent.objects.get().state == "refused"
    assert client.get(url).status_code == 200


def test_a_guardians_link_that_has_expired_says_so(client, contest, guardian_token):
    GuardianConsent.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    url = page_of("guardian_consent", guardian_token)
    assert client.get(url).status_code == 410
    box = f"consent_{contest.consents.get().pk}_1"
    assert client.post(url, {"agree": "1", box: "on", "is_guardian": "on"}).status_code == 410
    assert GuardianConsent.objects.get().state == "pending"


def test_an_invitations_link_is_no_guardians_link(client, token, guardian_token):
    assert client.get(page_of("guardian_consent", token)).status_code == 404
    assert client.get(page_of("invitation", guardian_token)).status_code == 404


def test_the_guardian_stands_nowhere_that_the_team_or_the_public_looks(
    client, entry, contest, guardian_token, settings
):
    member = member_of(entry, name="이바다")
    contest.gallery_opens_at = timezone.now()
    contest.save()
    public = accepted_entry(contest_without_consents(contest))
    client.force_login(member)
    for url in (
        page_of("my_entry_team", entry.pk),
        page_of("my_entry", entry.pk),
        page_of("my_entry_consents", entry.pk),
        public.get_absolute_url(),
        page_of("entry_gallery", contest.slug),
    ):
        page = text(client.get(url))
        assert "parent@example.org" not in page and "김보호" not in page


def contest_without_consents(contest):
    """The same contest, which asks for nothing any more."""
    contest.consents.update(is_required=False)
    return contest


def test_moderators_see_that_the_guardian_has_agreed(
    client, entry, leader, contest, guardian_token
):
    url = page_of("guardian_consent", guardian_token)
    box = f"consent_{contest.consents.get().pk}_1"
    client.post(url, {"agree": "yes", box: "on", "is_guardian": "on"})
    from tests.factories import content

    submitted = actions.submit(entry, content=content(), by=leader)
    client.force_login(UserFactory(groups=["Moderators"]))
    page = text(client.get(f"/admin/snippets/contest_entries/entry/review/{submitted.pk}/"))
    assert "보호자 동의" in page and "김하늘" in page


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
