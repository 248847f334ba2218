"""An entry on its way from the entrant over the moderator's desk to the gallery."""

from datetime import UTC, datetime
from urllib.parse import quote

from playwright.sync_api import Page, expect

from tests.browser.steps import begin_entry, box, press, submit_entry

GALLERY = "/contests/idea-open/entries/"
ENTRY = f"{GALLERY}{quote('빗물-저금통')}/"
OPEN = "UPDATE contest_pages_contest SET gallery_opens_at = ? WHERE slug = 'idea-open'"


def test_an_entry_is_returned_changed_accepted_and_shown_when_the_gallery_opens(
    person, server, axe
):
    entrant: Page = person("panel6@example.org")
    begin_entry(entrant, "idea-open")
    box(entrant, "제목").fill("빗물 저금통")
    box(entrant, "한 문장 소개").fill("동네에 모인 빗물을 함께 나눠 씁니다.")
    box(entrant, "설명").fill("빗물통이 얼마나 찼는지 알려 줍니다.")
    entrant.get_by_role("radio", name="새로운 앱").check()
    box(entrant, "왜 이 앱이 필요한가요?").fill("빗물이 그냥 흘러갑니다.")
    box(entrant, "앱은 어떻게 움직이나요?").fill("지도에서 빗물통을 고릅니다.")
    entrant.get_by_role("radio", name="환경").check()
    submit_entry(entrant)

    # A moderator finds it from the admin's home, opens it, and asks for changes.
    moderator: Page = person("moderator@example.org")
    moderator.goto("/admin/")
    waiting = moderator.get_by_role("region", name="결정을 기다리는 출품작")
    waiting.get_by_role("link", name="건 대기 중").click()
    expect(moderator.get_by_role("row", name="빗물 저금통")).to_contain_text("제출함")
    moderator.get_by_role("link", name="빗물 저금통").click()
    expect(moderator.get_by_role("main")).to_contain_text("빗물이 그냥 흘러갑니다.")
    review = moderator.url
    box(moderator, "사유").fill("빗물을 어디에 쓰는지 더 적어 주세요.")
    press(moderator, "보완 요청")

    # The entrant reads why, changes it and submits it again.
    entrant.goto("/my/entries/")
    entrant.get_by_role("link", name="빗물 저금통").click()
    expect(entrant.get_by_role("main")).to_contain_text("빗물을 어디에 쓰는지 더 적어 주세요.")
    entrant.get_by_role("link", name="보완하기").click()
    box(entrant, "왜 이 앱이 필요한가요?").fill("빗물로 골목 화단에 물을 줍니다.")
    submit_entry(entrant)

    # The moderator sees what is different, and accepts it.
    moderator.goto(review)
    changes = moderator.get_by_role("table").filter(has_text="왜 이 앱이 필요한가요?")
    expect(changes).to_contain_text("빗물이 그냥 흘러갑니다.")
    expect(changes).to_contain_text("빗물로 골목 화단에 물을 줍니다.")
    box(moderator, "점검표를 다 채우지 않고 접수하는 까닭").fill("현장에서 확인함")
    press(moderator, "접수")

    # Accepted is not public: the gallery has not opened.
    visitor: Page = person()
    assert visitor.goto(ENTRY).status == 404
    assert "빗물 저금통" not in seen_by(visitor, GALLERY)
    assert "빗물 저금통" not in seen_by(visitor, "/search/?q=빗물")
    assert ENTRY not in visitor.request.get("/sitemap.xml").text()

    # The moment comes that the contest has set.
    server.sql(OPEN, datetime.now(UTC).replace(tzinfo=None).isoformat(" "))

    visitor.goto(GALLERY)
    visitor.get_by_role("link", name="빗물 저금통").click()
    assert visitor.url.endswith(ENTRY)
    expect(visitor.get_by_role("main")).to_contain_text("빗물로 골목 화단에 물을 줍니다.")
    axe(visitor)
    assert "빗물 저금통" in seen_by(visitor, "/search/?q=빗물")
    assert ENTRY in visitor.request.get("/sitemap.xml").text()


def seen_by(visitor: Page, address: str) -> str:
    """Return the text of the page at an address."""
    visitor.goto(address)
    return visitor.get_by_role("main").inner_text()
