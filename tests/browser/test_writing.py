"""Writing an entry: what is typed is never lost, and never overwritten without asking."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.steps import begin_entry, box

SAVED = re.compile(r"^\d\d:\d\d:\d\d에 저장됨$")


def status(page: Page):
    """What the form says about its saving."""
    return page.locator("[data-save-status]")


def title(page: Page):
    """The field of the title."""
    return box(page, "제목")


@pytest.fixture
def writer(person) -> Page:
    """A page of somebody who has just begun an entry."""
    page = person("newcomer@example.org")
    begin_entry(page, "app-open")
    return page


def test_the_form_saves_itself_while_one_types(writer: Page):
    title(writer).fill("따릉이 길잡이")
    box(writer, "웹 주소").fill("주소 아님")  # what is wrong is saved, too
    expect(status(writer)).to_have_text(SAVED)
    writer.reload()
    expect(title(writer)).to_have_value("따릉이 길잡이")
    expect(box(writer, "웹 주소")).to_have_value("주소 아님")


def test_its_buttons_work_with_and_without_something_to_save(writer: Page):
    writer.get_by_role("button", name="임시 저장").click()
    expect(writer.get_by_text("작성 중인 내용을 저장했습니다.")).to_be_visible()
    title(writer).fill("이어서 쓴 제목")
    writer.get_by_role("button", name="다음 단계로").click()
    expect(writer.get_by_role("alert")).to_contain_text("고칠 항목이")
    expect(title(writer)).to_have_value("이어서 쓴 제목")


def test_leaving_the_page_saves_what_was_typed_last(writer: Page):
    address = writer.url
    title(writer).fill("떠나기 직전에 쓴 제목")
    writer.goto("/contests/")
    writer.goto(address)
    expect(title(writer)).to_have_value("떠나기 직전에 쓴 제목")
    expect(writer.locator("[data-conflict]")).to_have_count(0)


def test_what_was_typed_survives_a_visit_that_ended(writer: Page, axe, sign_in):
    address = writer.url
    writer.context.clear_cookies(name="sessionid")
    title(writer).fill("방문이 끝난 뒤에 쓴 제목")
    expect(status(writer)).to_contain_text("로그아웃되었습니다")
    axe(writer)
    writer.get_by_role("link", name="로그인하고 이어서 작성").click()
    box(writer, "이메일").fill("newcomer@example.org")
    box(writer, "비밀번호").fill("demo-password-2018")
    writer.get_by_role("main").get_by_role("button", name="로그인").click()
    expect(writer).to_have_url(address)
    expect(title(writer)).to_have_value("방문이 끝난 뒤에 쓴 제목")
    expect(status(writer)).to_have_text("입력했던 내용을 되살렸습니다.")
    writer.evaluate("localStorage.clear()")
    writer.reload()
    expect(title(writer)).to_have_value("방문이 끝난 뒤에 쓴 제목")


def test_the_save_button_loses_nothing_after_the_visit_ended(writer: Page):
    writer.context.clear_cookies()
    title(writer).fill("저장 단추를 누른 제목")
    writer.get_by_role("button", name="임시 저장").click()
    expect(writer.get_by_role("link", name="로그인하고 이어서 작성")).to_be_visible()
    expect(title(writer)).to_have_value("저장 단추를 누른 제목")


def test_signing_in_again_in_another_window_lets_the_first_one_go_on(writer: Page, sign_in):
    writer.context.clear_cookies()
    title(writer).fill("다른 창에서 다시 로그인")
    expect(status(writer)).to_contain_text("로그아웃되었습니다")
    other = writer.context.new_page()
    sign_in(other, "newcomer@example.org")
    writer.get_by_role("button", name="임시 저장").click()
    expect(writer.get_by_text("작성 중인 내용을 저장했습니다.")).to_be_visible()
    expect(title(writer)).to_have_value("다른 창에서 다시 로그인")


def test_without_a_connection_what_is_typed_waits_in_the_browser(writer: Page, complaints):
    address = writer.url
    writer.context.set_offline(True)
    title(writer).fill("지하철에서 쓴 제목")
    expect(status(writer)).to_contain_text("연결이 끊겼습니다")
    writer.context.set_offline(False)
    expect(status(writer)).to_have_text(SAVED)
    writer.goto(address)
    expect(title(writer)).to_have_value("지하철에서 쓴 제목")
    assert all("ERR_INTERNET_DISCONNECTED" in each for each in complaints.all)
    complaints.all.clear()


def test_two_windows_show_both_versions_and_save_what_is_chosen(writer: Page, axe):
    title(writer).fill("처음 제목")
    box(writer, "한 문장 소개").fill("처음 요약")
    expect(status(writer)).to_have_text(SAVED)
    other = writer.context.new_page()
    other.goto(writer.url)
    title(other).fill("다른 창의 제목")
    expect(status(other)).to_have_text(SAVED)
    writer.bring_to_front()
    title(writer).fill("이 창의 제목")
    box(writer, "한 문장 소개").fill("이 창의 요약")
    panel = writer.locator("[data-conflict]")
    expect(panel).to_contain_text("다른 창의 제목")
    expect(panel).to_contain_text("이 창의 제목")
    expect(title(writer)).to_have_value("이 창의 제목")
    axe(writer)
    panel.get_by_role("group", name="제목").get_by_label("그사이 저장된 내용").check()
    panel.get_by_role("button", name="선택한 대로 저장").click()
    expect(writer.get_by_text("작성 중인 내용을 저장했습니다.")).to_be_visible()
    expect(panel).to_have_count(0)
    expect(title(writer)).to_have_value("다른 창의 제목")
    expect(box(writer, "한 문장 소개")).to_have_value("이 창의 요약")


def test_a_conflict_that_was_left_open_is_asked_again(writer: Page):
    address = writer.url
    other = writer.context.new_page()
    other.goto(address)
    title(other).fill("다른 창의 제목")
    expect(status(other)).to_have_text(SAVED)
    title(writer).fill("이 창의 제목")
    expect(writer.locator("[data-conflict]")).to_be_visible()
    writer.goto("/contests/")
    writer.goto(address)
    expect(writer.locator("[data-conflict]")).to_contain_text("이 창의 제목")
    writer.get_by_role("button", name="모두 그사이 저장된 내용으로").click()
    expect(title(writer)).to_have_value("다른 창의 제목")
    expect(writer.locator("[data-conflict]")).to_have_count(0)


def test_signing_out_takes_what_the_browser_kept_with_it(writer: Page):
    writer.evaluate("localStorage.setItem('draft:1.1', '{}')")
    writer.goto("/")
    writer.get_by_role("banner").locator("summary").first.click()
    writer.get_by_role("button", name="로그아웃").click()
    expect(writer.get_by_role("banner").get_by_role("link", name="로그인")).to_be_visible()
    assert (
        writer.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft:'))") == []
    )


# --- Files --------------------------------------------------------------------------------


PLAN = {
    "name": "설명서.pdf",
    "mimeType": "application/pdf",
    "buffer": b"%PDF-1.4\n" + bytes(2_500_000) + b"\n%%EOF\n",  # three pieces
}


def attached(page: Page, name: str):
    """The row of a file that is attached."""
    return page.get_by_role("listitem").filter(has=page.get_by_role("link", name=name))


def test_a_chosen_file_is_uploaded_at_once_and_saved_with_the_draft(writer: Page, axe):
    writer.get_by_role("button", name="작품 설명서 필수").set_input_files(PLAN)
    expect(attached(writer, "설명서.pdf")).to_be_visible()
    expect(status(writer)).to_have_text(SAVED)
    axe(writer)
    writer.reload()
    attached(writer, "설명서.pdf").get_by_role("checkbox").check()
    expect(status(writer)).to_have_text(SAVED)
    writer.reload()
    expect(attached(writer, "설명서.pdf")).to_have_count(0)
    writer.get_by_text("뺀 파일 1개").click()
    axe(writer)
    writer.get_by_role("checkbox", name="‘설명서.pdf’ 되돌리기").check()
    expect(status(writer)).to_have_text(SAVED)
    writer.reload()
    expect(attached(writer, "설명서.pdf")).to_be_visible()


def test_an_upload_shows_how_far_it_is_and_goes_on_after_a_broken_connection(
    writer: Page, axe, complaints
):
    tries = []

    def break_once(route):
        tries.append(route.request.url)
        if len(tries) == 2:
            writer.context.set_offline(True)
        route.continue_()

    writer.route("**/uploads/*/?offset=*", break_once)
    writer.get_by_role("button", name="작품 설명서 필수").set_input_files(PLAN)
    progress = writer.get_by_role("progressbar", name="설명서.pdf")
    expect(writer.get_by_text("다시 연결되면 이어서 올립니다")).to_be_visible()
    expect(progress).to_have_js_property("value", 41)
    writer.context.set_offline(False)
    expect(attached(writer, "설명서.pdf")).to_be_visible()
    expect(progress).to_have_count(0)
    offsets = [int(url.rpartition("=")[2]) for url in tries]
    assert offsets == [0, 1048576, 1048576, 2097152]
    complaints.all.clear()  # of the connection that was cut


def test_a_file_that_is_refused_says_why(writer: Page, axe):
    writer.get_by_role("button", name="작품 설명서 필수").set_input_files(
        {"name": "가짜.pdf", "mimeType": "application/pdf", "buffer": b"MZ" + bytes(1000)}
    )
    row = writer.get_by_role("listitem").filter(has_text="가짜.pdf")
    expect(row).to_contain_text("PDF 형식")
    axe(writer)
    row.get_by_role("button", name="취소").click()
    expect(row).to_have_count(0)


# --- From an earlier entry ------------------------------------------------------------------


def test_an_earlier_entry_is_a_start_for_a_new_one(person, axe):
    page = person("citizen@example.org")
    page.goto("/contests/oss-open/enter/")
    page.get_by_label("이전 출품작에서 시작").select_option(
        label="골목길 등불 – 2018 서울시 앱 공모전, 2018년"
    )
    page.get_by_role("button", name="작성 시작하기").click()
    page.wait_for_url("**/edit/")
    expect(page.get_by_text("‘골목길 등불’(2018)에서 가져왔습니다.")).to_be_visible()
    expect(title(page)).to_have_value("골목길 등불")
    copied = attached(page, "map.png").get_by_role("link").get_attribute("href")
    assert page.request.get(copied).ok
    axe(page)
    page.goto(page.url.replace("/edit/", "/withdraw/"))  # other journeys count on what is there
    page.get_by_role("main").get_by_role("button", name="취하하기").click()
    expect(page.get_by_role("status").get_by_text("출품작을 취하했습니다.")).to_be_visible()
