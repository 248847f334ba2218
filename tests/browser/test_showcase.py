"""A winning entry becomes an app in the showcase."""

from playwright.sync_api import Page, expect

from tests.browser.steps import press, publish

SOURCE = "https://git.example.org/madang-samples/shade-map"


def test_an_app_page_is_drafted_from_an_entry_and_published(person, axe):
    manager: Page = person("manager@example.org")
    manager.goto("/admin/snippets/contest_entries/entry/?q=그늘+지도")
    manager.get_by_role("link", name="그늘 지도").click()
    manager.get_by_role("link", name="이 출품작으로 앱 페이지 초안 만들기").click()
    press(manager, "앱 페이지 초안 만들기")
    expect(manager.get_by_role("textbox", name="제목").first).to_have_value("그늘 지도")

    visitor: Page = person()
    visitor.goto("/showcase/")
    expect(visitor.get_by_role("link", name="그늘 지도")).to_have_count(0)
    publish(manager)

    visitor.reload()
    visitor.get_by_role("link", name="그늘 지도").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("그늘 지도")
    expect(visitor.get_by_role("link", name="소스 보기").first).to_have_attribute("href", SOURCE)
    axe(visitor)


def test_an_app_and_the_winning_entry_it_comes_from_lead_to_each_other(page: Page):
    page.goto("/showcase/")
    page.get_by_role("link", name="골목길 등불").click()
    expect(page.get_by_role("article").first).to_contain_text("으뜸상 2018")
    page.get_by_role("complementary").get_by_role("link", name="골목길 등불").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("골목길 등불")
    expect(page.get_by_role("article")).to_contain_text("으뜸상")
    page.get_by_role("link", name="공공앱 보기").click()
    page.wait_for_url("**/showcase/**")
