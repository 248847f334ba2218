import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.translation import gettext
from wagtail.models import Revision

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryDraft, Membership, Receipt
from contest_pages.models import Consent, Question
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
State = Entry.State
OWN_PAGES = ("my_entry", "my_entry_edit", "my_entry_submit", "my_entry_take_back")


@pytest.fixture
def contest(db):
    contest = open_contest(slug="app-open", title_ko="시민 공공앱 공모전", title_en="App Contest")
    announced(contest)
    return contest


@pytest.fixture
def entrant(client, user):
    client.force_login(user)
    return user


@pytest.fixture
def draft(entrant, contest):
    return draft_entry(contest, by=entrant)


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def token(entry) -> str:
    """The version that a form of the entry carries."""
    found = EntryDraft.objects.filter(entry=entry).first()
    return f"{found.pk}-{found.version}" if found else "0-0"


def typed(entry, **fields) -> dict:
    """What a browser sends for a complete entry."""
    return {
        "title": "따릉이 길잡이",
        "summary": "따릉이 대여소를 한눈에 보여 줍니다.",
        "description": "가까운 대여소와 남은 자전거를 알려 줍니다.",
        "version": token(entry),
    } | fields


def address(entry, name="my_entry_edit") -> str:
    return reverse(name, args=[entry.pk])


def send(client, entry, act="save", **fields):
    return client.post(address(entry), typed(entry, **{act: "yes"} | fields))


def submit(client, entry, **fields):
    return client.post(address(entry, "my_entry_submit"), {"version": token(entry)} | fields)


def text(response) -> str:
    return response.content.decode()


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


# --- writing ------------------------------------------------------------------------------


def test_a_draft_keeps_what_was_typed_right_or_wrong(client, draft):
    QuestionFactory(contest=draft.contest, key="when", kind=Question.Kind.DATE)
    wrong = {"title": "", "web_url": "주소 아님", "answer_when": "내년 봄", "summary": "가" * 300}
    saved = send(client, draft, **wrong)
    assert saved.url == address(draft)
    page = text(client.get(saved.url))
    assert 'value="주소 아님"' in page and 'value="내년 봄"' in page and "가" * 300 in page
    assert 'aria-invalid="true"' in page
    assert "data-focus-on-load" in page


def test_going_on_marks_what_is_missing_and_keeps_the_rest(client, draft):
    answer = send(client, draft, "continue", title="", summary="한 문장")
    assert answer.status_code == 422
    page = text(answer)
    assert "data-focus-on-load" in page and 'href="#id_title"' in page
    field = page[page.index('name="title"') - 20 : page.index('id="id_title"') + 20]
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_error"' in page
    assert 'value="한 문장"' in page
    assert fresh(draft).draft.data["summary"] == "한 문장"


def test_errors_are_said_in_the_language_of_the_page(client, draft):
    said = set()
    for language in ("ko", "en"):
        with translation.override(language):
            words = gettext("This field is required.")
            assert words in text(send(client, draft, "continue", title=""))
            said.add(words)
    assert len(said) == 2


def test_two_windows_do_not_overwrite_each_other(client, draft):
    seen = token(draft)
    send(client, draft, title="첫째 창의 제목")
    late = send(client, draft, title="둘째 창의 제목", version=seen)
    assert late.status_code == 409
    page = text(late)
    assert "첫째 창의 제목" in page and 'value="둘째 창의 제목"' in page
    assert fresh(draft).draft.data["title"] == "첫째 창의 제목"
    assert (
        send(
            client, draft, title="둘째 창의 제목", version=late.context["basis"]["version"]
        ).status_code
        == 302
    )
    assert fresh(draft).draft.data["title"] == "둘째 창의 제목"


def test_a_form_that_is_sent_twice_is_saved_once_more_without_complaint(client, draft):
    seen = token(draft)
    assert send(client, draft, version=seen).status_code == 302
    assert send(client, draft, version=seen).status_code == 302


def test_a_window_from_before_the_submission_does_not_overwrite_the_next_draft(client, draft):
    seen = token(draft)
    leader = leader_of(draft)
    actions.submit(draft, content=content(), by=leader)
    actions.take_back(draft, by=leader)
    assert send(client, draft, title="묵은 창", version=seen).status_code == 409
    assert fresh(draft).draft.data["title"] == content()["title"]


def test_after_the_closing_nothing_is_saved_and_what_was_typed_is_shown(client, draft):
    send(client, draft, title="마감 전 제목")
    move_stages(draft.contest, days=-15)
    late = send(client, draft, title="마감 뒤 제목")
    assert late.status_code == 403
    assert 'value="마감 뒤 제목"' in text(late)
    assert fresh(draft).draft.data["title"] == "마감 전 제목"


def test_an_entry_in_review_is_closed_to_its_team(client, entrant, contest):
    entry = submitted_entry(contest, by=entrant)
    assert client.get(address(entry)).url == address(entry, "my_entry")
    assert send(client, entry, title="심사 중에 바꾼 제목").status_code == 403
    assert not EntryDraft.objects.exists()


def test_looking_at_the_form_of_an_accepted_entry_makes_no_draft(client, entrant, contest):
    entry = accepted_entry(contest, by=entrant, title="접수된 제목")
    assert 'value="접수된 제목"' in text(client.get(address(entry)))
    assert not EntryDraft.objects.exists()
    assert send(client, entry, title="바꾼 제목").status_code == 302
    assert fresh(entry).title == "접수된 제목"
    assert fresh(entry).draft.data["title"] == "바꾼 제목"


def test_too_many_fields_are_refused_with_a_page(client, draft, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    answer = send(client, draft, **{f"field_{number}": "x" for number in range(60)})
    assert answer.status_code == 400
    assert "<h1" in text(answer)


def test_too_large_a_text_is_refused_with_a_page(client, draft, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    assert send(client, draft, description="가" * 20_000).status_code == 400
    assert fresh(draft).draft.data == {}


# --- submitting ---------------------------------------------------------------------------


def test_an_incomplete_draft_leads_back_to_what_is_missing(client, draft):
    send(client, draft, title="")
    back = client.get(address(draft, "my_entry_submit"))
    assert back.url == f"{address(draft)}?check=1"
    assert 'href="#id_title"' in text(client.get(back.url))
    assert submit(client, draft).url == back.url
    assert fresh(draft).state == State.DRAFT


def test_a_consent_that_is_required_is_asked_for(client, draft):
    rules = {"contest": draft.contest, "text_ko": "지킵니다."}
    needed = Consent.objects.create(key="rules", title_ko="참가 규정", **rules)
    Consent.objects.create(key="news", title_ko="소식 받기", is_required=False, **rules)
    send(client, draft)
    refused = submit(client, draft)
    assert refused.status_code == 422
    assert f'href="#id_consent_{needed.pk}_1"' in text(refused)
    assert fresh(draft).state == State.DRAFT
    agreed = {f"consent_{needed.pk}_1": "on", "is_under_14": "no"}
    assert submit(client, draft, **agreed).status_code == 302
    assert fresh(draft).consents_given.get().consent == needed


def test_what_is_submitted_is_what_was_shown(client, draft):
    send(client, draft, title="확인한 제목")
    shown = token(draft)
    send(client, draft, title="다른 창에서 바꾼 제목")
    refused = submit(client, draft, version=shown)
    assert refused.status_code == 409
    assert "다른 창에서 바꾼 제목" in text(refused)
    assert fresh(draft).state == State.DRAFT
    assert submit(client, draft, version=refused.context["version"]).status_code == 302


def test_a_submission_sent_twice_is_one(client, draft):
    send(client, draft)
    shown = token(draft)
    first, second = (submit(client, draft, version=shown) for _time in range(2))
    assert first.url == second.url == reverse("my_receipt", args=[draft.pk, 1])
    assert Receipt.objects.count() == 1
    assert Revision.objects.for_instance(draft).count() == 1


def test_a_late_submission_is_refused_and_its_draft_kept(client, draft):
    send(client, draft)
    move_stages(draft.contest, days=-15)
    late = submit(client, draft)
    assert late.status_code == 403
    assert str(late.context["reason"]) in text(late)
    assert fresh(draft).draft.data["title"] == "따릉이 길잡이"


def test_a_member_who_does_not_lead_writes_and_does_not_submit(client, contest, entrant):
    entry = draft_entry(contest)
    Membership.objects.create(entry=entry, user=entrant)
    assert send(client, entry).status_code == 302
    assert submit(client, entry).status_code == 403
    assert client.get(address(entry, "my_entry_withdraw")).url == address(entry, "my_entry")


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


@pytest.mark.parametrize(("language", "own"), [("ko", "/my/"), ("en", "/en/my/")])
@pytest.mark.parametrize("days", [0, -15, -60])
def test_every_state_has_its_pages_in_both_languages(client, entrant, contest, language, own, days):
    entries = every_state(contest, entrant)
    move_stages(contest, days=days)
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
