"""The time that is left counts down by the server's clock, and the page says what holds at zero."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from cms import formats
from tests.browser.steps import begin_entry, box

HOUR = timedelta(hours=1)


def left(page: Page) -> Locator:
    """What the page says is left; one countdown is shown, the grace's waits."""
    return page.get_by_role("timer")


def voice(page: Page) -> Locator:
    """What is said to those who do not look."""
    return page.locator("body > [role=status]")


def closes(page: Page) -> datetime:
    """When entering closes, as the page says it."""
    shown = left(page).locator("xpath=ancestor::*[@data-countdown]")
    return datetime.fromtimestamp(int(shown.get_attribute("data-countdown")) / 1000, UTC)


def go_to(page: Page, before: timedelta) -> None:
    """Let time pass in the browser, until so long before the closing."""
    gone = closes(page) - datetime.now(UTC) - before
    page.clock.fast_forward(int(gone.total_seconds() * 1000))


@pytest.fixture
def writer(person) -> Page:
    """The form of an entry, in a browser whose clock is an hour ahead."""
    page = person("newcomer@example.org")
    page.clock.install(time=datetime.now(UTC) + HOUR)
    begin_entry(page, "app-open")
    return page


def test_a_wrong_clock_shows_the_right_time(writer: Page):
    assert writer.evaluate("Date.now()") / 1000 > datetime.now(UTC).timestamp() + 3000
    before = formats.time_left(closes(writer), datetime.now(UTC))
    shown = left(writer).inner_text()
    assert shown in (before, formats.time_left(closes(writer), datetime.now(UTC)))


def test_the_last_minutes_are_counted_and_said_thrice(writer: Page):
    go_to(writer, HOUR + timedelta(seconds=70))
    expect(left(writer)).to_have_text("1시간 1분 남음")
    expect(voice(writer)).to_have_text("")
    for before, minutes in ((61, 60), (60, 10), (10, 1)):
        writer.clock.fast_forward((before - minutes) * 60_000)
        expect(voice(writer)).to_have_text(f"제출 마감: {minutes}분 남음")
    expect(left(writer)).to_contain_text("0분 ")


def test_at_zero_the_grace_begins_and_what_was_typed_stays(writer: Page, axe):
    box(writer, "제목").fill("마감 직전의 제목")
    grace, over = (
        writer.get_by_text(text, exact=True)
        for text in ("접수 마감 시각이 지났습니다", "제출 시간이 끝났습니다")
    )
    expect(grace).to_be_hidden()
    go_to(writer, timedelta(seconds=-1))
    expect(grace).to_be_visible()
    expect(voice(writer)).to_contain_text("접수 마감 시각이 지났습니다")
    expect(left(writer)).to_contain_text("29분")
    axe(writer)
    writer.clock.fast_forward(30 * 60 * 1000)
    expect(over).to_be_visible()
    expect(grace).to_be_hidden()
    expect(left(writer)).to_have_text("마감")
    expect(box(writer, "제목")).to_have_value("마감 직전의 제목")
    axe(writer)


def test_a_page_that_comes_back_asks_the_server_for_the_time(writer: Page):
    go_to(writer, timedelta(seconds=-1))
    grace = writer.get_by_text("접수 마감 시각이 지났습니다", exact=True)
    expect(grace).to_be_visible()
    with writer.expect_request("**/healthz"):
        writer.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    expect(grace).to_be_hidden()
    now = datetime.now(UTC)
    assert left(writer).inner_text() in (
        formats.time_left(closes(writer), now),
        formats.time_left(closes(writer), now - timedelta(seconds=5)),
    )


def test_what_was_typed_is_saved_right_before_the_closing(writer: Page):
    title = box(writer, "제목")
    title.fill("처음 제목")
    expect(writer.locator("[data-save-status]")).to_contain_text("저장됨")
    go_to(writer, timedelta(seconds=60))
    writer.clock.pause_at(writer.evaluate("Date.now()") + 1000)  # no timer of the saving runs
    title.fill("마지막 제목")
    with writer.expect_response("**/edit/") as saved:
        writer.evaluate("document.dispatchEvent(new Event('closing'))")
    assert saved.value.ok
