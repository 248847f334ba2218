from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail import hooks

from contest_pages.calls import Call
from contest_pages.models import Stage
from tests.factories import ContestFactory, StageFactory, announced, move_stages, open_contest

pytestmark = pytest.mark.django_db


def read(client, page) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


def test_an_announcement_stands_under_its_contests_address():
    page = announced(open_contest(slug="app-2030"), slug="something-else")
    assert page.url == "/contests/app-2030/"


def test_while_entries_are_taken_the_page_says_so_and_how_long(client):
    html = read(client, announced(open_contest()))
    assert "접수 중" in html
    assert "D-10" in html
    assert "까지 접수합니다." in html


def test_on_the_closing_day_the_page_says_d_day(client):
    contest = ContestFactory()
    soon = timezone.now() + timedelta(seconds=90)
    StageFactory(contest=contest, closes_at=soon)
    html = read(client, announced(contest))
    # 90 seconds may cross midnight, when it is the last day tomorrow.
    assert "D-DAY" in html or "D-1" in html


def test_before_the_opening_the_page_says_when_entries_open(client):
    html = read(client, announced(move_stages(open_contest(), days=5)))
    assert "접수 예정" in html
    assert "접수는" in html
    assert "D-4" in html


def test_after_submission_the_page_names_what_is_under_way(client):
    contest = open_contest()
    Stage.objects.filter(contest=contest, kind="submission").update(
        closes_at=timezone.now() - timedelta(hours=1)
    )
    html = read(client, announced(contest))
    assert "심사 중" in html
    assert "접수가 마감되었습니다. 현재 적격심사 중입니다." in html


def test_when_all_is_over_the_page_says_that_the_contest_is_closed(client):
    html = read(client, announced(move_stages(open_contest(), days=-90)))
    assert "이 공모전은 끝났습니다." in html
    assert "종료" in html
    assert "D-" not in html


@pytest.mark.parametrize(
    ("days", "label", "url"),
    [
        (5, "일정 보기", "#schedule"),
        (-90, "다른 공모전 보기", "/contests/"),
    ],
)
def test_where_there_is_nothing_to_enter_the_button_leads_on(client, days, label, url):
    response = client.get(announced(move_stages(open_contest(), days=days)).url)
    assert [(call.label, call.url) for call in response.context["announcement"].calls] == [
        (label, url)
    ]
    assert f'href="{url}" class="btn btn--light' in response.text


def test_without_dates_the_button_leads_to_the_other_contests(client):
    response = client.get(announced(ContestFactory()).url)
    assert response.context["announcement"].call.url == "/contests/"


def test_a_contest_without_dates_can_be_announced(client):
    assert "일정은 이곳에서 알려 드립니다." in read(client, announced(ContestFactory()))


def test_the_lightest_call_is_the_button_and_all_are_asked_about_the_same_moment(client):
    moments = set()

    def enter(request, contest, now):
        moments.add(now)
        return [Call("출품하기", "/enter/", 10, "십 분이면 됩니다."), Call("규칙", "/rules/", 50)]

    def gallery(request, contest, now):
        moments.add(now)
        return [Call("갤러리", "/gallery/", 30)]

    with (
        hooks.register_temporarily("contest_calls", gallery),
        hooks.register_temporarily("contest_calls", enter),
    ):
        response = client.get(announced(ContestFactory()).url)
    announcement = response.context["announcement"]
    assert [call.label for call in announcement.calls] == ["출품하기", "갤러리", "규칙"]
    assert (announcement.call.url, announcement.second_call.url) == ("/enter/", "/gallery/")
    assert announcement.note == "십 분이면 됩니다."
    assert moments == {response.context["now"]}


def test_the_page_speaks_english(client):
    contest = open_contest(title_en="Seoul App Contest")
    announced(contest)
    page = announced(contest, "en")
    assert page.url == f"/en/contests/{contest.slug}/"
    html = read(client, page)
    assert "Taking entries" in html
    assert "Alone or in teams of up to 5" in html


def test_a_second_announcement_in_the_same_language_is_refused():
    contest = open_contest()
    announced(contest)
    with pytest.raises(ValidationError, match=r"already|이미"):
        announced(contest)


@pytest.mark.usefixtures("searchable")
def test_a_search_result_names_the_kind_of_contest(client):
    page = announced(open_contest(title_ko="골목 공모전"))
    [hit] = client.get("/search/?q=골목").context["hits"]
    assert (hit.title, hit.facts) == (page.title, ("앱 공모전",))
