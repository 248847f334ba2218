import uuid

import pytest
from django.urls import reverse

from contest_pages.entries.models import Entry
from contest_pages.models import Consent, Question
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    announced,
    open_contest,
)

pytestmark = pytest.mark.django_db
State = Entry.State


@pytest.fixture
def contest(db):
    contest = open_contest(slug="app-open")
    announced(contest)
    return contest


@pytest.fixture
def entrant(client, user):
    client.force_login(user)
    return user


def typed(**fields) -> dict:
    """What a browser sends for a complete entry."""
    return {
        "title": "따릉이 길잡이",
        "summary": "따릉이 대여소를 한눈에 보여 줍니다.",
        "description": "가까운 대여소와 남은 자전거를 알려 줍니다.",
        "version": "0-0",
    } | fields


def token(entry) -> str:
    return f"{entry.draft.pk}-{entry.draft.version}"


def send(client, entry, act="save", **fields):
    entry = Entry.objects.get(pk=entry.pk)
    version = token(entry) if hasattr(entry, "draft") else "0-0"
    data = typed(**{"version": version, act: "yes"} | fields)
    return client.post(reverse("my_entry_edit", args=[entry.pk]), data)


def test_an_entrant_starts_drafts_and_submits(client, entrant, contest):
    TrackFactory(contest=contest, title_ko="생활")
    QuestionFactory(
        contest=contest, key="data_used", label_ko="활용한 공공데이터", is_required=True
    )
    Consent.objects.create(contest=contest, key="rules", title_ko="참가 규정", text_ko="지킵니다.")
    start = reverse("entry_start", args=["app-open"])
    assert client.get(start).status_code == 200
    begun = client.post(start, {"start_key": uuid.uuid4()})
    entry = Entry.objects.get()
    assert begun.url == reverse("my_entry_edit", args=[entry.pk])
    assert client.get(begun.url).status_code == 200
    answers = {"track": contest.tracks.get().pk, "answer_data_used": "따릉이 대여 이력"}
    gone_on = send(client, entry, "continue", **answers)
    assert gone_on.url == reverse("my_entry_submit", args=[entry.pk])
    review = client.get(gone_on.url)
    assert "따릉이 대여 이력" in review.content.decode()
    consent = f"consent_{Consent.objects.get().pk}"
    entry.refresh_from_db()
    done = client.post(gone_on.url, {"version": token(entry), consent: "on"})
    assert done.url == reverse("my_entry", args=[entry.pk])
    entry = Entry.objects.get()
    assert entry.state == State.SUBMITTED
    assert entry.track.title_ko == "생활"
    assert entry.answers == [
        {
            "key": "data_used",
            "kind": Question.Kind.SHORT_TEXT,
            "label_ko": "활용한 공공데이터",
            "label_en": entry.contest.questions.get().label_en,
            "value": "따릉이 대여 이력",
        }
    ]
    assert entry.consents_given.get().title == "참가 규정"
    assert entry.receipt in client.get(done.url).content.decode()
    assert entry.title in client.get(reverse("my_entries")).content.decode()
