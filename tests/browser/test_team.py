"""A team comes together: members join by mail or from their own list; a guardian decides for a child."""

import re
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.browser.steps import agree, begin_entry, box, press

NEW = "lee.bada@example.org"
PASSWORD = "seven-small-magpies"


def link_in(mail: EmailMessage, path: str = "") -> str:
    """Return the first address in a mail that holds a path."""
    return re.search(rf"http://\S*{path}\S*", mail.get_content())[0]


def write_entry(page: Page) -> str:
    """Start an entry of the idea contest and write it; return the address of its page."""
    begin_entry(page, "idea-open")
    box(page, "제목").fill("동네 쉼터 알리미")
    box(page, "한 문장 소개").fill("더운 날 가까운 쉼터를 알려 줍니다.")
    box(page, "설명").fill("쉼터의 자리와 여는 시간을 지도에 보여 줍니다.")
    page.get_by_role("radio", name="새로운 앱").check()
    box(page, "왜 이 앱이 필요한가요?").fill("여름에 쉴 곳을 찾기 어렵습니다.")
    box(page, "앱은 어떻게 움직이나요?").fill("지도를 열면 가까운 쉼터가 보입니다.")
    page.get_by_role("radio", name="안전").check()
    press(page, "임시 저장")
    return page.url.removesuffix("edit/")


def test_who_is_invited_signs_up_joins_and_agrees_then_the_leader_submits(person, latest_mail, axe):
    leader = person("panel9@example.org")
    entry = write_entry(leader)
    leader.get_by_role("link", name="팀원과 초대").click()
    box(leader, "이메일 주소").fill(NEW.upper())
    press(leader, "초대 보내기")
    expect(leader.get_by_role("heading", name="초대한 사람")).to_be_visible()
    axe(leader)

    invitation = link_in(latest_mail(NEW), "/my/invitations/")
    member: Page = person()
    member.goto(invitation)
    expect(member.get_by_role("main")).to_contain_text("동네 쉼터 알리미")
    axe(member)
    member.get_by_role("main").get_by_role("link", name="회원 가입").click()
    box(member, "이름").fill("이바다")
    box(member, "이메일").fill(NEW)
    box(member, "비밀번호").fill(PASSWORD)
    press(member, "회원가입")
    member.goto(link_in(latest_mail(NEW), "/accounts/confirm-email/"))
    press(member, "확인")
    expect(member).to_have_url(invitation)  # back where the invitation led
    press(member, "팀에 들어가기")

    # The leader cannot submit before everyone has agreed, and reads who has not.
    leader.goto(f"{entry}submit/")
    expect(leader.get_by_role("main")).to_contain_text("이바다")
    expect(leader.get_by_role("button", name="제출하기", exact=True)).to_have_count(0)

    agree(member)
    press(member, "동의하기")
    expect(member.get_by_role("heading", name="동의한 내용").last).to_be_visible()
    axe(member)

    leader.reload()
    agree(leader)
    press(leader, "제출하기")
    expect(leader.get_by_role("main")).to_contain_text("접수")
    member.goto(entry)
    expect(member.get_by_role("main")).to_contain_text("접수")


def test_who_is_invited_joins_from_the_list_of_their_own_entries(person, axe):
    leader: Page = person("panel9@example.org")
    begin_entry(leader, "oss-open")
    leader.goto(leader.url.replace("edit/", "team/"))
    box(leader, "이메일 주소").fill("panel7@example.org")
    press(leader, "초대 보내기")

    member: Page = person("panel7@example.org")
    member.goto("/my/entries/")
    expect(member.get_by_role("region", name="초대")).to_contain_text("평가단 9")
    axe(member)
    member.get_by_role("link", name="초대에 답하기").click()
    press(member, "팀에 들어가기")
    expect(member.get_by_role("main")).to_contain_text("이제 팀원입니다")
    member.goto("/my/entries/")
    expect(member.get_by_role("region", name="초대")).to_have_count(0)

    leader.reload()
    expect(leader.get_by_role("main")).to_contain_text("평가단 7")


def test_a_guardian_agrees_for_a_child_and_withdraws_by_the_same_link(person, latest_mail, axe):
    child = person("panel8@example.org")
    entry = write_entry(child)
    child.goto(f"{entry}consents/")
    agree(child, "만 14세 미만입니다")
    press(child, "동의하기")
    box(child, "보호자 이름").fill("한보호")
    box(child, "보호자 이메일 주소").fill("guardian@example.org")
    press(child, "링크 보내기")
    axe(child)

    guardian: Page = person()
    guardian.goto(link_in(latest_mail("guardian@example.org"), "/guardian/"))
    axe(guardian)
    agree(guardian)
    press(guardian, "자녀를 위해 동의합니다")
    expect(guardian.get_by_role("main")).to_contain_text("동의하셨습니다.")
    axe(guardian)

    child.goto(f"{entry}submit/")
    press(child, "제출하기")
    expect(child.get_by_role("main")).to_contain_text("접수")

    guardian.reload()
    press(guardian, "동의를 철회합니다")
    expect(guardian.get_by_role("main")).to_contain_text("동의를 철회하셨습니다.")
    axe(guardian)

    # The team reads it, by mail and on its page; the moderator where it is decided.
    said = latest_mail("panel8@example.org").get_body(("plain",)).get_content()
    assert "동의를 철회" in said
    child.goto(f"{entry}team/")
    expect(child.get_by_role("main")).to_contain_text("보호자 동의 필요")
    moderator: Page = person("moderator@example.org")
    moderator.goto(entry.replace("/my/entries/", "/admin/snippets/contest_entries/entry/review/"))
    main = moderator.get_by_role("main")
    expect(main).to_contain_text("만 14세 미만이며 보호자의 동의가 없습니다. 보호자가")
    expect(main).to_contain_text("동의를 철회했습니다. 보호자 동의 없이는 다시 제출할 수 없습니다.")
    axe(moderator)
