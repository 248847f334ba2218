from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages.models import Contest, ContestPage
from contest_pages.queries import State, state_of, with_state
from tests.factories import (
    ContestFactory,
    StageFactory,
    announced,
    move_stages,
    open_contest,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def titles(client, query: str = "", path: str = "/contests/") -> list[str]:
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    return [page.title for page in response.context["found"]]


@pytest.fixture(scope="module")
def made_four(made_once):
    rows = {
        State.OPEN: open_contest(title_ko="접수 앱", slug="open"),
        State.COMING: move_stages(open_contest(title_ko="예정 앱", slug="coming"), days=30),
        State.JUDGING: move_stages(open_contest(title_ko="심사 앱", slug="judging"), days=-12),
        State.CLOSED: move_stages(
            open_contest(title_ko="끝난 생각", slug="closed", kind="idea"), days=-800
        ),
    }
    for contest in rows.values():
        announced(contest)
    return rows


@pytest.fixture
def four(made_four, db):
    """A contest in each state."""
    return deepcopy(made_four)


def test_the_state_is_the_same_in_sql_and_in_python_at_every_boundary(four):
    only_vote = ContestFactory(slug="vote")
    StageFactory(contest=only_vote, kind="voting")
    party = ContestFactory(slug="party")
    StageFactory(contest=party, kind="milestone")
    ContestFactory(slug="empty")
    instants = [timezone.now()]
    for contest in Contest.objects.all():
        for stage in contest.schedule:
            for edge in (stage.opens_at, stage.closes_at):
                instants += [edge - timedelta(microseconds=1), edge]
    for now in instants:
        told = {row.slug: row.state for row in with_state(Contest.objects.all(), now)}
        assert told == {row.slug: state_of(row, now) for row in Contest.objects.all()}


def test_contests_are_listed_by_what_can_be_done(client, four):
    assert titles(client) == ["접수 앱", "예정 앱", "심사 앱", "끝난 생각"]


def test_of_two_open_contests_the_one_that_closes_first_stands_first(client, four):
    soon = ContestFactory(title_ko="곧 마감")
    StageFactory(contest=soon, closes_at=timezone.now() + timedelta(days=2))
    announced(soon)
    assert titles(client, "?state=open") == ["곧 마감", "접수 앱"]


def test_the_list_is_narrowed_by_state_kind_year_and_words(client, four):
    year = four[State.CLOSED].submission.opens_at.year
    assert titles(client, "?state=judging") == ["심사 앱"]
    assert titles(client, "?kind=idea") == ["끝난 생각"]
    assert titles(client, f"?year={year}") == ["끝난 생각"]
    assert titles(client, "?q=앱 예정") == ["예정 앱"]


@pytest.mark.parametrize(
    "query",
    [
        "?state=nonsense",
        "?kind=1",
        "?year=abc",
        "?year=99999999999",
        "?page=zero",
        "?page=-3",
        "?q=%00",
    ],
)
def test_what_makes_no_sense_is_left_aside(client, four, query):
    assert len(titles(client, query)) == 4


def test_the_tabs_count_what_the_other_filters_leave(client, four):
    tabs = client.get("/contests/?kind=app").context["listing"].tabs
    assert [tab["count"] for tab in tabs] == [3, 1, 1, 1, 0]


def test_a_contest_whose_announcement_is_not_published_does_not_appear(client, four):
    announced(open_contest(title_ko="초안"), live=False)
    assert "초안" not in titles(client)
    assert client.get("/contests/").content.decode().count("초안") == 0


def test_an_empty_list_says_so_and_an_empty_search_offers_the_way_back(client):
    ContestPage.objects.update(live=False)
    assert "아직 공고된 공모전이 없습니다." in client.get("/contests/").content.decode()
    announced(open_contest())
    html = client.get("/contests/?q=없는말").content.decode()
    assert "조건에 맞는 공모전이 없습니다." in html


def test_the_english_list_shows_the_english_announcements(client):
    contest = open_contest(title_en="Seoul App Contest")
    announced(contest)
    announced(contest, "en")
    assert titles(client, path="/en/contests/") == ["Seoul App Contest"]
