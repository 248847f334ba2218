"""The pages on which members and guardians agree."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from contest_pages.entries import actions
from contest_pages.entries.models import ConsentGiven, Entry, GuardianConsent
from tests.factories import (
    UserFactory,
    accepted_entry,
    leader_of,
    member_of,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def page_of(name: str, *args) -> str:
    return reverse(name, args=args)


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
    assert "규정을 지킵니다." in done and 'name="agree"' not in done
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
