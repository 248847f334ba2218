"""Every type of page, in both languages, light and dark, on a desk and on a phone."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, product
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.template.loader import render_to_string
from django.utils.text import slugify
from playwright.sync_api import Locator, Page

from tests.browser.barriers import barriers
from tests.browser.complaints import Complaints
from tests.browser.conftest import FLAGS, enter
from tests.page_types import (
    ANYONE,
    BEGINNER,
    CITIZEN,
    DECIDED_PAGES,
    ENTRIES,
    MODERATOR,
    PAGE_TYPES,
    PageType,
)
from tests.report import SCREENSHOTS

LOCALES = {"ko": "ko-KR", "en": "en-GB"}
WIDTHS = {1280, 360}
LOOKS = tuple(product((1280, 360), ("light", "dark")))
#: A report measures every page in every look and language; a test visits it once, these in turn.
TURNS = (("ko", (1280, "light")), ("en", (360, "dark")), ("ko", (360, "light")))
#: What a report shows of each page.
DRAWN = {"ko": (*LOOKS, (768, "light")), "en": ((1280, "light"), (360, "light"))}
#: Nothing on the site fails, so what it shows then is put in this address's place for a visitor
#: of its own: a browser that has anything put in its place keeps no file from page to page.
UNLUCKY = "unlucky"
FAILURE = PageType("failure", "/failure/", visitors=(UNLUCKY,))
PAGES = (*PAGE_TYPES, *DECIDED_PAGES, FAILURE)
#: How the citizen's list of entries calls the states of those that addresses name.
STATES = {"draft": "작성 중", "needs_changes": "보완 요청", "accepted": "접수 완료"}
#: Of our own files, in bytes before compression.
MOST = {"css": 60_000, "js": 30_000}

SIDEWAYS = """() => {
  const {scrollWidth, clientWidth} = document.documentElement
  return Math.max(0, scrollWidth - clientWidth)
}"""
LOAD_ALL_PICTURES = """() => Promise.all(Array.from(document.images, (image) => {
  image.loading = "eager"
  return image.complete || new Promise((done) => { image.onload = image.onerror = done })
}))"""
#: Bytes by kind. The font's own style sheet only says where each piece of the font is.
WEIGHT = """() => {
  const kind = (loaded) => {
    const path = new URL(loaded.name).pathname
    if (loaded.entryType == "navigation") return "html"
    if (path.includes("/fonts/")) return path.endsWith(".css") ? "font table" : "fonts"
    if (path.endsWith(".css")) return "css"
    return loaded.initiatorType == "script" ? "js" : "images"
  }
  const weight = {"html": 0, "css": 0, "js": 0, "font table": 0, "fonts": 0, "images": 0}
  for (const type of ["navigation", "resource"])
    for (const loaded of performance.getEntriesByType(type))
      weight[kind(loaded)] += loaded.decodedBodySize
  return weight
}"""


@pytest.fixture(scope="module")
def open_page(
    launch_browser: Callable, browser_context_args: dict, site: str
) -> Iterator[Callable[[str, str], tuple[Page, Complaints]]]:
    """`open_page("ko", CITIZEN)`: a page of a visitor who is signed in, and what it complains of.

    The visitors of a language take turns at one browser, which keeps the site's files and font
    from page to page; what they are known by is put back each time.
    """
    browser = launch_browser(args=FLAGS)
    opened: dict[str, tuple[Page, Complaints]] = {}
    known: dict[str, list] = {}

    def find(language: str, visitor: str) -> tuple[Page, Complaints]:
        place = UNLUCKY if visitor == UNLUCKY else language
        if place not in opened:
            wanted = {"locale": LOCALES[language], "reduced_motion": "reduce"}
            context = browser.new_context(**browser_context_args | wanted)
            complaints = Complaints(site)
            complaints.watch(context)
            opened[place] = context.new_page(), complaints
        page, complaints = opened[place]
        if visitor == UNLUCKY:
            page.route("**/failure/", lambda route: route.fulfill(body=failure))
        else:
            show_as(page, visitor)
        return page, complaints

    def show_as(page: Page, visitor: str) -> None:
        page.context.clear_cookies()
        if visitor in known:
            page.context.add_cookies(known[visitor])
        elif visitor != ANYONE:
            enter(page, f"{visitor}@example.org")
            known[visitor] = page.context.cookies()

    failure = render_to_string("500.html")
    yield find
    browser.close()


@pytest.fixture(scope="module")
def keys(open_page) -> dict[str, int | str]:
    """The keys of the entries that addresses name, found as people find them."""

    def page_of(visitor: str, address: str) -> Page:
        page, _complaints = open_page("ko", visitor)
        page.goto(address)
        return page

    def key_in(address: str) -> int:
        return int(re.search(r"/(\d+)/", address)[1])

    def key_of(link: Locator) -> int:
        return key_in(link.first.get_attribute("href"))

    own = page_of(CITIZEN, "/my/entries/").locator(".mine", has_text="시민 공공앱 공모전")
    found = {
        name: key_of(own.filter(has_text=label).get_by_role("link"))
        for name, label in STATES.items()
    }
    begun = page_of(BEGINNER, "/contests/app-open/enter/")
    begun.get_by_role("button", name="작성 시작하기").click()
    begun.wait_for_url("**/edit/")
    found["begun"] = key_in(begun.url)
    queue = page_of(MODERATOR, f"{ENTRIES}?waiting=yes")
    found["waiting"] = key_of(queue.locator("a[href*='/review/']"))
    desk = page_of("judge1", "/judging/?state=assigned")
    found["review"] = key_of(desk.locator("a[href*='/judging/reviews/']"))
    found["judge"] = key_of(desk.locator("a[href$='/scores/']"))
    closed = desk.locator(".past-seats a").first.get_attribute("href")
    found["chair"] = key_of(page_of("judge1", closed).locator("a[href$='/agreement/']"))
    results = page_of(ANYONE, "/contests/app-2018/results/")
    way = results.locator("a[href*='/entries/M']").first.get_attribute("href")
    found["won"] = way.rstrip("/").rpartition("/")[2]
    return found


def show(page: Page, width: int, theme: str) -> None:
    """Show a page that is open in a width and a theme."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")


def draw(page: Page, name: str, folder: Path, looks: Iterable[tuple[int, str]]) -> None:
    """Draw the whole page in each look, with the pictures that are loaded late."""
    page.evaluate(LOAD_ALL_PICTURES)
    for width, theme in looks:
        show(page, width, theme)
        page.screenshot(path=folder / f"{name}-{theme}-{width}.png", full_page=True)


def languages_of(page_type: PageType) -> tuple[str, ...]:
    """Return the languages in which there is such a page."""
    only_korean = page_type.is_in_one_language or page_type is FAILURE
    return ("ko",) if only_korean else tuple(LOCALES)


def pytest_generate_tests(metafunc):
    """Visit each page in all its languages and looks for a report, in one of each for a test."""
    if metafunc.config.getoption("report"):
        visits = [(each, lang, LOOKS) for each in PAGES for lang in languages_of(each)]
    else:
        turns = zip((each for each in PAGES if not each.is_alike), cycle(TURNS), strict=False)
        visits = [
            (each, language if language in languages_of(each) else "ko", (look,))
            for each, (language, look) in turns
        ]
    if "looks" in metafunc.fixturenames:
        names = [f"{each}-{language}" for each, language, _looks in visits]
        metafunc.parametrize(("page_type", "language", "looks"), visits, ids=names)


def test_a_page_is_open_to_all_within_its_width_and_light(
    open_page, keys, language, page_type, looks, record_property, pytestconfig
):
    page, complaints = open_page(language, page_type.visitors[0])
    complaints.all.clear()
    show(page, *looks[0])
    address = page_type.address(keys, language)
    answer = page.goto(address)
    assert answer.status == page_type.status
    assert unquote(urlsplit(page.url).path) == urlsplit(address).path  # it leads nowhere else
    weight, found, sideways = page.evaluate(WEIGHT), {}, {}
    folder = pytestconfig.getoption("report")
    for width, theme in looks:
        show(page, width, theme)
        found[f"{theme} {width}"] = barriers(page)
        sideways[width] = page.evaluate(SIDEWAYS)
    for width in WIDTHS - sideways.keys():
        show(page, width, theme)
        sideways[width] = page.evaluate(SIDEWAYS)
    counted = {look: axe.violations_count for look, axe in found.items()}
    visit = {"page": page_type.name, "language": language, "barriers": counted, "weight": weight}
    record_property("visit", visit)
    if folder:
        name = f"{slugify(page_type.name)}-{language}"
        draw(page, name, Path(folder) / SCREENSHOTS, DRAWN[language])
    assert not any(counted.values()), "\n".join(axe.generate_report() for axe in found.values())
    assert not any(sideways.values()), sideways
    assert complaints.all == []
    if not page_type.is_in_one_language:
        assert {kind: weight[kind] for kind in MOST if weight[kind] > MOST[kind]} == {}
