"""Staff who set up a second factor cannot reach the admin without it."""

import base64
import hmac
import struct
import time

from playwright.sync_api import Page, expect

from home.demo.accounts import PASSWORD
from tests.browser.steps import box, press

STAFF = "admin@example.org"


def test_a_password_alone_no_longer_opens_the_admin(person, sign_in):
    staff: Page = person(STAFF)
    staff.goto("/accounts/2fa/")
    staff.get_by_role("link", name="활성화").click()
    box(staff, "비밀번호").fill(PASSWORD)
    press(staff, "확인")
    secret = staff.get_by_label("설정 키").input_value()
    enter_code(staff, "인증 코드", secret, "활성화")
    expect(staff.get_by_text("인증 앱을 활성화했습니다.")).to_be_visible()

    # Somebody who knows the password gets as far as the question for a code.
    thief: Page = person()
    sign_in(thief, STAFF)
    expect(thief.get_by_role("heading", level=1)).to_have_text("2단계 인증")
    box(thief, "코드").fill("000000")
    press(thief, "로그인")
    expect(thief.get_by_role("alert")).to_be_visible()
    for door in ("/admin/", "/admin/login/?next=/admin/", "/accounts/2fa/", "/my/entries/"):
        thief.goto(door)
        expect(box(thief, "코드")).to_be_visible()

    # The owner has the code, and comes out where she wanted to go.
    owner: Page = person()
    owner.goto("/admin/")
    box(owner, "이메일").fill(STAFF)
    box(owner, "비밀번호").fill(PASSWORD)
    press(owner, "로그인")
    enter_code(owner, "코드", secret, "로그인")
    expect(owner.get_by_role("navigation", name="메인 메뉴")).to_be_visible()
    assert owner.url.endswith("/admin/")

    # Turned off again, for the tests that come after.
    staff.goto("/accounts/2fa/")
    staff.get_by_role("link", name="비활성화").click()
    press(staff, "비활성화")
    expect(staff.get_by_text("인증 앱을 사용하고 있지 않습니다.")).to_be_visible()


def enter_code(page: Page, label: str, secret: str, button: str) -> None:
    """Type the code that the app shows; the next one if it changed on the way."""
    asked_at = page.url
    for _attempt in range(2):
        box(page, label).fill(code_now(secret))
        press(page, button)
        if page.url != asked_at:
            return


def code_now(secret: str) -> str:
    """Return what an authenticator app shows for a secret (RFC 6238: SHA-1, 30 s, six digits)."""
    period = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.digest(base64.b32decode(secret), period, "sha1")
    (number,) = struct.unpack_from(">I", digest, digest[-1] & 15)
    return f"{(number & 0x7FFFFFFF) % 10**6:06}"
