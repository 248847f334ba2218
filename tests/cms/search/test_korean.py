import unicodedata

import pytest

from cms.search.indexing import matching
from cms.search.korean import LONGEST_QUERY, index_text, query, stem
from contest_pages.models import ContestPage
from tests.factories import ContestFactory, announced

# What is asked for, what is written, and what is written that must not be found.
PAIRS = [
    ("공공앱", "시민이 공공앱을 만듭니다", "공공 자전거와 앱"),
    ("공공앱", "공공 앱을 찾습니다", "공공데이터를 쓰는 웹"),
    ("공공 앱", "공공앱을 찾습니다", "공공기관을 찾습니다"),
    ("공모전", "서울앱공모전 시작", "공모 안내와 전시"),
    ("앱공모전", "2018 서울 앱 공모전", "앱 전시회"),
    ("앱 공모전", "서울 앱공모전", "사진 공모전"),
    ("앱", "우리 동네 공공앱입니다 누구나 쓰는 앱을", "애플리케이션 모음"),
    ("시민의 안전", "시민안전을 지킵니다", "시민이 만듭니다"),
    ("미세먼지를", "오늘의 미세먼지 지도", "먼지 없는 도서관"),
    ("도서관에서", "작은도서관이 열립니다", "도서를 기증합니다"),
    ("자전거", "따릉이자전거대여소", "자전적 소설"),
    ("주차장까지", "공영주차장 빈자리", "주차 단속"),
    ("지하철로", "지하철역 승강기", "지하 상가"),
    ("어린이", "어린이집 알림", "어린 나무 심기"),
    ("만족도", "만족도를 조사합니다", "만족 후기"),
    ("open data", "Open Data를 활용", "Open API 안내"),
    ("2018년", "2018년도 결과", "2017년도 결과"),
    ("청각장애인", "청각 장애인을 위한 앱", "시각장애인을 위한 앱"),
]


@pytest.mark.django_db
@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize(("asked", "written", "other"), PAIRS)
def test_a_korean_word_is_found_as_it_is_written(asked, written, other):
    page = announced(ContestFactory(), title=written)
    announced(ContestFactory(), title=other)
    assert list(matching(ContestPage.objects.all(), query(asked))) == [page]


@pytest.mark.django_db
@pytest.mark.usefixtures("searchable")
def test_all_that_is_searched_of_a_model_is_found_in_korean():
    page = announced(
        ContestFactory(),
        organiser="서울디지털재단이",
        eligibility="<p>서울에 <b>사는</b> 누구나</p>",
        body=[("heading", "심사기준표를 봅니다")],
    )
    for asked in ("디지털재단", "서울에 사는", "심사 기준"):
        assert list(matching(ContestPage.objects.all(), query(asked))) == [page], asked


@pytest.mark.django_db
@pytest.mark.usefixtures("searchable")
@pytest.mark.parametrize("asked", ["AND", "a OR b", 'NEAR("x" y)', "'; drop --", "앱* -없음 ^%"])
def test_what_is_typed_is_never_a_language_of_its_own(asked):
    announced(ContestFactory(), title="앱 공모전")
    assert list(matching(ContestPage.objects.all(), query(asked))) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("searchable")
def test_only_rows_of_the_given_queryset_are_found_and_in_one_statement(
    django_assert_num_queries,
):
    page = announced(ContestFactory(), title="공공앱 하나")
    announced(ContestFactory(), title="공공앱 둘")
    chosen = ContestPage.objects.filter(contest__slug=page.contest.slug)
    with django_assert_num_queries(1):
        assert list(matching(chosen, query("공공앱"))) == [page]


@pytest.mark.django_db
@pytest.mark.usefixtures("searchable")
def test_what_fits_best_comes_first():
    near = announced(ContestFactory(), title="공공앱 공모전")
    far = announced(
        ContestFactory(), title="여름 행사", body=[("heading", "지난해에 공공앱을 만든 사람들")]
    )
    announced(ContestFactory(), title="가을 행사")
    assert list(matching(ContestPage.objects.all(), query("공공앱"))) == [near, far]


@pytest.mark.parametrize("text", ["", "   ", "?!", "\u200b", "*"])
def test_nothing_to_look_for_gives_no_query(text):
    assert query(text) is None


def test_a_very_long_query_is_cut():
    assert len(query("공공앱 " * 1000).subqueries) == 10
    assert (
        query("가" * 1000).query_string.count(" ") == LONGEST_QUERY - 3
    )  # the last 가 is a particle


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("공공앱을", "공공앱"),
        ("자전거를", "자전거"),
        ("시민은", "시민"),
        ("시민의", "시민"),
        ("길을", "길"),
        ("시민평가", "시민평가"),
        ("전문가", "전문가"),
        ("어린이", "어린이"),
        ("만족도", "만족도"),
        ("가을", "가을"),
        ("마을", "마을"),
        ("회의", "회의"),
        ("apps을", "apps을"),
    ],
)
def test_a_particle_is_known_by_what_stands_before_it(word, rest):
    assert stem(word) == rest


def test_letters_that_a_mac_takes_apart_are_put_together():
    assert index_text(unicodedata.normalize("NFD", "공공앱")) == index_text("공공앱")


def test_the_index_holds_words_their_ends_and_pairs_across_spaces():
    assert index_text("서울 앱을 Open2") == "서울 앱을 open2 서 울 앱 서울 울앱 앱을"
