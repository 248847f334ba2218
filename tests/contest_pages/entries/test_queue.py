"""The moderators' queue: filters in the address, the next entry, what is new to oneself."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import TaskState

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, LastLook
from tests.factories import (
    TrackFactory,
    UserFactory,
    accepted_entry,
    content,
    copies_that_wait,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.statements import recorded

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/contest_entries/entry/"
SHARE = f"{LIST}share/"


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="운영자")


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def review_page(entry, query: str | None = None) -> str:
    url = reverse("wagtailsnippets_contest_entries_entry:review", args=[entry.pk])
    return url if query is None else f"{url}?{urlencode({'in': query})}"


def aged(entry, days: float) -> Entry:
    """Let an entry have waited for so many days."""
    since = timezone.now() - timedelta(days=days)
    TaskState.objects.filter(revision=entry.latest_revision).update(started_at=since)
    return entry


def titles(response) -> list[str]:
    return [entry.title for entry in response.context["object_list"]]


def resubmit(entry, **fields) -> Entry:
    leader = leader_of(entry)
    actions.draft_of(entry, by=leader)
    return actions.submit(entry, content=content(**fields), by=leader)


def seen(entry, act: str, **fields) -> dict:
    row = Entry.objects.get(pk=entry.pk)
    return {"act": act, "revision": row.latest_revision_id, "state": row.state} | fields


def test_the_queue_is_filtered_by_moderator_age_and_what_is_new(admin, moderator):
    contest, other = open_contest(), UserFactory(groups=["Moderators"])
    old = aged(submitted_entry(contest, title="오래됨"), 8)
    late = aged(submitted_entry(contest, title="늦음"), 4)
    submitted_entry(contest, title="새것")
    accepted_entry(contest, title="끝남")
    change = resubmit(accepted_entry(contest, title="바뀌기 전"), title="바뀐 뒤")
    actions.take_on(old, by=moderator)
    actions.hand_over(late, to=other, by=moderator)
    for entry in (late, change):
        admin.get(review_page(entry))
    late = actions.take_back(late, by=leader_of(late))
    aged(resubmit(late, title="늦음"), 4)
    for query, expected in (
        ("waiting=yes", ["오래됨", "늦음", "새것", "바뀌기 전"]),
        ("waiting=change", ["바뀌기 전"]),
        ("waiting=yes&assignee=me", ["오래됨"]),
        ("waiting=yes&assignee=none", ["새것", "바뀌기 전"]),
        (f"assignee={other.pk}", ["늦음"]),
        ("age=3", ["오래됨", "늦음"]),
        ("age=7", ["오래됨"]),
        ("waiting=yes&look=new", ["오래됨", "새것"]),
        ("look=changed", ["늦음"]),
        ("assignee=nonsense&age=x&look=y", ["오래됨", "늦음", "새것", "바뀌기 전", "끝남"]),
    ):
        assert titles(admin.get(f"{LIST}?{query}")) == expected, query


def test_the_list_says_how_long_what_waits_and_what_is_new(admin, moderator):
    contest = open_contest()
    aged(submitted_entry(contest), 8)
    entry = aged(submitted_entry(contest), 4)
    admin.get(review_page(entry))
    page = admin.get(f"{LIST}?waiting=yes").content.decode()
    assert "entry-age--overdue" in page and "entry-age--late" in page
    assert "1주" in page and "4일" in page
    assert page.count("entry-look--new") == 1
    tabs = {tab["label"]: tab["count"] for tab in admin.get(LIST).context["tabs"]}
    assert list(tabs.values()) == [2, 0, 2, 1, 1, None]


@pytest.mark.usefixtures("searchable")
def test_one_goes_from_entry_to_entry_as_the_list_was_filtered_and_ordered(admin, moderator):
    contest = open_contest()
    track = TrackFactory(contest=contest)
    first, second, third = (
        aged(submitted_entry(contest, title=f"{name} 작품", track=track), 9 - number)
        for number, name in enumerate("나가다")
    )
    aged(submitted_entry(contest, title="다른 부문"), 7.5)
    for query, neighbours in (
        (f"waiting=yes&track={track.pk}", (None, first, second, third, None)),
        (
            f"track={track.pk}&ordering=-waiting_since&p=3",
            (None, third, second, first, None),
        ),
        (f"track={track.pk}&ordering=title", (None, second, first, third, None)),
        ("q=나+작품", (None, first, None)),
    ):
        for place in range(1, len(neighbours) - 1):
            before, entry, after = neighbours[place - 1 : place + 2]
            context = admin.get(review_page(entry, query)).context
            shown = context["place"]
            assert shown.previous == (before and before.pk), (query, place)
            assert shown.next == (after and after.pk), (query, place)
            if len(neighbours) > 3:
                assert (shown.number, shown.total) == (place, len(neighbours) - 2)
    link = admin.get(review_page(first, f"track={track.pk}")).context["next_url"]
    assert link == review_page(second, f"track={track.pk}")


def test_after_a_decision_the_next_entry_of_the_queue_is_shown(admin, moderator):
    contest, other = open_contest(), open_contest()
    first, second = (aged(submitted_entry(contest), 9 - n) for n in range(2))
    elsewhere = aged(submitted_entry(other), 8.5)
    query = f"waiting=yes&contest={contest.pk}"
    response = admin.post(review_page(first, query), seen(first, "accept"))
    assert response.url == review_page(second, query)
    response = admin.post(review_page(second, query), seen(second, "accept"))
    assert response.url == review_page(second, query), "nothing of this queue is left"
    response = admin.post(review_page(elsewhere, "waiting=yes"), seen(elsewhere, "take_on"))
    assert response.url == review_page(elsewhere, "waiting=yes"), "one stays to decide"


def test_nonsense_in_the_address_of_a_queue_is_answered(admin):
    entry = submitted_entry()
    for query in ("", "&&=", "waiting=zzz", "ordering=password", "in=x&id=all", "q=" + "가" * 500):
        assert admin.get(review_page(entry, query)).status_code == 200, query


def test_what_changed_since_ones_own_last_look_is_offered(admin, moderator):
    entry = submitted_entry(title="처음")
    first = entry.latest_revision_id
    admin.get(review_page(entry))
    actions.take_back(entry, by=leader_of(entry))
    entry = resubmit(entry, title="다음")
    response = admin.get(review_page(entry))
    assert response.context["seen"].revision.pk == first
    assert f"?with={first}#changes" in response.content.decode()
    compared = admin.get(f"{review_page(entry)}?with={first}")
    assert compared.context["changes"][0].before == "<del>처음</del>"
    assert LastLook.objects.get(user=moderator, entry=entry).revision == entry.latest_revision


def test_an_earlier_submission_read_again_is_no_look_at_the_latest(admin, moderator):
    entry = submitted_entry()
    first = entry.latest_revision_id
    actions.take_back(entry, by=leader_of(entry))
    entry = resubmit(entry)
    admin.get(f"{review_page(entry)}?revision={first}")
    assert not LastLook.objects.exists()


def test_sharing_out_shows_who_is_given_what_and_does_it(admin, moderator):
    other = UserFactory(groups=["Moderators"], name="다른 운영자")
    contest = open_contest()
    for _number in range(3):
        submitted_entry(contest)
    submitted_entry()
    query = f"waiting=yes&contest={contest.pk}"
    response = admin.get(f"{SHARE}?{query}")
    assert response.context["total"] == 3
    given = {row["person"]: row["given"] for row in response.context["rows"]}
    assert sorted(given.values()) == [1, 2] and set(given) == {moderator, other}
    assert admin.post(f"{SHARE}?{query}", {}).status_code == 200
    response = admin.post(f"{SHARE}?{query}", {"among": [other.pk]})
    assert response.url == f"{LIST}?{query}"
    assert Entry.objects.filter(assignee=other, contest=contest).count() == 3
    assert Entry.objects.filter(assignee=None).count() == 1


def test_others_share_nothing_out_on_the_page(client):
    submitted_entry()
    for who in (UserFactory(), UserFactory(groups=["Editors"])):
        client.force_login(who)
        for send in (client.get, client.post):
            assert send(SHARE).status_code in (302, 403)


def test_200_entries_cost_as_many_statements_as_20(admin, moderator):
    entry = submitted_entry()
    pages = (
        LIST,
        f"{LIST}?waiting=yes&assignee=none&age=3&look=new",
        review_page(entry, "waiting=yes"),
        f"{SHARE}?waiting=yes",
        "/admin/",
    )
    counted = []
    for more in (20, 180):
        copies_that_wait(entry, more)
        for page in pages:
            admin.get(page)
        counted.append([statements_of(admin, page) for page in pages])
    assert Entry.objects.in_review().count() == 201
    assert counted[1] == counted[0]


def statements_of(client, page: str) -> int:
    with recorded() as made:
        assert client.get(page).status_code == 200
    return len(made)
