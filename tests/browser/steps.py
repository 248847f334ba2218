"""Steps that several journeys take, as people take them."""

import re
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from playwright.sync_api import FilePayload, Locator, Page

from tests.pages import png

PICTURE = FilePayload(name="화면.png", mimeType="image/png", buffer=png(360, 640))
PDF = FilePayload(
    name="설명서.pdf",
    mimeType="application/pdf",
    buffer=b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
)


def seoul_midnight(days: int) -> datetime:
    """Return a midnight in Seoul, so many days from today."""
    today = datetime.now(ZoneInfo("Asia/Seoul")).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=days)


def box(place: Page | Locator, label: str) -> Locator:
    """Return the text field with a label, whether or not it is marked as required."""
    return place.get_by_role("textbox", name=re.compile(rf"^{re.escape(label)}( ?필수|\*)?$"))


def attach(page: Page, label: str, file: dict) -> None:
    """Choose a file for a field. Where scripts run it is sent at once: see `attached`."""
    page.locator("input[type=file]").and_(page.get_by_label(label)).set_input_files(file)


def attached(page: Page, name: str) -> Locator:
    """Return the link to a file that has arrived; while it is on its way there is none."""
    return page.get_by_role("list", name="첨부됨").get_by_role("link", name=name)


def press(page: Page, button: str) -> None:
    """Press a button of the page's content and wait for the page that answers."""
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def send(page: Page, address: str, **form: str) -> str:
    """Send what a form would, without drawing it; return the address that it leads to."""
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    form["csrfmiddlewaretoken"] = cookies["csrftoken"]
    answer = page.request.post(address, form=form, max_redirects=0)
    assert answer.status == 302, answer.text()
    return answer.headers["location"]


def begin_entry(page: Page, contest: str) -> None:
    """Open the form of a new entry, as the button on the page before it does."""
    page.goto(send(page, f"/contests/{contest}/enter/", start_key=str(uuid4())))


def agree(page: Page, age: str = "만 14세 이상입니다") -> None:
    """Agree to everything that is asked, and say one's age where that is asked."""
    main = page.get_by_role("main")
    for each in [*main.get_by_role("checkbox").all(), *main.get_by_role("radio", name=age).all()]:
        each.check()


def submit_entry(page: Page) -> str:
    """Check the entry, agree to everything that is asked, submit it; return its receipt number."""
    press(page, "다음 단계로")
    agree(page)
    press(page, "제출하기")
    return re.search(r"M-[0-9A-Z-]+", page.get_by_role("heading", name="접수번호").inner_text())[0]


def admin_menu(page: Page, *names: str) -> None:
    """Go through the admin's menu."""
    menu = page.get_by_role("navigation", name="메인 메뉴")
    for name in names:
        menu.get_by_role("link", name=name, exact=True).click()


def type_moment(field: Locator, moment: datetime) -> None:
    """Type a date and a time in the admin; the chooser that opens closes again."""
    field.fill(f"{moment:%Y-%m-%d %H:%M}")
    field.press("Tab")


def save(page: Page) -> None:
    """Press the admin's save button and wait for the answer."""
    with page.expect_navigation():
        page.get_by_role("button", name="저장", exact=True).click()


def publish(page: Page) -> None:
    """Publish the page that is open in the admin's editor."""
    page.get_by_role("button", name="다른 작업").click()
    with page.expect_navigation():
        page.get_by_role("button", name="게시", exact=True).click()
