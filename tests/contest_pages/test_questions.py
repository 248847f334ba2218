from types import SimpleNamespace

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from contest_pages.models import Question
from contest_pages.questions import KINDS, kind_named, kind_of
from tests.media import corpus

CHOICES = "지하철 | Underground\n버스 | Bus\n걷기"


def question(kind: str, **fields) -> Question:
    return Question(
        key="q",
        kind=kind,
        label_ko="질문",
        label_en="Question",
        **{"choices_text": CHOICES} | fields,
    )


def ask(asked: Question, data, files=()) -> forms.Form:
    form = type("F", (forms.Form,), {"q": kind_of(asked).form_field(asked)})
    return form(MultiValueDict({"q": data}), MultiValueDict({"q": list(files)}))


def kept(asked: Question, *data):
    form = ask(asked, list(data))
    assert form.is_valid(), form.errors
    return kind_of(asked).to_json(form.cleaned_data["q"])


def error(asked: Question, *data, files=()):
    form = ask(asked, list(data), files)
    return form.errors.as_data()["q"][0].code


def answer(kind: str, value) -> dict:
    return {"key": "q", "kind": kind, "label_ko": "질문", "label_en": "Question", "value": value}


def test_every_kind_of_question_has_its_class():
    assert set(KINDS) == set(Question.Kind)


@pytest.mark.parametrize(
    ("kind", "typed", "value", "shown"),
    [
        ("short_text", "  시민 ", "시민", "시민"),
        ("long_text", "하나\r\n둘", "하나\n둘", "<p>하나<br>둘</p>"),
        ("choice", "버스", "버스", "버스"),
        ("number", "1390", 1390, "1,390"),
        ("number", "0.5", 0.5, "0.5"),
        ("date", "2026-11-30", "2026-11-30", "2026. 11. 30.(월)"),
        ("yes_no", "no", False, "아니요"),
        (
            "url",
            "example.org/a?b=1&c=2",
            "https://example.org/a?b=1&c=2",
            '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
            "https://example.org/a?b=1&amp;c=2</a>",
        ),
    ],
)
def test_what_is_typed_is_kept_as_json_and_shown(kind, typed, value, shown):
    assert kept(question(kind), typed) == value
    assert kind_named(kind).display(answer(kind, value)) == shown


def test_several_choices_are_kept_by_their_korean_texts():
    assert kept(question("choices"), "걷기", "지하철") == ["걷기", "지하철"]
    assert kind_named("choices").display(answer("choices", ["걷기", "지하철"])) == "걷기, 지하철"


def test_choices_are_offered_in_the_active_language_and_keep_the_korean_value():
    with translation.override("en"):
        field = kind_of(question("choice")).form_field(question("choice"))
    assert field.label == "Question"
    assert field.choices == [("지하철", "Underground"), ("버스", "Bus"), ("걷기", "걷기")]


@pytest.mark.parametrize("kind", list(Question.Kind))
def test_an_optional_question_left_open_keeps_no_answer_and_shows_nothing(kind):
    value = kept(question(kind, is_required=False))
    assert not kind_named(kind).is_answered(value)
    assert kind_named(kind).display(answer(kind, value)) == ""
    assert kind_named(kind).export(answer(kind, value)) == ""


@pytest.mark.parametrize("kind", list(Question.Kind))
def test_a_required_question_wants_an_answer(kind):
    assert error(question(kind)) == "required"


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("short_text", "가" * 201, "max_length"),
        ("choice", "비행기", "invalid_choice"),
        ("choices", "비행기", "invalid_choice"),
        ("number", "NaN", "invalid"),
        ("number", "1" * 30, "max_digits"),
        ("url", "javascript:alert(1)", "invalid"),
        ("url", "ftp://example.org/", "invalid"),
        ("date", "2026-02-30", "invalid"),
        ("yes_no", "perhaps", "invalid_choice"),
    ],
)
def test_a_wrong_answer_is_refused(kind, typed, code):
    assert error(question(kind), typed) == code


def test_an_answer_of_the_longest_length_may_contain_line_breaks():
    assert kept(question("long_text", max_length=3), "가\r\n나") == "가\n나"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("short_text", "가"), ("number", 3), ("yes_no", False), ("date", "2026-01-02")],
)
def test_a_kept_value_fills_the_form_and_comes_back_the_same(kind, value):
    asked = question(kind)
    initial = kind_of(asked).from_json(value)
    assert kept(asked, str(initial)) == value


def test_several_files_are_taken_and_each_wrong_one_is_named():
    asked = question("file", max_files=3)
    good = [corpus.upload("가.pdf", corpus.PDF), corpus.upload("나.pdf", corpus.PDF)]
    form = ask(asked, [], good)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["q"] == good
    bad = [SimpleUploadedFile("다.pdf", b"no pdf"), SimpleUploadedFile("라.exe", b"MZ")]
    messages = ask(asked, [], [*good[:1], *bad]).errors["q"]
    assert len(messages) == 2
    assert "다.pdf" in messages[0]
    assert "라.exe" in messages[1]


def test_more_files_than_allowed_are_refused_and_kept_ones_count():
    asked = question("file", max_files=2)
    files = [corpus.upload(f"{n}.pdf", corpus.PDF) for n in range(3)]
    assert error(asked, files=files) == "too_many"
    field = kind_of(asked).form_field(asked)
    field.count_kept(1)
    assert (field.clean([]), field.clean(files[:1])) == ([], files[:1])
    with pytest.raises(ValidationError):
        field.clean(files[:2])


def test_each_file_may_be_as_large_as_the_question_says():
    asked = question("file", max_megabytes=1)
    large = corpus.upload("큰 파일.pdf", corpus.PDF[:9] + bytes(1024 * 1024) + corpus.PDF[9:])
    assert "1 MB 이하" in kind_of(asked).help_text(asked)
    assert error(asked, files=[large]) == "too_large"
    assert ask(question("file", max_megabytes=2), [], files=[large]).is_valid()


def test_the_answer_to_a_file_question_keeps_uuids_and_links_to_what_is_still_there():
    kind = kind_named("file")
    row = SimpleNamespace(
        uuid="0f", original_name="<계획>.pdf", size=2048, get_absolute_url=lambda: "/files/0f/"
    )
    assert kind.to_json([row]) == ["0f"]
    shown = kind.display(answer("file", ["0f", "gone"]), {"0f": row})
    assert shown == '<a href="/files/0f/">&lt;계획&gt;.pdf</a> (2 KB)'


def test_what_staff_and_entrants_write_is_escaped():
    asked = question("short_text", help_ko="<b>굵게</b>")
    assert kind_of(asked).form_field(asked).help_text == "&lt;b&gt;굵게&lt;/b&gt;"
    assert kind_of(asked).display(answer("short_text", "<i>")) == "&lt;i&gt;"
