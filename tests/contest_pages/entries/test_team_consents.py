from copy import deepcopy
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.entries import actions
from contest_pages.entries.agreements import agreement_of
from contest_pages.entries.models import ConsentGiven, Entry, GuardianConsent
from contest_pages.models import Consent, Contest
from tests.factories import (
    UserFactory,
    confirmed,
    content,
    draft_entry,
    leader_of,
    member_of,
    open_contest,
)

pytestmark = pytest.mark.django_db
State = GuardianConsent.State


@pytest.fixture(scope="module")
def made_contest(made_once) -> Contest:
    contest = open_contest()
    Consent.objects.create(
        contest=contest, key="terms", title_ko="참가 규정", text_ko="지킵니다.", text_en="I will."
    )
    Consent.objects.create(
        contest=contest, key="news", title_ko="소식", text_ko="받습니다.", is_required=False
    )
    return contest


@pytest.fixture
def contest(made_contest, db) -> Contest:
    return deepcopy(made_contest)


@pytest.fixture
def entry(contest) -> Entry:
    return draft_entry(contest, by=UserFactory(name="김하늘"), data={"title": "따릉이 길잡이"})


@pytest.fixture
def leader(entry):
    return leader_of(entry)


@pytest.fixture
def terms(contest) -> Consent:
    return contest.consents.get(key="terms")


def said(act, *args, **kwargs) -> str:
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return str(refused.value)


def agree(entry, user, *, under=False):
    entry = Entry.objects.get(pk=entry.pk)
    agreed = entry.contest.consents.filter(is_required=True)
    actions.agree(entry, agreed=agreed, is_under_14=under, by=user)


def submit(entry) -> Entry:
    entry = Entry.objects.get(pk=entry.pk)
    return actions.submit(entry, content=content(), by=leader_of(entry))


def ask(entry, child, **fields) -> GuardianConsent:
    fields = {"name": "김보호", "email": "parent@example.org"} | fields
    return actions.ask_guardian(entry, by=child, **fields)


def give(asked) -> GuardianConsent:
    agreed = asked.entry.contest.consents.all()
    return actions.give_guardian_consent(asked, agreed=agreed)


# --- personally ---------------------------------------------------------------------------


def test_every_member_agrees_before_the_submission_counts(entry, leader):
    member = member_of(entry, name="이바다")
    agree(entry, leader)
    sentence = said(submit, entry)
    assert "이바다" in sentence and "김하늘" not in sentence
    agree(entry, member)
    assert submit(entry).state == Entry.State.SUBMITTED


def test_an_agreement_keeps_text_version_language_person_and_time(entry, leader, terms):
    now = timezone.now()
    with translation.override("en"):
        actions.agree(entry, agreed=[terms], is_under_14=False, by=leader, now=now)
    given = ConsentGiven.objects.get()
    kept = (given.user, given.text, given.version, given.language, given.given_at)
    assert kept == (leader, "I will.", 1, "en", now)


def test_agreeing_twice_keeps_it_once(entry, leader, terms):
    for _each in range(2):
        actions.agree(entry, agreed=[terms], is_under_14=False, by=leader)
    assert ConsentGiven.objects.count() == 1


def test_what_is_required_cannot_be_left_out_and_what_is_not_can(entry, leader, contest):
    news = contest.consents.get(key="news")
    said(actions.agree, entry, agreed=[news], is_under_14=False, by=leader)
    assert not ConsentGiven.objects.exists()


def test_a_changed_text_asks_everyone_again(entry, leader, terms):
    agree(entry, leader)
    terms.text_ko = "더 지킵니다."
    terms.save()
    assert "김하늘" in said(submit, entry)
    agree(entry, leader)
    texts = ConsentGiven.objects.order_by("version").values_list("text", flat=True)
    assert list(texts) == ["지킵니다.", "더 지킵니다."]
    submit(entry)


def test_a_text_that_changed_while_it_was_read_is_not_agreed_to(entry, leader, terms):
    shown = Consent.objects.get(pk=terms.pk)
    terms.text_ko = "더 지킵니다."
    terms.save()
    said(actions.agree, entry, agreed=[shown], is_under_14=False, by=leader)
    assert not ConsentGiven.objects.exists()


def test_nobody_agrees_for_another_team(entry, terms):
    said(actions.agree, entry, agreed=[terms], is_under_14=False, by=UserFactory())


def test_nothing_is_agreed_to_for_a_withdrawn_entry(entry, leader, terms):
    withdrawn = actions.withdraw(entry, by=leader)
    said(actions.agree, withdrawn, agreed=[terms], is_under_14=False, by=leader)


# --- guardians ----------------------------------------------------------------------------


def test_a_childs_team_submits_once_the_guardian_has_agreed(entry, leader):
    agree(entry, leader, under=True)
    assert "김하늘" in said(submit, entry)
    asked = ask(entry, leader)
    said(submit, entry)
    give(asked)
    submit(entry)


def test_a_guardians_consent_keeps_all_texts_in_the_guardians_language(entry, leader, contest):
    agree(entry, leader, under=True)
    asked = ask(entry, leader)
    with translation.override("en"):
        given = give(asked)
    terms, news = contest.consents.order_by("pk")
    assert given.texts == [
        {
            "consent": terms.pk,
            "version": 1,
            "title": "참가 규정",
            "text": "I will.",
            "language": "en",
        },
        {"consent": news.pk, "version": 1, "title": "소식", "text": "받습니다.", "language": "en"},
    ]
    assert given.answered_at and given.guardian_name == "김보호"


def test_the_guardian_is_asked_again_when_a_text_changes(entry, leader, terms):
    agree(entry, leader, under=True)
    give(ask(entry, leader))
    terms.text_ko = "더 지킵니다."
    terms.save()
    agree(entry, leader, under=True)
    assert "김하늘" in said(submit, entry)
    give(ask(entry, leader))
    submit(entry)
    assert GuardianConsent.objects.filter(state=State.GIVEN).count() == 2


def test_a_guardian_who_refuses_is_the_end_of_that_question(entry, leader):
    agree(entry, leader, under=True)
    asked = actions.refuse_guardian_consent(ask(entry, leader))
    said(give, asked)
    said(submit, entry)
    give(ask(entry, leader, email="other@example.org"))
    submit(entry)


def test_a_guardian_withdraws_by_the_same_link_and_the_leader_and_the_child_are_told(
    client, entry, leader, terms
):
    child = member_of(entry, name="이바다")
    agree(entry, leader)
    agree(entry, child, under=True)
    give(ask(entry, child))
    terms.text_ko = "더 지킵니다."
    terms.save()
    for person in (leader, child):
        agree(entry, person, under=person == child)
    asked = ask(entry, child)
    token = asked.new_link(asked.expires_at)
    asked.save()
    give(asked)
    page = reverse("guardian_consent", args=[token])
    assert "동의를 철회합니다" in client.get(page).content.decode()
    assert client.post(page, {"withdraw": "yes"}).status_code == 302
    given = entry.guardian_consents.all()
    assert {each.state for each in given} == {State.WITHDRAWN}, "of each text that was agreed to"
    assert all(each.texts and each.answered_at and each.withdrawn_at for each in given)
    told = Notice.objects.filter(kind="guardian_withdrew")
    assert {notice.recipient for notice in told} == {leader, child}
    assert "이바다" in said(submit, entry)
    after = client.get(page).content.decode()
    assert "동의를 철회하셨습니다." in after and 'name="withdraw"' not in after
    assert 'role="alert"' in client.post(page, {"withdraw": "yes"}).content.decode()
    give(ask(entry, child))
    submit(entry)


def test_what_was_submitted_stays_when_a_guardian_withdraws_and_moderators_see_it(
    client, entry, leader
):
    agree(entry, leader, under=True)
    asked = give(ask(entry, leader))
    submitted = submit(entry)
    actions.withdraw_guardian_consent(asked)
    entry.refresh_from_db()
    assert (entry.state, entry.review.revision) == ("submitted", submitted.latest_revision)
    client.force_login(UserFactory(groups=["Moderators"]))
    page = client.get(f"/admin/snippets/contest_entries/entry/review/{entry.pk}/").content.decode()
    assert "김하늘 님은 만 14세 미만이며 보호자의 동의가 없습니다." in page
    assert "동의를 철회했습니다. 보호자 동의 없이는 다시 제출할 수 없습니다." in page


def test_only_what_was_given_can_be_withdrawn(entry, leader):
    agree(entry, leader, under=True)
    asked = ask(entry, leader)
    said(actions.withdraw_guardian_consent, asked)
    actions.refuse_guardian_consent(asked)
    said(actions.withdraw_guardian_consent, asked)


def test_a_link_counts_once_for_14_days_and_until_it_is_sent_again(
    entry, leader, django_capture_on_commit_callbacks
):
    agree(entry, leader, under=True)
    now = timezone.now()
    asked = actions.ask_guardian(entry, name="가", email="p@example.org", by=leader, now=now)
    assert asked.expires_at == now + timedelta(days=14)
    later = now + timedelta(days=14)
    said(actions.refuse_guardian_consent, asked, now=later)
    with django_capture_on_commit_callbacks(execute=True):
        again = ask(entry, leader, email="P2@Example.org")
        assert mail.outbox == []
    assert (again.pk, again.guardian_email) == (asked.pk, "p2@example.org")
    assert again.token_hash != asked.token_hash
    (letter,) = mail.outbox
    assert letter.to == ["p2@example.org"] and "/guardian/" in letter.body
    give(again)
    said(give, again)
    said(actions.refuse_guardian_consent, again)
    said(ask, entry, leader)


def test_a_guardian_has_another_address_than_the_child(entry, leader):
    confirmed(leader, "second@example.org")
    agree(entry, leader, under=True)
    for own in (leader.email.upper(), "Second@example.org"):
        said(ask, entry, leader, email=own)


def test_no_guardian_is_asked_for_those_who_are_older(entry, leader):
    said(ask, entry, leader)
    agree(entry, leader)
    said(ask, entry, leader)


def test_the_age_can_be_corrected(entry, leader):
    agree(entry, leader, under=True)
    actions.say_age(entry, is_under_14=False, by=leader)
    submit(entry)
    assert not agreement_of(Entry.objects.get(pk=entry.pk), leader).needs_guardian


def test_the_age_has_to_be_said(entry, leader):
    agree(entry, leader)
    entry.memberships.update(is_under_14=None)
    assert "김하늘" in said(submit, entry)


def test_nothing_is_left_to_answer_for_a_child_who_left(entry, leader):
    child = member_of(entry)
    agree(entry, child, under=True)
    asked = ask(entry, child)
    actions.leave(entry, by=child)
    said(give, asked)


def test_a_guardian_agrees_to_all_that_is_required(entry, leader, contest):
    agree(entry, leader, under=True)
    asked = ask(entry, leader)
    news = contest.consents.filter(key="news")
    said(actions.give_guardian_consent, asked, agreed=news)
    assert GuardianConsent.objects.get().state == State.PENDING
