"""The dates of contests as calendars: what programs that subscribe to them rely on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from contest_pages import actions
from contest_pages.models import Stage
from tests.factories import StageFactory, UserFactory, announced, open_contest

pytestmark = pytest.mark.django_db

SEOUL = ZoneInfo("Asia/Seoul")
ALL, ONE = "/contests/calendar.ics", "/contests/app-open/calendar.ics"


@pytest.fixture
def manager(db):
    return UserFactory(groups=["Programme managers"])


@pytest.fixture
def contest(db):
    made = open_contest(slug="app-open", title_ko="앱 공모전", title_en="App contest")
    Stage.objects.filter(contest=made, kind="submission").update(
        opens_at=datetime(2026, 11, 1, tzinfo=SEOUL),
        closes_at=datetime(2026, 12, 1, tzinfo=SEOUL),
        title_ko="접수",
        title_en="Submission",
    )
    announced(made, first_published_at=timezone.now())
    return made


def events(client, address: str = ALL) -> list:
    answer = client.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_every_stage_of_every_announced_contest_stands_in_it(client, contest):
    other = open_contest(slug="idea-open", title_ko="아이디어 공모전")
    announced(other)
    open_contest(slug="not-announced")
    assert sorted(str(each["summary"]) for each in events(client)) == [
        "아이디어 공모전: 적격심사",
        "아이디어 공모전: 접수",
        "앱 공모전: 적격심사",
        "앱 공모전: 접수",
    ]
    assert len(events(client, ONE)) == 2
    assert client.get("/contests/not-announced/calendar.ics").status_code == 404


def test_a_stage_ends_at_the_first_instant_at_which_it_is_closed(client, contest):
    entries = next(each for each in events(client) if "접수" in each["summary"])
    assert entries["dtstart"].dt == datetime(2026, 11, 1, tzinfo=SEOUL)
    assert entries["dtend"].dt == datetime(2026, 12, 1, tzinfo=SEOUL)
    assert entries["dtstart"].params["TZID"] == "Asia/Seoul"
    assert entries["url"] == "http://testserver/contests/app-open/"


def test_in_english_it_speaks_english(client, contest):
    announced(contest, "en")
    summaries = [str(each["summary"]) for each in events(client, f"/en{ONE}")]
    assert "App contest: Submission" in summaries


def test_it_can_be_subscribed_to(client, contest):
    answer = client.get(ALL)
    calendar = Calendar.from_ical(answer.content)
    assert calendar["refresh-interval"].dt == timedelta(hours=6)
    assert calendar["method"] == "PUBLISH"
    again = client.get(ALL, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    page = client.get("/contests/").content.decode()
    assert 'href="webcal://testserver/contests/calendar.ics"' in page
    assert 'type="text/calendar" href="/contests/calendar.ics"' in page
    announcement = client.get("/contests/app-open/").content.decode()
    assert 'href="webcal://testserver/contests/app-open/calendar.ics"' in announcement
    assert 'type="application/atom+xml" href="/contests/feed/"' in announcement


def test_a_moved_stage_keeps_its_name_and_counts_up(client, contest, manager):
    moved = contest.stages.get(kind="submission")
    now = datetime(2026, 11, 20, tzinfo=SEOUL)
    later = datetime(2026, 12, 8, tzinfo=SEOUL)
    contest.stages.filter(kind="screening").update(closes_at=datetime(2027, 1, 1, tzinfo=SEOUL))
    before = {str(each["uid"]): each for each in events(client)}
    assert {each["sequence"] for each in before.values()} == {0}
    actions.extend_submission(contest, closes_at=later, reason_ko="요청", by=manager, now=now)
    after = {str(each["uid"]): each for each in events(client)}
    assert after.keys() == before.keys()
    uid = f"stage-{moved.pk}@127.0.0.1"
    assert (after[uid]["sequence"], after[uid]["dtend"].dt) == (1, later)


def test_a_contest_called_off_says_so_in_every_stage(client, contest, manager):
    before = events(client)
    actions.cancel_contest(contest, reason_ko="예산이 없어", reason_en="No funds", by=manager)
    after = events(client)
    assert [each["uid"] for each in after] == [each["uid"] for each in before]
    assert {str(each["status"]) for each in before} == {"CONFIRMED"}
    for each in after:
        assert (str(each["status"]), each["sequence"]) == ("CANCELLED", 1)
        assert "예산이 없어" in each["description"]
        assert each["last-modified"].dt >= before[0]["last-modified"].dt
    actions.reinstate_contest(contest, reason="예산이 생겨", by=manager)
    for each in events(client):
        assert (str(each["status"]), each["sequence"]) == ("CONFIRMED", 2)


def test_what_was_not_changed_stays_the_same_to_the_letter(client, contest):
    assert client.get(ALL).content == client.get(ALL).content
    StageFactory(contest=contest, kind="milestone", title_ko="시상식")
    assert len(events(client)) == 3
