"""The form of an entry saves itself; two versions of one draft; a visit that ended while writing."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from contest_pages.entries import versions
from contest_pages.entries.forms import EntryForm
from contest_pages.entries.models import EntryDraft, Membership
from contest_pages.models import Question
from tests.factories import (
    QuestionFactory,
    UserFactory,
    announced,
    draft_entry,
    move_stages,
    open_contest,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(client, user):
    """An entry whose leader is signed in and which has a question."""
    contest = open_contest()
    announced(contest)
    QuestionFactory(contest=contest, key="users")
    client.force_login(user)
    return draft_entry(contest, by=user)


@pytest.fixture
def partner(draft):
    """A browser of another member of the team."""
    member = UserFactory(name="이함께")
    Membership.objects.create(entry=draft, user=member)
    browser = Client()
    browser.force_login(member)
    return browser


def address(entry) -> str:
    return reverse("my_entry_edit", args=[entry.pk])


def opened(client, entry) -> dict:
    """What the hidden fields of the form say once it was opened."""
    page = client.get(address(entry)).content.decode()
    return basis_in(page)


def basis_in(page: str) -> dict:
    return {
        name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])
        for name in ("version", "seen")
    }


def autosave(client, entry, basis, **typed):
    """Send the form as the script does."""
    headers = {"accept": "application/json"}
    return client.post(address(entry), {**basis, **typed}, headers=headers)


def data_of(entry) -> dict:
    return EntryDraft.objects.get(entry=entry).data


def basis_of(answer) -> dict:
    return {name: answer.json()[name] for name in ("version", "seen")}


# --- Saving while one types ---------------------------------------------------------------


def test_the_form_saves_itself_again_and_again(client, draft):
    basis = opened(client, draft)
    for title in ("따릉", "따릉이", "따릉이 길잡이"):
        answer = autosave(client, draft, basis, title=title)
        assert answer.status_code == 200
        assert re.fullmatch(r"\d\d:\d\d:\d\d에 저장됨", answer.json()["message"])
        assert data_of(draft)["title"] == title
        basis = basis_of(answer)
    assert basis == opened(client, draft)


def test_what_is_wrong_with_a_field_does_not_stop_the_saving(client, draft):
    QuestionFactory(contest=draft.contest, key="when", kind=Question.Kind.DATE)
    wrong = {"title": "가" * 300, "web_url": "주소 아님", "answer_when": "내년 봄"}
    answer = autosave(client, draft, opened(client, draft), **wrong)
    assert answer.status_code == 200
    assert data_of(draft)["web_url"] == "주소 아님"
    assert data_of(draft)["answers"]["when"] == {"typed": "내년 봄"}


def test_after_the_closing_it_says_so_and_keeps_the_draft(client, draft):
    basis = basis_of(autosave(client, draft, opened(client, draft), title="마감 전"))
    move_stages(draft.contest, days=-15)
    late = autosave(client, draft, basis, title="마감 뒤")
    assert late.status_code == 403
    assert "접수가 마감되었습니다. 초안은 보관됩니다." in late.json()["message"]
    assert data_of(draft)["title"] == "마감 전"


def test_another_teams_entry_cannot_be_saved(client, draft):
    stranger = Client()
    stranger.force_login(UserFactory())
    assert autosave(stranger, draft, {"version": draft.draft.token}, title="남").status_code == 404
    assert data_of(draft) == {}


# --- Two versions -------------------------------------------------------------------------


def conflict(client, partner, draft):
    """Two members begin with the same form; the partner saves first."""
    common = {"title": "처음 제목", "summary": "처음 요약", "answer_users": "따릉이를 타는 시민"}
    autosave(client, draft, opened(client, draft), **common)
    mine, theirs = opened(client, draft), opened(partner, draft)
    assert autosave(partner, draft, theirs, **common | {"title": "그의 제목"}).status_code == 200
    typed = common | {"title": "나의 제목", "summary": "나의 요약"}
    return mine, typed


def test_a_later_save_is_refused_and_both_versions_are_shown(client, partner, draft):
    basis, typed = conflict(client, partner, draft)
    answer = autosave(client, draft, basis, **typed)
    assert answer.status_code == 409
    panel = answer.json()["conflict"]
    for text in ("나의 제목", "그의 제목", "나의 요약", "처음 요약", "이함께"):
        assert text in panel
    assert "따릉이를 타는 시민" not in panel
    assert data_of(draft)["title"] == "그의 제목"


def test_a_part_that_one_side_changed_is_taken_from_there_unless_told(client, partner, draft):
    basis, typed = conflict(client, partner, draft)
    page = client.post(address(draft), {**basis, **typed, "answer_users": "", "save": "yes"})
    assert page.status_code == 409
    found = {each.name: (each.choice, each.both_changed) for each in page.context["differences"]}
    assert found == {
        "title": ("mine", True),
        "summary": ("mine", False),
        "answer_users": ("mine", False),
    }
    only_theirs = {**typed, "title": "처음 제목", "summary": "처음 요약"}
    page = client.post(address(draft), {**basis, **only_theirs, "save": "yes"})
    found = {each.name: (each.choice, each.both_changed) for each in page.context["differences"]}
    assert found == {"title": ("theirs", False)}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ({"choose": "mine"}, ("나의 제목", "나의 요약")),
        ({"choose": "theirs"}, ("그의 제목", "처음 요약")),
        ({"choose": "each", "choose_title": "theirs"}, ("그의 제목", "나의 요약")),
        ({"save": "yes", "choose_summary": "theirs"}, ("나의 제목", "처음 요약")),
    ],
)
def test_what_is_chosen_is_saved(client, partner, draft, choice, expected):
    basis, typed = conflict(client, partner, draft)
    page = client.post(address(draft), {**basis, **typed, "save": "yes"}).content.decode()
    assert 'value="나의 제목"' in page
    answer = client.post(address(draft), {**basis_in(page), **typed, **choice})
    assert answer.status_code == 302
    assert (data_of(draft)["title"], data_of(draft)["summary"]) == expected
    assert data_of(draft)["answers"]["users"] == "따릉이를 타는 시민"


def test_a_choice_about_a_version_that_changed_again_is_asked_anew(client, partner, draft):
    basis, typed = conflict(client, partner, draft)
    seen = basis_of(autosave(client, draft, basis, **typed))
    autosave(partner, draft, opened(partner, draft), title="그의 셋째 제목")
    answer = client.post(address(draft), {**seen, **typed, "choose": "theirs"})
    assert answer.status_code == 409
    assert "그의 셋째 제목" in answer.content.decode()
    assert data_of(draft)["title"] == "그의 셋째 제목"


def test_pictures_and_their_descriptions_are_one_part():
    picture = [{"file": "a", "alt": "지도"}]
    mine, theirs = {"images": [], "title": "나"}, {"images": picture, "title": "너"}
    assert versions.merged(mine, theirs, ["pictures"])["images"] == picture
    assert versions.part_of(mine, "pictures") is None
    assert versions.part_of({"answers": {"open": False}}, "answer_open") is False


def test_a_part_that_is_kept_as_nothing_in_another_way_is_no_difference(draft):
    contest = draft.contest
    empty, blank = {}, {"title": "", "images": [], "answers": {"users": None}}
    form = EntryForm.of_draft(empty, contest=contest, files={})
    assert versions.differences(form, form, (empty, blank), "") == []
    assert versions.fingerprints(empty, form) == versions.fingerprints(blank, form)


# --- A visit that ended -------------------------------------------------------------------


def test_a_form_that_saves_itself_after_the_visit_leads_to_the_sign_in(client, draft):
    basis = opened(client, draft)
    client.logout()
    answer = autosave(client, draft, basis, title="방문이 끝난 뒤")
    assert answer.status_code == 401
    expected = f"{reverse('account_login')}?next=%2Fmy%2Fentries%2F{draft.pk}%2Fedit%2F"
    assert answer.json()["link"] == expected
    assert data_of(draft) == {}


@pytest.fixture
def strict(user) -> Client:
    """A browser whose forms need a token."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(user)
    return browser


def test_a_form_from_before_another_sign_in_comes_back_with_what_was_typed(strict, draft):
    basis = opened(strict, draft)
    old = {**basis, "title": "다시 로그인하기 전", "csrfmiddlewaretoken": "x" * 32, "save": "yes"}
    answer = strict.post(address(draft), old)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="다시 로그인하기 전"' in page
    assert "data-unsaved" in page
    assert data_of(draft) == {}
    again = old | basis_in(page)
    again["csrfmiddlewaretoken"] = re.search(r'csrfmiddlewaretoken" value="([^"]*)"', page)[1]
    assert strict.post(address(draft), again).status_code == 302
    assert data_of(draft)["title"] == "다시 로그인하기 전"


def test_without_a_valid_token_nothing_is_saved_and_nobody_elses_form_is_shown(strict, draft):
    assert autosave(strict, draft, opened(strict, draft), title="위조").status_code == 403
    other = draft_entry(draft.contest, data={"title": "남의 작품"})
    answer = strict.post(address(other), {"title": "위조"})
    assert answer.status_code == 404
    assert strict.post(reverse("my_entry_withdraw", args=[draft.pk])).status_code == 403
    assert data_of(draft) == {}


def test_who_is_signed_out_and_has_no_token_gets_the_typed_text_back(draft):
    stranger = Client(enforce_csrf_checks=True)
    answer = stranger.post(address(draft), {"title": "토큰도 없이"})
    assert answer.status_code == 403
    assert "토큰도 없이" in answer.content.decode()
    assert autosave(stranger, draft, {}, title="토큰도 없이").status_code == 401


def test_the_token_of_the_cookie_is_good_for_a_form_of_an_earlier_visit(strict, draft):
    strict.get(address(draft))
    token = strict.cookies["csrftoken"].value
    headers = {"accept": "application/json", "x-csrftoken": token}
    sent = {**opened(strict, draft), "title": "제목"}
    assert strict.post(address(draft), sent, headers=headers).status_code == 200
    assert data_of(draft)["title"] == "제목"
