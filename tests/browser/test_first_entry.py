"""A newcomer signs up and enters a contest."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import PDF, PICTURE, attach, attached, box, press, submit_entry

ADDRESS = "han.saebom@example.org"
PASSWORD = "seven-small-magpies"


def test_a_newcomer_signs_up_drafts_attaches_and_submits(page: Page, person, sign_in, latest_mail):
    page.goto("/contests/app-open/")
    page.get_by_role("link", name="참가하기", exact=True).first.click()
    page.get_by_role("link", name="회원가입").click()
    box(page, "이름").fill("한새봄")
    box(page, "이메일").fill(ADDRESS)
    box(page, "비밀번호").fill(PASSWORD)
    press(page, "회원가입")
    expect(page.get_by_role("heading", level=1)).to_have_text("이메일을 인증하세요")

    # The link in the mail leads back to where she wanted to go.
    letter = latest_mail(ADDRESS)
    assert letter["Subject"].strip() == "[마당] 이메일 주소를 확인해 주세요"
    page.goto(re.search(r"http://\S+", letter.get_content())[0])
    press(page, "확인")
    expect(page.get_by_role("heading", level=1)).to_have_text("시민 공공앱 공모전 참가하기")

    press(page, "작성 시작하기")
    box(page, "제목").fill("골목 쉼터 지도")
    box(page, "한 문장 소개").fill("걷다가 쉴 곳을 알려 줍니다.")
    attach(page, "그림 고르기", PICTURE)
    expect(attached(page, "화면.png")).to_be_visible()
    press(page, "임시 저장")
    expect(page.get_by_text("작성 중인 내용을 저장했습니다.")).to_be_visible()

    # She leaves, and comes back to the draft another day on another machine.
    later: Page = person()
    sign_in(later, ADDRESS, PASSWORD)
    later.goto("/my/entries/")
    later.get_by_role("link", name="이어서 작성").click()
    expect(box(later, "제목")).to_have_value("골목 쉼터 지도")
    expect(attached(later, "화면.png")).to_be_visible()

    box(later, "‘화면.png’ 그림 설명").fill("쉼터가 표시된 지도")
    box(later, "설명").fill("시가 공개한 쉼터 자료로 만든 지도입니다.")
    later.get_by_role("radio", name="공공데이터 활용 앱").check()
    box(later, "어떤 불편이나 문제를 해결하나요?").fill("걷다가 쉴 곳을 찾기 어렵습니다.")
    box(later, "주요 이용자는 누구인가요?").fill("오래 걷기 힘든 사람")
    box(later, "주요 기능").fill("가까운 쉼터 찾기")
    later.get_by_role("checkbox", name="모바일 웹").check()
    later.get_by_role("checkbox", name="공공데이터포털").check()
    later.get_by_role("radio", name="아니요").check()
    attach(later, "작품 설명서", PDF)
    expect(attached(later, "설명서.pdf")).to_be_visible()
    receipt = submit_entry(later)

    expect(later.get_by_role("main")).to_contain_text("이 번호를 보관해 주세요.")
    with later.expect_download() as manual:
        later.get_by_role("link", name="설명서.pdf").click()
    assert manual.value.path().read_bytes() == PDF["buffer"]
    later.goto("/my/entries/")
    later.get_by_role("link", name="골목 쉼터 지도").click()
    expect(later.get_by_role("link", name=receipt)).to_be_visible()
    expect(later.get_by_role("heading", level=2).first).to_contain_text("운영자가 확인하고")
