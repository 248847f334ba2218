"""The entrant's desk: writing an entry, and submitting it."""

from copy import deepcopy

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Revision

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryDraft, Membership, Receipt
from contest_pages.models import Consent, Question
from tests.contest_pages.entries.desk import address, fresh, send, submit, text, token
from tests.factories import (
    QuestionFactory,
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
