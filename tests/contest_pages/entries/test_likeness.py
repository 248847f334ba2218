"""How alike texts and addresses are, and what differs between two texts: no database."""

import time

import pytest

from contest_pages.entries import likeness
from contest_pages.entries.wording import GAP, marked


@pytest.mark.parametrize(
    "spelling",
    [
        "https://example.org/team/app",
        "http://example.org/team/app",
        "https://www.example.org/team/app/",
        "https://EXAMPLE.org/team/app.git",
        "https://example.org:443/team/app.git/",
        "https://example.org/team/app?tab=readme#top",
    ],
)
def test_spellings_of_a_source_address_are_one(spelling):
    assert likeness.address(spelling) == "example.org/team/app"


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/team/App",
        "https://example.org/team/app2",
        "https://code.example.org/team/app",
        "https://example.org:8443/team/app",
    ],
)
def test_other_addresses_are_others(other):
    assert likeness.address(other) != "example.org/team/app"


@pytest.mark.parametrize("nonsense", ["", "   ", "no address", "https://", "//["])
def test_an_address_that_is_none_is_like_no_other(nonsense):
    assert likeness.address(nonsense) == ""


def test_titles_that_differ_in_spaces_particles_and_case_are_nearly_the_same():
    for one, other in (
        ("따릉이 길잡이", "따릉이길잡이"),
        ("서울 쉼터 안내 앱", "서울 쉼터를 안내 앱"),
        ("Bike Finder", "bike finder!"),
    ):
        assert likeness.alike(one, other) >= likeness.NEARLY, (one, other)
    for one, other in (("따릉이 길잡이", "지하철 길잡이"), ("쉼터", "놀이터"), ("앱", "")):
        assert likeness.alike(one, other) < likeness.NEARLY, (one, other)


def test_nearly_the_same_texts_share_marks_and_others_hardly_any():
    text = "가까운 따릉이 대여소와 남은 자전거를 한눈에 보여 줍니다."
    near = "가까운 따릉이 대여소와 남은 자전거를 한눈에 보여 드립니다."
    far = "동네 놀이터의 안전을 이웃이 함께 점검합니다."
    marks = set(likeness.marks_of(text))
    assert len(marks) == likeness.MARKS
    assert len(marks & set(likeness.marks_of(near))) >= likeness.MARKS // 3
    assert len(marks & set(likeness.marks_of(far))) < likeness.MARKS // 3
    assert all(-(2**63) <= mark < 2**63 for mark in marks)


def test_only_the_particle_that_differs_is_marked():
    assert marked("공공앱을 연다", "공공앱이 연다") == (
        "공공앱<del>을</del> 연다",
        "공공앱<ins>이</ins> 연다",
    )


def test_words_that_were_added_removed_and_replaced_are_marked():
    assert marked("길을 찾는다.", "길을 찾는다. 밤에도.") == (
        "길을 찾는다.",
        "길을 찾는다. <ins>밤에도.</ins>",
    )
    assert marked("하나 둘 셋", "하나 셋") == ("하나 <del>둘</del> 셋", "하나 셋")
    assert marked("걷는 지도", "나눔 냉장고") == (
        "<del>걷는 지도</del>",
        "<ins>나눔 냉장고</ins>",
    )


def test_what_a_team_wrote_stays_text():
    before, after = marked("<b>하나</b>", "<b>둘</b> & <i>")
    for html in (before, after):
        assert "<b>" not in html and "<i>" not in html
    assert "&lt;b&gt;" in before and "&amp;" in after


def test_long_unchanged_text_is_folded_and_line_breaks_are_kept():
    same = "변하지 않은 문장입니다.\n" * 60
    before, after = marked(f"처음 {same}끝", f"시작 {same}마침")
    assert len(after) < 450 and GAP in after
    assert after.startswith("<ins>시작</ins> ") and after.endswith("<ins>마침</ins>")
    assert before.startswith("<del>처음</del> ")


def test_two_long_texts_that_share_little_are_compared_in_no_time():
    one = " ".join(f"낱말{number}은" for number in range(1500))
    other = " ".join(f"단어{number}는" for number in range(1500))
    begin = time.perf_counter()
    marked(one, other)
    assert time.perf_counter() - begin < 3
