"""A citizen comes by for the first time."""

from playwright.sync_api import Page, expect


def test_a_visitor_finds_the_open_contest_from_home_and_reads_it_in_english(page: Page):
    page.goto("/")
    page.get_by_role("navigation", name="주 메뉴").get_by_role("link", name="공모전").click()
    page.get_by_role("main").get_by_role("link", name="시민 공공앱 공모전").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("시민 공공앱 공모전")
    page.get_by_role("banner").get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Citizens’ Public App Contest")
    expect(page.locator("html")).to_have_attribute("lang", "en")
