"""The pages of an entrant: starting, and where an entry stands."""

import uuid
from copy import deepcopy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape

from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from contest_pages.models import Consent, Question
from tests.contest_pages.entries.desk import address, fresh, send, submit, text, typed
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
State = Entry.State
OWN_PAGES = ("my_entry", "my_entry_edit", "my_entry_submit", "my_entry_take_back")


@pytest.fixture(scope="module")
def made_contest(made_once):
    contest = open_contest(slug="app-open", title_ko="시민 공공앱 공모전", title_en="App Contest")
    announced(contest)
    return contest


@pytest.fixture
def contest(made_contest, db):
    return deepcopy(made_contest)


@pytest.fixture
def entrant(client, user):
    client.force_login(user)
    return user


@pytest.fixture
def draft(entrant, contest):
    return draft_entry(contest, by=entrant)


def test_an_entrant_starts_drafts_and_submits(client, entrant, contest):
    TrackFactory(contest=contest, title_ko="생활")
    asked = QuestionFactory(contest=contest, key="data_used", is_required=True)
    consent = Consent.objects.create(
        contest=contest, key="rules", title_ko="참가 규정", text_ko="지킵니다."
    )
    start = reverse("entry_start", args=["app-open"])
    page = text(client.get(start))
    assert asked.label_ko in page and "지킵니다." in page
    begun = client.post(start, {"start_key": uuid.uuid4()})
    entry = Entry.objects.get()
    assert begun.url == address(entry)
    assert client.get(begun.url).status_code == 200
    answers = {"track": contest.tracks.get().pk, "answer_data_used": "따릉이 대여 이력"}
    gone_on = send(client, entry, "continue", **answers)
    assert gone_on.url == address(entry, "my_entry_submit")
    assert "따릉이 대여 이력" in text(client.get(gone_on.url))
    done = submit(client, entry, **{f"consent_{consent.pk}_1": "on", "is_under_14": "no"})
    assert done.url == reverse("my_receipt", args=[entry.pk, 1])
    entry = fresh(entry)
    assert (entry.state, entry.track.title_ko) == (State.SUBMITTED, "생활")
    assert entry.answers == [
        {
            "key": "data_used",
            "kind": Question.Kind.SHORT_TEXT,
            "label_ko": asked.label_ko,
            "label_en": asked.label_en,
            "value": "따릉이 대여 이력",
        }
    ]
    assert entry.consents_given.get().title == "참가 규정"
    assert entry.receipt in text(client.get(done.url))
    assert entry.title in text(client.get(reverse("my_entries")))


# --- starting -----------------------------------------------------------------------------


def test_who_is_not_signed_in_signs_in_first_and_comes_back(client, contest):
    for url in (reverse("entry_start", args=["app-open"]), reverse("my_entries")):
        for answer in (client.get(url), client.post(url)):
            assert answer.url == f"{reverse('account_login')}?next={url}"


def test_a_start_that_is_sent_twice_begins_one_entry(client, entrant, contest):
    url, key = reverse("entry_start", args=["app-open"]), {"start_key": uuid.uuid4()}
    assert client.post(url, key).url == client.post(url, key).url
    assert Entry.objects.count() == 1


def test_a_start_without_its_key_begins_nothing(client, entrant, contest):
    assert client.post(reverse("entry_start", args=["app-open"])).status_code == 422
    assert not Entry.objects.exists()


def test_a_contest_that_is_not_announced_cannot_be_entered(client, entrant, contest):
    contest.announcements.get().unpublish()
    for slug in ("app-open", "no-such-contest"):
        url = reverse("entry_start", args=[slug])
        assert client.get(url).status_code == 404
        assert client.post(url, {"start_key": uuid.uuid4()}).status_code == 404


@pytest.mark.parametrize("days", [5, -15])
def test_a_contest_that_is_not_open_says_so_and_when(client, entrant, contest, days):
    move_stages(contest, days=days)
    url = reverse("entry_start", args=["app-open"])
    page = client.get(url)
    assert page.status_code == 200
    assert str(page.context["reason"]) in text(page)
    assert page.context["situation"] in text(page)
    assert "start_key" not in text(page)
    assert client.post(url, {"start_key": uuid.uuid4()}).status_code == 403
    assert not Entry.objects.exists()


def test_the_announcement_offers_what_one_can_do(client, user, contest):
    page = contest.announcements.get().url
    start = reverse("entry_start", args=["app-open"])
    assert start in text(client.get(page))
    client.force_login(user)
    entry = draft_entry(contest, by=user)
    assert address(entry) in text(client.get(page))
    actions.submit(entry, content=content(), by=user)
    assert f'"{address(entry, "my_entry")}"' in text(client.get(page))
    move_stages(contest, days=-15)
    assert start not in text(client.get(page))


# --- what is not one's own ----------------------------------------------------------------


@pytest.mark.parametrize("name", [*OWN_PAGES, "my_entry_withdraw"])
def test_another_teams_entry_does_not_exist(client, entrant, contest, name):
    other = draft_entry(contest, data={"title": "남의 작품"})
    url = address(other, name)
    assert client.get(url).status_code == 404
    assert client.post(url, typed(other)).status_code in (404, 405)
    assert client.get(address(other, name).replace(str(other.pk), "987654")).status_code == 404
    assert fresh(other).draft.data == {"title": "남의 작품"}
    assert "남의 작품" not in text(client.get(reverse("my_entries")))


# --- where it stands ----------------------------------------------------------------------


def test_a_request_for_changes_is_read_answered_and_sent_again(client, entrant, contest):
    entry = submitted_entry(contest, by=entrant)
    moderator = UserFactory(groups=["Moderators"], name="박운영")
    actions.request_changes(
        entry, revision=entry.review.revision, reason="화면을 더 보여 주세요.", by=moderator
    )
    page = text(client.get(address(entry, "my_entry")))
    assert "화면을 더 보여 주세요." in page
    assert "박운영" not in page and moderator.email not in page
    move_stages(contest, days=-10, hours=-1)  # entering has closed, answering has not
    assert send(client, entry, "continue", title="보완한 제목").status_code == 302
    assert submit(client, entry).status_code == 302
    entry = fresh(entry)
    assert (entry.state, entry.title) == (State.SUBMITTED, "보완한 제목")


def test_a_change_of_an_accepted_entry_waits_beside_it(client, entrant, contest):
    entry = accepted_entry(contest, by=entrant, title="접수된 제목")
    send(client, entry, "continue", title="바꾼 제목")
    submit(client, entry)
    assert fresh(entry).title == "접수된 제목"
    page = text(client.get(address(entry, "my_entry")))
    assert "바꾼 제목" in page and "접수된 제목" in page


def test_taking_back_and_withdrawing_ask_first(client, entrant, contest):
    entry = submitted_entry(contest, by=entrant)
    for name, state in (
        ("my_entry_take_back", State.DRAFT),
        ("my_entry_withdraw", State.WITHDRAWN),
    ):
        before = fresh(entry).state
        assert client.get(address(entry, name)).status_code == 200
        assert fresh(entry).state == before
        assert client.post(address(entry, name)).url == address(entry, "my_entry")
        assert fresh(entry).state == state
        assert client.post(address(entry, name)).status_code == 403
        assert client.get(address(entry, name)).url == address(entry, "my_entry")


def test_a_submission_is_not_taken_back_after_the_closing(client, entrant, contest):
    entry = submitted_entry(contest, by=entrant)
    move_stages(contest, days=-15)
    page = text(client.get(address(entry, "my_entry")))
    assert address(entry, "my_entry_take_back") not in page
    assert client.post(address(entry, "my_entry_take_back")).status_code == 403


def every_state(contest, by) -> list[Entry]:
    """One entry of the user's in each state."""
    moderator = UserFactory(groups=["Moderators"])
    entries = [draft_entry(contest, by=by, data={"title": "초안"}), submitted_entry(contest, by=by)]
    returned, removed = submitted_entry(contest, by=by), submitted_entry(contest, by=by)
    actions.request_changes(
        returned, revision=returned.review.revision, reason="보완", by=moderator
    )
    actions.disqualify(removed, reason="규정 위반", by=moderator)
    withdrawn = actions.withdraw(submitted_entry(contest, by=by), by=by)
    changed = accepted_entry(contest, by=by)
    actions.draft_of(changed, by=by)
    return [*entries, returned, removed, withdrawn, changed, accepted_entry(contest, by=by)]


def test_every_state_has_its_pages_in_both_languages(client, entrant, contest):
    entries = every_state(contest, entrant)
    pages_of_states(client, entries, "ko", "/my/")
    pages_of_states(client, entries, "en", "/en/my/")
    move_stages(contest, days=-15)  # no entry is taken any more
    pages_of_states(client, entries, "ko", "/my/")
    move_stages(contest, days=-45)  # all is over
    pages_of_states(client, entries, "en", "/en/my/")


def pages_of_states(client, entries: list[Entry], language: str, own: str) -> None:
    """Visit what belongs to each entry, and check that nothing leads into another language."""
    with translation.override(language):
        listed = text(client.get(reverse("my_entries")))
        for entry in entries:
            assert f'"{address(entry, "my_entry")}"' in listed
            page = client.get(address(entry, "my_entry"))
            assert page.request["PATH_INFO"].startswith(own)
            assert escape(page.context["standing"].next) in text(page)
            for name in (*OWN_PAGES[1:], "my_entry_withdraw"):
                answer = client.get(address(entry, name))
                assert answer.status_code == 200 or answer.url.startswith(own)


def test_an_empty_list_leads_to_the_contests(client, entrant, contest):
    page = client.get(reverse("my_entries"))
    assert contest.announcements.get().get_parent().url in text(page)


def test_what_was_typed_is_escaped(client, entrant, contest):
    evil = "<script>alert(1)</script>"
    entry = submitted_entry(contest, by=entrant, title=evil, description=evil, team_name=evil)
    for url in (address(entry, "my_entry"), reverse("my_entries")):
        page = text(client.get(url))
        assert evil not in page and escape(evil) in page


def test_a_deadline_that_is_shown_is_the_one_that_is_enforced(client, draft):
    shown = client.get(address(draft, "my_entry")).context["standing"].deadline
    assert shown == draft.contest.submission.closes_at
    assert shown - timezone.now() < timedelta(days=10)
