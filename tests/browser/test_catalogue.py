"""Finding an app with the keyboard, and narrowing the list without a reload."""

import re

from playwright.sync_api import Page, expect

STAYED = "window.stayed = true"


def stayed(page: Page) -> bool:
    """Whether the page is still the one that was loaded first."""
    return page.evaluate("window.stayed === true")


def test_suggestions_are_chosen_with_the_keyboard(page: Page, axe):
    page.goto("/showcase/")
    page.evaluate(STAYED)
    search = page.get_by_role("combobox", name="앱 이름, 쓰임새, 만든 이")
    search.press_sequentially("길")
    options = page.locator(".suggestions").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(search).to_have_attribute("aria-expanded", "true")
    axe(page)
    search.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    chosen = options.first.get_attribute("id")
    expect(search).to_have_attribute("aria-activedescendant", chosen)
    title = options.first.inner_text()
    search.press("Enter")
    expect(search).to_have_value(title)
    expect(search).to_have_attribute("aria-expanded", "false")
    expect(page).to_have_url(re.compile(r"\?q="))
    expect(page.get_by_role("link", name=f"“{title}”")).to_be_visible()
    expect(search).to_be_focused()
    search.fill("길")
    expect(options.first).to_be_visible()
    search.press("Escape")
    expect(options).to_have_count(0)
    assert stayed(page)


def test_a_facet_narrows_the_list_without_a_reload_and_back_undoes_it(page: Page, axe):
    page.goto("/showcase/")
    page.evaluate(STAYED)
    count = page.locator("#catalogue-count")
    all_of_them = count.inner_text()
    box = page.get_by_role("checkbox", name=re.compile("^iOS"))
    box.press("Space")
    expect(page).to_have_url(re.compile(r"\?platform=ios$"))
    expect(count).not_to_have_text(all_of_them)
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    axe(page)
    page.get_by_label("정렬").select_option("이름순")
    expect(page).to_have_url(re.compile("sort=title"))
    page.get_by_role("link", name=re.compile("^iOS")).click()
    expect(box).not_to_be_checked()
    expect(page.locator("#catalogue-list")).to_be_focused()
    page.go_back()
    expect(box).to_be_checked()
    page.go_back()
    page.go_back()
    expect(count).to_have_text(all_of_them)
    assert stayed(page)


def test_without_scripts_the_same_form_narrows_the_list(person):
    page: Page = person(java_script_enabled=False)
    page.goto("/showcase/")
    all_of_them = page.locator("#catalogue-count").inner_text()
    page.get_by_role("checkbox", name=re.compile("^iOS")).check()
    page.get_by_role("button", name="결과 보기").click()
    expect(page).to_have_url(re.compile("platform=ios"))
    expect(page.locator("#catalogue-count")).not_to_have_text(all_of_them)
