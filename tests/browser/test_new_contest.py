"""An editor builds a contest from a preset in the admin and announces it."""

from playwright.sync_api import Page, expect

from tests.browser.steps import admin_menu, box, publish, save, seoul_midnight, type_moment


def test_an_editor_builds_a_contest_from_a_preset_and_announces_it(person, axe):
    editor: Page = person("editor@example.org")
    editor.goto("/admin/")
    admin_menu(editor, "공모전")
    editor.get_by_role("link", name="공모전 추가").click()
    editor.get_by_role("combobox", name="종류").select_option(label="앱 공모전")
    box(editor, "한국어 제목").fill("우리 동네 앱 공모전")
    box(editor, "영어 제목").fill("Neighbourhood Apps")
    box(editor, "주소").fill("neighbourhood")
    save(editor)
    expect(editor.get_by_text("공고 초안을 만들었습니다")).to_be_visible()

    # A stage shows the fields of its kind alone.
    editor.get_by_role("tab", name="단계와 차수").click()
    submission = editor.get_by_role("region", name="단계 1", exact=True)
    judges = submission.get_by_role("spinbutton", name="작품마다 심사위원 수")
    expect(submission.get_by_role("spinbutton", name="마감 후 여유(분)")).to_be_visible()
    expect(judges).to_be_hidden()
    kind = submission.get_by_role("combobox", name="종류")
    kind.select_option(label="심사")
    expect(judges).to_be_visible()
    kind.select_option(label="접수")

    # One that closes before it opens: the message names the row and says why.
    type_moment(box(submission, "마감"), seoul_midnight(-1))
    save(editor)
    expect(editor.get_by_role("status").first).to_contain_text(
        "단계 “접수”, 마감: 단계는 시작한 뒤에 마감해야 합니다."
    )

    # What was typed is kept and marked; a possible date, another prize, another question.
    editor.get_by_role("tab", name="단계와 차수").click()
    expect(box(submission, "마감")).to_have_attribute("aria-invalid", "true")
    type_moment(box(submission, "마감"), seoul_midnight(60))
    editor.get_by_role("tab", name="부문과 시상").click()
    prize = editor.get_by_role("region", name="시상 1", exact=True)
    box(prize, "한국어 제목").fill("시장상")
    prize.get_by_role("spinbutton", name="건당 상금(원)").fill("4000000")
    editor.get_by_role("tab", name="질문").click()
    question = editor.get_by_role("region", name="질문 2", exact=True)
    box(question, "질문(한국어)").fill("어느 동네에서 쓰나요?")
    save(editor)
    expect(editor.get_by_text("바뀐 내용이 바로 적용됩니다.")).to_be_visible()

    # The announcement is a draft until it is published.
    visitor: Page = person()
    assert visitor.goto("/contests/neighbourhood/").status == 404
    editor.get_by_role("tab", name="기본 정보").click()
    editor.get_by_role("link", name="우리 동네 앱 공모전 (한국어)").click()
    box(editor, "한 줄 소개").fill("골목의 불편을 앱으로 풀어 주세요.")
    publish(editor)

    visitor.goto("/contests/")
    visitor.get_by_role("link", name="우리 동네 앱 공모전").click()
    main = visitor.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("우리 동네 앱 공모전")
    expect(main).to_contain_text("골목의 불편을 앱으로 풀어 주세요.")
    prizes = main.get_by_role("region", name="시상").get_by_role("listitem")
    expect(prizes.filter(has_text="시장상")).to_contain_text("400만 원")
    last_day = seoul_midnight(59)
    until = f"{last_day.year}. {last_day.month}. {last_day.day}."
    expect(main.get_by_role("region", name="오늘")).to_contain_text(until)
    axe(visitor)

    entrant: Page = person("panel1@example.org")
    entrant.goto("/contests/neighbourhood/enter/")
    expect(entrant.get_by_role("region", name="작성할 내용")).to_contain_text(
        "어느 동네에서 쓰나요?"
    )
