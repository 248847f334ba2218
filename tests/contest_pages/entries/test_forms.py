import pytest

from contest_pages.entries.forms import EntryForm
from contest_pages.models import Contest, Question
from tests.factories import QuestionFactory, TrackFactory, draft_entry, open_contest

pytestmark = pytest.mark.django_db
Kind = Question.Kind
COMPLETE = {
    "title": "따릉이 길잡이",
    "summary": "따릉이 대여소를 한눈에 보여 줍니다.",
    "description": "가까운 대여소와 남은 자전거를 알려 줍니다.",
}


def form(contest, complete=True, **typed) -> EntryForm:
    return EntryForm(COMPLETE | typed, contest=contest, kept={}, complete=complete)


def reopened(contest, data, complete=False) -> EntryForm:
    """The form as it opens on what a draft holds."""
    return EntryForm.of_draft(data, contest=contest, files={}, complete=complete)


def test_an_idea_is_entered_without_links():
    fields = form(open_contest(kind=Contest.Kind.IDEA)).fields
    assert not {"source_url", "licence", "web_url", "android_url", "ios_url"} & fields.keys()


def test_an_open_source_project_is_entered_with_source_and_licence():
    assert set(form(open_contest(kind=Contest.Kind.OSS)).errors) == {"source_url", "licence"}
    assert form(open_contest(kind=Contest.Kind.APP)).is_valid()


def test_a_licence_is_one_of_the_spdx_list():
    contest = open_contest()
    assert form(contest, licence="EUPL-1.2").content({})["licence"] == "EUPL-1.2"
    assert set(form(contest, licence="내 라이선스").errors) == {"licence"}


def test_a_track_is_asked_for_where_there_are_tracks():
    contest = open_contest()
    assert "track" not in form(contest).fields
    track, other = TrackFactory(contest=contest), TrackFactory(contest=open_contest())
    contest = Contest.objects.get(pk=contest.pk)
    assert form(contest, track=str(track.pk)).content({})["track"] == track
    assert set(form(contest).errors) == set(form(contest, track=other.pk).errors) == {"track"}


def test_a_link_leads_to_the_web_only():
    contest = open_contest()
    assert form(contest, web_url="example.org/app").content({})["web_url"] == (
        "https://example.org/app"
    )
    for wrong in ("javascript:alert(1)", "ftp://example.org", "주소 아님"):
        assert set(form(contest, web_url=wrong).errors) == {"web_url"}


def test_a_line_break_counts_as_one_character():
    contest = open_contest()
    assert form(contest, description="가\r\n" * 4000).is_valid()
    assert set(form(contest, description="가" * 8001).errors) == {"description"}


ANSWERS = [
    (Kind.SHORT_TEXT, {}, "시민", "시민"),
    (Kind.LONG_TEXT, {}, "첫째 줄\r\n둘째 줄", "첫째 줄\n둘째 줄"),
    (Kind.CHOICE, {"choices_text": "교통 | Traffic\n환경 | Nature"}, "환경", "환경"),
    (Kind.CHOICES, {"choices_text": "교통\n환경\n복지"}, ["교통", "복지"], ["교통", "복지"]),
    (Kind.NUMBER, {}, "1390", 1390),
    (Kind.NUMBER, {}, "2.5", 2.5),
    (Kind.URL, {}, "https://example.org/", "https://example.org/"),
    (Kind.DATE, {}, "2026-11-30", "2026-11-30"),
    (Kind.YES_NO, {}, "no", False),
]


@pytest.mark.parametrize(("kind", "options", "typed", "value"), ANSWERS)
def test_an_answer_survives_the_draft_and_is_submitted(kind, options, typed, value):
    contest = open_contest()
    question = QuestionFactory(contest=contest, key="asked", kind=kind, **options)
    data = form(contest, complete=False, answer_asked=typed).as_draft({})
    assert data["answers"] == {"asked": value}
    again = reopened(contest, data, complete=True)
    assert again.is_valid()
    assert again.as_draft(data) == data
    assert again.content(data)["answers"] == [
        {
            "key": "asked",
            "kind": kind,
            "label_ko": question.label_ko,
            "label_en": question.label_en,
            "value": value,
        }
    ]


WRONG = [
    (Kind.NUMBER, "많이"),
    (Kind.DATE, "내년 봄"),
    (Kind.URL, "주소 아님"),
    (Kind.SHORT_TEXT, "가" * 201),
]


@pytest.mark.parametrize(("kind", "typed"), WRONG)
def test_a_wrong_answer_is_kept_as_typed_and_shown_again_with_its_error(kind, typed):
    contest = open_contest()
    QuestionFactory(contest=contest, key="asked", kind=kind)
    data = form(contest, complete=False, answer_asked=typed).as_draft({})
    again = reopened(contest, data)
    assert again["answer_asked"].value() == typed
    assert list(again.errors) == ["answer_asked"]


def test_a_draft_may_be_empty_and_a_complete_form_may_not():
    contest = open_contest()
    QuestionFactory(contest=contest, key="asked", is_required=True)
    empty = EntryForm({}, contest=contest, kept={})
    assert not empty.errors
    assert reopened(contest, empty.as_draft({})).errors == {}
    assert set(reopened(contest, {}, complete=True).errors) == {
        "title",
        "summary",
        "description",
        "answer_asked",
    }


def test_what_a_database_cannot_keep_is_left_out():
    data = form(open_contest(), complete=False, title="널\0문자").as_draft({})
    assert data["title"] == "널문자"


def test_an_answer_to_a_question_that_is_no_longer_asked_stays():
    contest = open_contest()
    question = QuestionFactory(contest=contest, key="old", is_retired=True)
    before = {"answers": {"old": "전에 쓴 답"}}
    complete = form(contest)
    assert "answer_old" not in complete.fields
    assert complete.as_draft(before)["answers"] == {"old": "전에 쓴 답"}
    assert [each["value"] for each in complete.content(before)["answers"]] == ["전에 쓴 답"]
    assert complete.content(before)["answers"][0]["label_ko"] == question.label_ko


def test_answers_stand_in_the_order_of_the_questions():
    contest = open_contest()
    for key, order in (("last", 2), ("first", 1)):
        QuestionFactory(contest=contest, key=key, sort_order=order)
    answers = form(contest, answer_last="끝", answer_first="처음").content({})["answers"]
    assert [each["key"] for each in answers] == ["first", "last"]


def test_a_title_and_a_key_do_not_meet():
    contest = open_contest()
    QuestionFactory(contest=contest, key="title")
    data = form(contest, answer_title="질문의 답").as_draft({})
    assert (data["title"], data["answers"]) == (COMPLETE["title"], {"title": "질문의 답"})


def test_a_draft_that_was_begun_opens_empty():
    entry = draft_entry()
    assert reopened(entry.contest, entry.draft.data)["title"].value() == ""
