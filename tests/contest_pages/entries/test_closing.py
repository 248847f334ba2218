"""The closing time as it is told, the grace after it, and the refusal after that."""

import uuid
from copy import deepcopy
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from contest_pages.entries import actions, rules
from contest_pages.entries.models import Entry
from contest_pages.models import Stage
from tests.factories import (
    UserFactory,
    announced,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
GRACE = timedelta(minutes=30)
SECOND = timedelta(seconds=1)
IN_GRACE = "접수 마감 시각이 지났습니다"


@pytest.fixture(scope="module")
def made_contest(made_once):
    """A contest with a grace of half an hour."""
    contest = open_contest()
    announced(contest)
    contest.stages.filter(kind=Stage.Kind.SUBMISSION).update(grace_minutes=30)
    return contest


@pytest.fixture
def contest(made_contest, db):
    return deepcopy(made_contest)


@pytest.fixture
def draft(client, user, contest) -> Entry:
    """A draft of whoever the client is."""
    client.force_login(user)
    return draft_entry(contest, by=user, data={"title": "따릉이 길잡이"})


def closed_since(contest, **passed) -> None:
    """Let entering have closed so long ago; what was begun stays begun before."""
    contest.stages.filter(kind=Stage.Kind.SUBMISSION).update(
        closes_at=timezone.now() - timedelta(**passed)
    )
    Entry.objects.update(created_at=timezone.now() - timedelta(hours=20))


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def page_of(client, name: str, entry) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse(name, args=[entry.pk])).content, "html.parser")


def said(page: BeautifulSoup) -> list[str]:
    """What a page says about the closing, without what it hides."""
    return [
        each.select_one(".alert__title").text
        for each in page.select("[data-say]")
        if not each.has_attr("hidden")
    ]


def shown(page: BeautifulSoup) -> list[dict]:
    """The countdowns that a page shows."""
    found = page.select("[data-countdown]")
    return [each.attrs for each in found if not each.find_parent(hidden=True)]


def test_the_grace_lasts_from_the_closing_to_its_end_exactly(contest):
    closing = rules.closing_of(draft_entry(contest))
    closes = contest.submission.closes_at
    assert (closing.at, closing.grace) == (closes, closes + GRACE)
    moments = [closes, closes + GRACE - SECOND, closes + GRACE]
    assert [closing.has_ended(moment) for moment in moments] == [False, False, True]


def test_what_the_closing_says_is_what_is_enforced(contest):
    entry = draft_entry(contest)
    closing, leader = rules.closing_of(entry), leader_of(entry)
    assert rules.why_not_submit(leader, fresh(entry), closing.ends_at - SECOND) is None
    assert rules.why_not_submit(leader, fresh(entry), closing.ends_at)


def test_there_is_no_grace_for_what_was_begun_late_submitted_or_given_longer(contest):
    closes = contest.submission.closes_at
    assert rules.closing_of(Entry(contest=contest, created_at=closes)).grace is None
    assert rules.closing_of(submitted_entry(contest)).grace is None
    extended = draft_entry(contest)
    extended.extended_until = closes + timedelta(days=1)
    assert rules.closing_of(extended) == rules.Closing(extended.extended_until)
    assert rules.closing_of(draft_entry(open_contest())).grace is None


def test_who_types_in_what_came_on_paper_has_until_the_screening_ends(contest):
    moderator, leader = UserFactory(groups=["Moderators"]), UserFactory()
    entry = draft_entry(contest, by=leader)
    entry.entered_by = moderator
    assert rules.closing_for(moderator, entry) == rules.Closing(contest.screening.closes_at)
    assert rules.closing_for(leader, entry) == rules.closing_of(entry)


def test_a_countdown_carries_the_servers_time_and_its_words(client, draft):
    before = timezone.now().timestamp() * 1000
    (countdown,) = shown(page_of(client, "my_entry_edit", draft))
    after = timezone.now().timestamp() * 1000
    assert before - 1 <= int(countdown["data-now"]) <= after + 1
    closes = draft.contest.submission.closes_at
    assert int(countdown["data-countdown"]) == round(closes.timestamp() * 1000)
    assert countdown["data-hours"] == "{hours}시간 {minutes}분 남음"
    assert countdown["data-clock"] == "/healthz"


@pytest.mark.parametrize(
    ("passed", "sentences"),
    [
        ({"minutes": -1}, []),
        ({"minutes": 1}, [IN_GRACE]),
        ({"minutes": 29}, [IN_GRACE]),
    ],
)
def test_the_form_says_the_grace_while_it_lasts(client, draft, passed, sentences):
    closed_since(draft.contest, **passed)
    page = page_of(client, "my_entry_edit", draft)
    assert said(page) == sentences
    (countdown,) = shown(page)
    ends = rules.work_ends_at(fresh(draft), timezone.now())
    assert int(countdown["data-countdown"]) == round(ends.timestamp() * 1000)


def test_the_page_before_submitting_says_the_grace_too(client, draft):
    complete = {"title": "길잡이", "summary": "한 문장", "description": "설명"}
    actions.save_draft(draft, complete, by=leader_of(draft), version=1)
    assert said(page_of(client, "my_entry_submit", draft)) == []
    closed_since(draft.contest, minutes=10)
    assert said(page_of(client, "my_entry_submit", draft)) == [IN_GRACE]


def test_the_start_page_tells_the_grace_where_there_is_one(client, user, contest):
    client.force_login(user)
    address = reverse("entry_start", args=[contest.slug])
    told = "그 전에 시작한 작품은"
    assert told in client.get(address).content.decode()
    contest.stages.update(grace_minutes=0)
    assert told not in client.get(address).content.decode()


def test_after_the_grace_the_refusal_says_where_the_draft_is_and_whom_to_ask(client, draft):
    closed_since(draft.contest, minutes=31)
    late = client.post(reverse("my_entry_submit", args=[draft.pk]), {"version": "1-1"})
    assert late.status_code == 403
    page = late.content.decode()
    assert "접수가 마감되었습니다. 초안은 보관됩니다." in page
    assert "‘내 출품작’에 보관되어" in page
    contest_page = draft.contest.announcements.get()
    assert f"{contest_page.url}#contact" in page
    assert fresh(draft).draft.data == {"title": "따릉이 길잡이"}


def test_a_draft_that_is_kept_can_be_read(client, draft):
    address = reverse("my_entry_edit", args=[draft.pk])
    closed_since(draft.contest, minutes=31)
    assert f'href="{address}"' in client.get(reverse("my_entry", args=[draft.pk])).content.decode()
    page = client.get(address).content.decode()
    assert 'value="따릉이 길잡이"' in page
    assert "고칠 수는 없지만" in page
    assert 'name="save"' not in page
    fields = page_of(client, "my_entry_edit", draft).select("form [name]:not([type=hidden])")
    assert fields
    assert [each["name"] for each in fields if not {"readonly", "disabled"} & set(each.attrs)] == []


def test_the_refusal_of_an_entry_that_was_submitted_once_leads_to_the_moderators(
    client, user, contest
):
    client.force_login(user)
    entry = actions.take_back(submitted_entry(contest, by=user), by=user)
    closed_since(contest, hours=1)
    late = client.post(reverse("my_entry_submit", args=[entry.pk]), {"version": uuid.uuid4().hex})
    assert late.status_code == 403
    assert f"{reverse('my_entry', args=[entry.pk])}#conversation" in late.content.decode()
