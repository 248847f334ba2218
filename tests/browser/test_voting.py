"""A citizen without an account: applies by address, is chosen, follows the link, votes, changes."""

import email
import re
from datetime import UTC, datetime, timedelta
from email.policy import default as policy

from playwright.sync_api import Page, expect

from tests.browser.server import Server
from tests.browser.steps import box, press
from tests.browser.test_team import link_in

PHONE = {"width": 360, "height": 800}
CITIZEN = "hong.gildong@example.net"
#: Moves the day until which people may apply to the panel.
RECRUIT = """
UPDATE contest_pages_stage SET closes_at = ? WHERE id = (
  SELECT recruitment_id FROM contest_voting_panel WHERE contest_id = (
    SELECT id FROM contest_pages_contest WHERE slug = 'app-now'
  )
) RETURNING contest_id
"""


def recruit_until(server: Server, moment: datetime) -> int:
    """Let people apply to the panel until a moment; return the key of the contest."""
    return server.sql(RECRUIT, moment.replace(tzinfo=None).isoformat(" "))[0][0]


def choose(manager: Page, contest: int) -> None:
    """Put who has applied on the panel, and send the links to the ballot."""
    manager.goto(f"/admin/contests/{contest}/panel/?q={CITIZEN}")
    manager.get_by_role("checkbox", name="홍길동").check()
    press(manager, "선정")
    press(manager, "미발송자 전체에 링크 보내기")


def test_a_citizen_votes_on_a_phone_without_an_account(person, server, latest_mail, axe):
    recruit_until(server, datetime.now(UTC) + timedelta(days=1))
    citizen: Page = person()
    citizen.set_viewport_size(PHONE)
    citizen.goto("/contests/app-now/panel/")
    axe(citizen)
    box(citizen, "이름").fill("홍길동")
    box(citizen, "이메일 주소").fill(CITIZEN.upper())
    citizen.get_by_role("checkbox").check()
    press(citizen, "시민평가단 지원하기")
    citizen.goto(link_in(latest_mail(CITIZEN), "/panel/link/"))
    axe(citizen)
    press(citizen, "확인하고 지원하기")
    expect(citizen.get_by_role("main")).to_contain_text("지원함")

    contest = recruit_until(server, datetime.now(UTC))
    choose(person("manager@example.org", java_script_enabled=False), contest)
    citizen.goto(link_to_ballot(server))
    axe(citizen)
    press(citizen, "내 투표지 열기")
    expect(citizen.get_by_role("heading", name="내 투표지")).to_be_visible()
    boxes = citizen.get_by_role("checkbox")
    boxes.nth(0).check()
    title = citizen.locator(".ballot__line").first.get_by_role("heading").inner_text()

    # Reading another entry loses nothing.
    with citizen.expect_navigation():
        citizen.get_by_role("button", name=re.compile("^자세히 보기")).nth(1).click()
    axe(citizen)
    press(citizen, "투표지로 돌아가기")
    expect(boxes.nth(0)).to_be_checked()
    press(citizen, "투표하기")
    expect(citizen.get_by_role("heading", name="투표가 접수되었습니다")).to_be_visible()
    expect(citizen.get_by_role("main")).to_contain_text(title)
    code = citizen.locator(".receipt-code").inner_text()

    with citizen.expect_navigation():
        citizen.get_by_role("link", name="투표 바꾸기").click()
    boxes.nth(0).uncheck()
    boxes.nth(2).check()
    press(citizen, "투표 바꾸기")
    expect(citizen.locator(".receipt-code")).to_have_text(code)
    expect(citizen.get_by_role("main")).not_to_contain_text(title)


def link_to_ballot(server: Server) -> str:
    """Return the path in the mail with the link: that of the selection came at the same moment."""
    for file in (server.folder / "mail").glob("*.eml"):
        mail = email.message_from_bytes(file.read_bytes(), policy=policy)
        found = re.search(r"/contests/\S+/vote/link/\S+", mail.get_content())
        if CITIZEN in mail["To"] and found:
            return found[0]
    raise AssertionError("No link to the ballot came.")
