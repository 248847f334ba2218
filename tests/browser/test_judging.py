"""A judge follows the mailed link, pledges, scores while the page saves, submits; also on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.server import Server, manage
from tests.browser.steps import press

JUDGE, PHONE = "judge4@example.org", {"width": 360, "height": 740}
#: A contest of its own, never announced: no other journey looks at it.
ARRANGE = """
import uuid
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from contest_pages.entries.models import Entry
from contest_pages.judging import actions
from contest_pages.models import Contest, Criterion, Round, Stage
now, people = timezone.now(), get_user_model().objects
manager = people.get(email="manager@example.org")
contest = Contest.objects.create(kind="app", slug="judged", title_ko="심사 연습 공모전")
stage = Stage.objects.create(
    contest=contest, kind="judging", title_ko="전문가 심사", weight=100,
    round=Round.objects.create(contest=contest, number=1), reviews_per_entry=1,
    opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=5), is_blind=True,
)
for title in ("창의성", "완성도"):
    Criterion.objects.create(contest=contest, stage=stage, title_ko=title, maximum=50, weight=50)
judge = actions.appoint(stage, email="judge4@example.org", name="심사위원 4", by=manager)
for title in ("골목 지도", "시장 알리미"):
    key = uuid.uuid4()
    entry = Entry.objects.create(
        contest=contest, state="accepted", live=True, title=title, summary="한 문장 소개",
        description="꾸꾸팀이 만든 앱입니다.", team_name="꾸꾸팀", start_key=key, slug=key.hex,
        receipt=key.hex[:18], submitted_at=now,
    )
    actions.give(judge, entry, by=manager)
"""


@pytest.fixture(scope="module")
def arranged(server: Server) -> None:
    """A blind stage with one judge, who is asked by mail, and two entries for them."""
    manage(server.folder, "shell", "--command", ARRANGE)


def give_points(page: Page, *points: int) -> None:
    for name, each in zip(("창의성", "완성도"), points, strict=True):
        page.get_by_role("spinbutton", name=name).fill(str(each))


def assert_scores_stand_beside_the_entry(page: Page) -> None:
    """The form stands beside the entry on a desk, below it on a phone, and never over the edge."""
    entry, form = (
        page.locator("article"),
        page.get_by_role("complementary", name="심사", exact=True),
    )
    size = page.viewport_size
    for width in (1280, PHONE["width"]):
        page.set_viewport_size({"width": width, "height": 800})
        left, right = entry.bounding_box(), form.bounding_box()
        is_beside = right["x"] >= left["x"] + left["width"] and right["y"] < left["y"] + 100
        is_below = right["y"] >= left["y"] + left["height"] and right["x"] == left["x"]
        assert (is_beside, is_below) == (width == 1280, width != 1280), (left, right)
        assert right["x"] + right["width"] <= width
    page.set_viewport_size(size)


def test_a_judge_pledges_scores_and_submits(arranged, person, latest_mail, axe):
    text = latest_mail(JUDGE).get_body(("plain",)).get_content()
    link = re.search(r"/judging/invitations/\S+/", text)[0]
    judge = person(JUDGE)
    judge.goto(link)
    axe(judge)
    press(judge, "서약하고 수락하기")
    judge.get_by_role("link", name="골목 지도").click()
    main = judge.get_by_role("main")
    expect(main).to_contain_text("●●●이 만든 앱입니다.")
    expect(main).not_to_contain_text("꾸꾸팀")
    axe(judge)
    assert_scores_stand_beside_the_entry(judge)
    give_points(judge, 40, 35)
    expect(judge.locator("[data-total]")).to_have_text("75.0 / 100 · 75.0%")
    expect(judge.locator("[data-save-status]")).to_contain_text("저장됨")
    judge.reload()
    expect(judge.get_by_role("spinbutton", name="창의성")).to_have_value("40")
    press(judge, "심사 제출하기")
    expect(main).to_contain_text("제출했습니다")
    axe(judge)

    phone = person(JUDGE)
    phone.set_viewport_size(PHONE)
    phone.goto("/judging/")
    phone.get_by_role("link", name="시장 알리미").click()
    give_points(phone, 10, 10)
    press(phone, "심사 제출하기")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= PHONE["width"]
    phone.goto("/judging/")
    axe(phone)
    phone.get_by_role("link", name="심사 마치기").click()
    press(phone, "심사 마치기")
    expect(phone.get_by_role("main")).to_contain_text("고맙습니다")
