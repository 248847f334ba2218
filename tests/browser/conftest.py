"""Real Chromium on the real site: every test here starts from the demonstration.

The site runs in another process: a test sees what people see, pages and mail, never the database.
All tests of one worker share it, so a test makes what it changes, or changes it in a way that no
other test looks at.
"""

import email
import os
import time
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from email.policy import default as policy
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from home.demo.accounts import PASSWORD
from tests.browser.barriers import barriers
from tests.browser.complaints import Complaints
from tests.browser.server import Server, prepare, serving
from tests.browser.steps import send

# Playwright keeps an event loop in the worker's thread; Django would refuse its database there,
# also in the tests that follow.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

#: The first of these that is there; else Playwright's own.
DEBIAN = (Path("/usr/bin/chromium-headless-shell"), Path("/usr/bin/chromium"))
#: Without a graphics card, fewer processes and threads do the same with less work.
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-gpu",
    "--in-process-gpu",
    "--disable-threaded-animation",
]
#: A browser for one journey keeps nothing from the last: it would fetch and unpack the site's own
#: font, in some twenty pieces, for each. What is measured is measured with it.
WITHOUT_FONTS = "--disable-remote-fonts"
PATIENCE = 45_000  # milliseconds: other work may have both cores
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def server(shared_folder, tmp_path_factory, migrated_database) -> Iterator[Server]:
    """The site of this worker, with the demonstration."""
    folder = tmp_path_factory.getbasetemp() / "site"
    prepare(shared_folder, folder, migrated_database)
    with serving(folder) as server:
        yield server


@pytest.fixture(scope="session")
def site(server: Server) -> str:
    """The base address of the site, without a slash at its end."""
    return server.address


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """Start Debian's Chromium where it is, else Playwright's own."""
    return browser_type_launch_args | {
        "executable_path": next((each for each in DEBIAN if each.exists()), None),
        "args": [*FLAGS, WITHOUT_FONTS],
    }


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """Where addresses without a host lead: `page.goto("/contests/")`."""
    return site


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    """Visit as somebody in Seoul does."""
    return browser_context_args | {
        "locale": "ko-KR",
        "timezone_id": "Asia/Seoul",
        "viewport": {"width": 1280, "height": 900},
    }


@pytest.fixture
def complaints(site: str) -> Iterator[Complaints]:
    """What the pages of this test had to complain about: the test fails if there is anything."""
    complaints = Complaints(site)
    yield complaints
    assert complaints.all == [], "\n".join(complaints.all)


@pytest.fixture
def new_context(new_context, complaints: Complaints) -> Callable[..., BrowserContext]:
    """Make a browser context of its own; `page` lives in one too."""

    def make(**options) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        complaints.watch(context)
        return context

    return make


@pytest.fixture
def person(new_context) -> Callable[..., Page]:
    """`person("moderator@example.org")`: a page of somebody who is signed in; `person()`: of a
    visitor. Takes the options of a browser context, such as `java_script_enabled`."""

    def open_browser(email: str = "", **options) -> Page:
        page = new_context(**options).new_page()
        if email:
            enter(page, email)
        return page

    return open_browser


def enter(page: Page, email: str) -> None:
    """Sign somebody in, without drawing the form."""
    page.request.get("/accounts/login/")
    send(page, "/accounts/login/", login=email, password=PASSWORD)


@pytest.fixture(scope="session")
def sign_in() -> Callable[..., None]:
    """`sign_in(page, "editor@example.org")`: through the form, with the demo's password."""

    def fill_in(page: Page, email: str, password: str = PASSWORD) -> None:
        page.goto("/accounts/login/")
        page.get_by_role("textbox", name="이메일").fill(email)
        page.get_by_role("textbox", name="비밀번호").fill(password)
        page.get_by_role("main").get_by_role("button", name="로그인").click()
        page.wait_for_url(lambda address: "/accounts/login/" not in address)

    return fill_in


@pytest.fixture(scope="session")
def latest_mail(server: Server) -> Callable[[str], EmailMessage]:
    """`latest_mail("newcomer@example.org")`: the last mail to an address, as it was sent."""

    def find(to: str) -> EmailMessage:
        until = time.monotonic() + PATIENCE / 1000
        while time.monotonic() < until:
            for file in sorted((server.folder / "mail").glob("*.eml"), reverse=True):
                mail = email.message_from_bytes(file.read_bytes(), policy=policy)
                if to in mail["To"]:
                    return mail
            time.sleep(0.1)
        raise AssertionError(f"No mail to {to}.")

    return find


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """`axe(page)`: fail, with a report, when axe-core finds a barrier on a page."""

    def inspect(page: Page) -> None:
        found = barriers(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return inspect
