"""An editor changes what judges score and sees what the weights make, track by track."""

from playwright.sync_api import Page, expect

from tests.browser.steps import admin_menu, save

FIRST, FINAL = "2차 예선심사", "3차 본선심사: 100 가운데 100"
TRACK, OTHER = "공익 앱", "공공데이터 활용 앱"


def test_the_weights_of_criteria_are_added_up_for_each_track_while_one_types(person):
    editor: Page = person("editor@example.org")
    editor.goto("/admin/")
    admin_menu(editor, "공모전")
    editor.get_by_role("link", name="시민 공공앱 공모전").first.click()
    editor.get_by_role("tab", name="심사 기준").click()
    lines = editor.locator("[data-weights] > *")
    expect(lines).to_have_text([f"{FIRST}: 100 가운데 100", FINAL])

    criterion = editor.get_by_role("region", name="심사 기준 1", exact=True)
    weight = criterion.get_by_role("spinbutton", name="비중(%)")
    weight.fill("35")
    expect(lines).to_have_text([f"{FIRST}: 100 가운데 105", FINAL])
    weight.fill("30")
    expect(lines).to_have_text([f"{FIRST}: 100 가운데 100", FINAL])
    criterion.get_by_role("checkbox", name=TRACK).check()
    expect(lines).to_have_text(
        [f"{FIRST} – {TRACK}: 100 가운데 100", f"{FIRST} – {OTHER}: 100 가운데 70", FINAL]
    )

    # The server adds up the same and keeps nothing.
    save(editor)
    expect(editor.get_by_role("status").first).to_contain_text(
        f"{FIRST}: {OTHER}에서 심사 기준의 비중을 더하면 100이 아니라 70입니다."
    )
    expect(lines).to_contain_text([f"{FIRST} – {TRACK}: 100 가운데 100", f"{OTHER}: 100 가운데 70"])

    # A track that goes is none for which anything is added up.
    editor.get_by_role("tab", name="부문과 시상").click()
    track = editor.get_by_role("region", name="부문 2", exact=True)
    track.get_by_role("button", name="삭제").click()
    expect(lines).to_have_text([f"{FIRST}: 100 가운데 100", FINAL])
