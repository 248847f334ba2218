"""What resembles a submission: shown beside its review."""

import pytest
from django.urls import reverse

from contest_pages.entries import actions
from contest_pages.entries.resemblance import resembling
from tests.factories import (
    UserFactory,
    accepted_entry,
    draft_entry,
    leader_of,
    open_contest,
    resubmit,
    submitted_entry,
)
from tests.pages import award

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="운영자")


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def review_page(entry) -> str:
    return reverse("wagtailsnippets_contest_entries_entry:review", args=[entry.pk])


def test_entries_with_the_same_source_or_nearly_the_same_words_are_shown_winners_first(admin):
    contest = open_contest()
    words = {"title": "다른 제목", "summary": "동네 놀이터의 안전을 이웃이 함께 점검합니다."}
    same = {"source_url": "http://www.example.org/team/app.git"}
    other = {"source_url": "https://example.org/other"}
    submitted_entry(contest, **words | other)
    source = submitted_entry(contest, **words | same | {"title": "같은 소스"})
    title = submitted_entry(open_contest(), **words | other | {"title": "따릉이길잡이"})
    winner = accepted_entry(open_contest(), **other | {"title": "걷는 지도"})
    award(winner, "으뜸상")
    draft_entry(contest, data={"title": "따릉이 길잡이"})
    entry = submitted_entry(contest, source_url="https://example.org/team/app")
    found = admin.get(review_page(entry)).context["resembling"]
    assert [(each.entry, each.awards, each.same_source) for each in found] == [
        (winner, ["으뜸상"], False),
        (source, [], True),
        (title, [], False),
    ]
    assert [(each.nearly_title, each.nearly_summary) for each in found] == [
        (False, True),
        (False, False),
        (True, False),
    ]


def test_an_entry_resembles_what_is_submitted_now_and_not_what_was_before(moderator):
    contest = open_contest()
    entry = submitted_entry(contest, source_url="https://example.org/team/app")
    actions.take_back(entry, by=leader_of(entry))
    far = {"title": "먼 것", "summary": "전혀 다른 이야기를 하는 문장", "source_url": ""}
    entry = resubmit(entry, **far)
    other = submitted_entry(contest, source_url="https://example.org/team/app")
    assert resembling(other) == []


def test_an_accepted_entry_resembles_what_it_says_until_its_change_is_accepted(moderator):
    contest = open_contest()
    before = {"title": "동네 놀이터 지킴이", "source_url": "https://example.org/team/app"}
    after = {"title": "따릉이 길잡이", "source_url": "https://example.org/team/new"}
    far = {"summary": "전혀 다른 이야기를 하는 문장"}
    entry = resubmit(accepted_entry(contest, **before), **after, **far)
    as_before, as_after = (
        submitted_entry(contest, summary=words, **said)
        for words, said in (("하나", before), ("둘", after))
    )

    def found(other) -> list:
        return [each.entry for each in resembling(other)]

    assert (found(as_before), found(as_after)) == ([entry], [])
    actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert (found(as_before), found(as_after)) == ([], [entry])


def test_duplicates_cost_three_statements(django_assert_num_queries):
    contest = open_contest()
    for _number in range(4):
        submitted_entry(contest)
    entry = submitted_entry(contest)
    with django_assert_num_queries(3):
        assert len(resembling(entry)) == 4
