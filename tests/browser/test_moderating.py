"""A moderator goes through the queue with the keyboard, and decides about several at once."""

import re

import pytest
from playwright.sync_api import Page, expect

LIST = "/admin/snippets/contest_entries/entry/"
MODERATOR, MANAGER = "moderator@example.org", "manager@example.org"


@pytest.fixture
def moderator(person) -> Page:
    return person(MODERATOR)


def of_contest(page: Page, title: str) -> str:
    """The address of the queue of one contest, read from the list’s own filter."""
    key = re.search(rf'<option value="(\d+)">\s*{title}', page.request.get(LIST).text())[1]
    return f"{LIST}?waiting=yes&contest={key}"


def titles(page: Page) -> list[str]:
    return page.locator("td.title .title-wrapper a").all_inner_texts()


def type_key(page: Page, key: str) -> None:
    """Press a key on a page whose scripts have begun."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_one_goes_through_the_queue_with_the_keyboard(moderator: Page):
    moderator.goto(of_contest(moderator, "시민 공공앱 공모전"))
    first, second, *_rest = titles(moderator)
    moderator.get_by_role("link", name=first).click()
    heading = moderator.locator(".review__title")
    expect(heading).to_contain_text(first)
    type_key(moderator, "j")
    expect(heading).to_contain_text(second)
    type_key(moderator, "k")
    expect(heading).to_contain_text(first)
    reason = moderator.locator("#request_changes-reason")
    type_key(moderator, "c")
    expect(reason).to_be_focused()
    moderator.keyboard.type("jack")
    expect(reason).to_have_value("jack")
    expect(heading).to_contain_text(first)
    moderator.locator(".review__title").click()
    type_key(moderator, "d")
    expect(moderator.locator("summary[aria-keyshortcuts=d]")).to_be_focused()
    moderator.keyboard.press("Enter")
    expect(moderator.locator("#disqualify-reason")).to_be_visible()
    moderator.locator(".review__title").click()
    type_key(moderator, "a")
    expect(moderator.get_by_role("button", name="접수", exact=True)).to_be_focused()
    moderator.locator(".review__title").click()
    type_key(moderator, "?")
    expect(moderator.get_by_role("dialog")).to_contain_text("다음, 이전 출품작")


def test_of_three_accepted_at_once_one_fails_and_the_page_says_why(moderator: Page, person, axe):
    queue = of_contest(moderator, "이런 앱이 필요해요")
    moderator.goto(queue)
    chosen = titles(moderator)[:3]
    assert len(chosen) == 3
    manager = person(MANAGER)
    manager.goto(moderator.get_by_role("link", name=chosen[1]).get_attribute("href"))
    manager.get_by_role("button", name="잠그기").click()
    expect(manager.get_by_role("button", name="잠금 풀기")).to_be_visible()
    for place in range(3):
        moderator.get_by_role("checkbox", name="선택").nth(place).check()
    moderator.get_by_role("link", name="선택한 출품작 접수하기").click()
    moderator.get_by_label("점검표를 다 채우지 않고 접수하는 까닭").fill("현장에서 확인함")
    moderator.get_by_role("button", name="접수").click()
    refused = moderator.get_by_role("alert")
    expect(refused).to_contain_text("1건을 처리하지 못했습니다")
    expect(refused).to_contain_text(chosen[1])
    expect(refused).to_contain_text("사업 담당자 님이 이 출품작을 잠갔습니다.")
    axe(moderator)
    moderator.get_by_role("link", name="목록으로").click()
    expect(moderator.get_by_role("link", name=chosen[1])).to_be_visible()
    assert titles(moderator)[0] == chosen[1]
    assert not set(titles(moderator)) & {chosen[0], chosen[2]}
