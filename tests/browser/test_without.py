"""The site without scripts, without a mouse, and without a wide screen."""

from playwright.sync_api import Page, expect

from tests.browser.steps import PDF, attach, attached, begin_entry, box, press, submit_entry

PHONE = {"width": 360, "height": 740}


def fill_in_idea(page: Page, title: str) -> None:
    """Answer all that an idea is asked for."""
    box(page, "제목").fill(title)
    box(page, "한 문장 소개").fill("누구나 쉽게 씁니다.")
    box(page, "설명").fill("처음 쓰는 사람도 바로 씁니다.")
    page.get_by_role("radio", name="새로운 앱").check()
    box(page, "왜 이 앱이 필요한가요?").fill("없어서 불편합니다.")
    box(page, "앱은 어떻게 움직이나요?").fill("누르면 열립니다.")
    page.get_by_role("radio", name="교통").check()


def test_an_entry_is_written_and_submitted_without_scripts(person):
    page: Page = person("panel2@example.org", java_script_enabled=False)
    page.goto("/contests/idea-open/")
    page.get_by_role("link", name="참가하기", exact=True).first.click()
    press(page, "작성 시작하기")
    fill_in_idea(page, "글만 있는 화면")
    attach(page, "제안서", PDF)
    page.get_by_role("button", name="고른 파일 올리기").last.click()
    expect(attached(page, "설명서.pdf")).to_be_visible()
    receipt = submit_entry(page)
    assert receipt.startswith("M-")


def test_the_keyboard_alone_skips_to_the_content(page: Page):
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="본문 바로가기")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator(":focus")).to_be_visible()


def test_the_keyboard_alone_opens_and_leaves_the_menu_of_an_account(person):
    page: Page = person("panel3@example.org")
    page.goto("/contests/")
    menu = page.get_by_role("banner").locator("summary").filter(has_text="평가단 3")
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="내 출품작")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.get_by_role("link", name="내 출품작")).to_be_hidden()


def test_errors_take_the_focus_and_lead_to_their_fields(person):
    page: Page = person("panel4@example.org")
    begin_entry(page, "idea-open")
    fill_in_idea(page, "")
    button = page.get_by_role("button", name="다음 단계로")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("고칠 항목이 1개 있습니다.")
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link", name="제목")).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page, "제목")).to_be_focused()
    page.keyboard.type("자판으로만")
    button.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("확인하고 제출")


def test_the_menu_of_a_phone_opens_and_closes(person):
    page: Page = person()
    page.set_viewport_size(PHONE)
    page.goto("/")
    contests = page.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="공모전")
    menu = page.get_by_role("banner").locator("summary").last
    expect(contests).to_be_hidden()
    menu.click()
    expect(contests).to_be_visible()
    page.keyboard.press("Escape")
    expect(contests).to_be_hidden()
    menu.click()
    contests.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("공모전")
