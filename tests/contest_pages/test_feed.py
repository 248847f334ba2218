"""The feed of the contests' news: announcements, dates, results, and nothing before its time."""

import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from contest_pages import actions
from contest_pages.models import Contest
from tests.contest_pages.results.scene import scene
from tests.factories import UserFactory, announced, open_contest

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/contests/feed/"
SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def manager(db):
    return UserFactory(groups=["Programme managers"])


def entries(client, address: str = FEED) -> list[dict]:
    """Return what the feed tells, the latest first."""
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)  # noqa: S314  (our own answer)
    return [
        {
            "title": each.findtext(f"{ATOM}title"),
            "text": each.findtext(f"{ATOM}summary"),
            "link": each.find(f"{ATOM}link").get("href"),
            "id": each.findtext(f"{ATOM}id"),
        }
        for each in feed.iter(f"{ATOM}entry")
    ]


def titles(client, address: str = FEED) -> list[str]:
    return [each["title"] for each in entries(client, address)]


def test_an_announcement_is_news_and_a_draft_is_not(client):
    announced(open_contest(slug="app-open", title_ko="앱 공모전"), tagline="앱을\x0b 만듭니다.")
    announced(open_contest(slug="drafted", title_ko="초안"), live=False)
    (only,) = entries(client)
    assert only == {
        "title": "새 공모전: 앱 공모전",
        "text": "<p>앱을 만듭니다.</p>",
        "link": "http://testserver/contests/app-open/",
        "id": "tag:127.0.0.1,2018:contests/app-open/announced",
    }


def test_changed_dates_are_news_from_when_the_contest_is_known(client, manager):
    contest = open_contest(slug="app-open", title_ko="앱 공모전", title_en="App contest")
    move(contest, datetime(2026, 12, 3, tzinfo=SEOUL), manager)  # nobody knew of it then
    announced(contest, first_published_at=timezone.now())
    assert titles(client) == ["새 공모전: 앱 공모전"]
    before = contest.stages.get(kind="screening").closes_at
    assert before == datetime(2026, 12, 3, tzinfo=SEOUL)
    move(contest, datetime(2027, 1, 1, tzinfo=SEOUL), manager)
    latest = entries(client)[0]
    assert latest["title"] == "앱 공모전: 일정이 바뀌었습니다"
    # An end at midnight is told as everywhere on the site.
    assert "2026. 12. 2.(수) 24:00 → 2026. 12. 31.(목) 24:00" in latest["text"]


def move(contest: Contest, closes_at: datetime, manager) -> None:
    """End the screening at another time, as the contest's form does."""

    def save() -> Contest:
        contest.stages.filter(kind="screening").update(closes_at=closes_at)
        Contest.objects.filter(pk=contest.pk).update(budget=closes_at.day * 1_000_000)
        return Contest.objects.get(pk=contest.pk)

    actions.change_contest(contest, save=save, by=manager)


def test_only_dates_are_told_of_a_change(client, manager):
    contest = open_contest(slug="app-open", title_ko="앱 공모전")
    announced(contest, first_published_at=timezone.now())
    move(contest, datetime(2027, 1, 1, tzinfo=SEOUL), manager)
    assert "000" not in entries(client)[0]["text"]


def test_more_time_and_calling_off_are_news_with_their_reasons(client, manager):
    contest = open_contest(slug="app-open", title_ko="앱 공모전", title_en="App contest")
    announced(contest, "en", first_published_at=timezone.now() - timedelta(days=1))
    later = contest.submission.closes_at + timedelta(days=3)
    reasons = {"reason_ko": "요청이 <많아>", "reason_en": "Many asked"}
    actions.extend_submission(contest, closes_at=later, by=manager, **reasons)
    actions.cancel_contest(contest, reason_ko="예산이 없어", reason_en="No funds", by=manager)
    called_off, extended, _announced = entries(client)
    assert called_off["title"] == "앱 공모전: 취소되었습니다"
    assert called_off["text"] == "<p>예산이 없어</p>"
    assert extended["text"] == "<p>요청이 &lt;많아&gt;</p>"
    english = entries(client, f"/en{FEED}")
    assert [each["text"] for each in english[:2]] == ["<p>No funds</p>", "<p>Many asked</p>"]
    assert english[0]["link"] == "http://testserver/en/contests/app-open/"


def test_a_result_is_news_from_the_instant_of_its_publication(client):
    made = scene(title_ko="앱 공모전")
    announced(made.contest, first_published_at=timezone.now() - timedelta(days=1))
    made.publish(1)
    made.publish(2, publish_at=timezone.now() + timedelta(days=1))
    assert titles(client) == ["앱 공모전: 1차 결과가 나왔습니다", "새 공모전: 앱 공모전"]
    assert entries(client)[0]["link"] == "http://testserver/contests/app-2026/results/"


def test_who_has_read_it_is_told_so(client):
    announced(open_contest(slug="app-open"))
    first = client.get(FEED)
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 304
    announced(open_contest(slug="idea-open"))
    assert client.get(FEED, headers={"if-none-match": first["ETag"]}).status_code == 200
