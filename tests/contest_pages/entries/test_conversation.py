import uuid

import pytest
from django.urls import reverse

from cms.errors import Refused
from contest_pages.entries import actions
from contest_pages.entries.models import Message
from tests.factories import UserFactory, draft_entry, leader_of, submitted_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="김심사")


def form(text="언제 결과가 나오나요?", key=None) -> dict:
    return {"text": text, "form_key": key or uuid.uuid4()}


def to_moderators(entry) -> str:
    return reverse("my_entry_messages", args=[entry.pk])


def to_team(entry) -> str:
    return reverse("wagtailsnippets_contest_entries_entry:message", args=[entry.pk])


def test_team_and_moderators_write_to_each_other(client, moderator):
    entry = submitted_entry()
    client.force_login(leader_of(entry))
    assert client.post(to_moderators(entry), form()).status_code == 302
    client.force_login(moderator)
    assert client.post(to_team(entry), form("다음 주에 알려 드립니다.")).status_code == 302
    review = client.get(reverse("wagtailsnippets_contest_entries_entry:review", args=[entry.pk]))
    assert "언제 결과가 나오나요?" in review.content.decode()
    client.force_login(leader_of(entry))
    page = client.get(reverse("my_entry", args=[entry.pk])).content.decode()
    assert "다음 주에 알려 드립니다." in page
    assert "김심사" not in page


def test_a_message_sent_twice_is_sent_once():
    entry, key = submitted_entry(), uuid.uuid4()
    leader = leader_of(entry)
    first = actions.write(entry, "한 번", by=leader, form_key=key)
    assert actions.write(entry, "한 번", by=leader, form_key=key) == first
    assert Message.objects.count() == 1


def test_a_key_of_somebody_else_sends_nothing(moderator):
    entry, key = submitted_entry(), uuid.uuid4()
    actions.write(entry, "팀의 글", by=leader_of(entry), form_key=key)
    with pytest.raises(Refused):
        actions.write(entry, "다른 글", by=moderator, form_key=key)


def test_an_empty_message_is_refused_and_the_page_says_why(client):
    entry = submitted_entry()
    client.force_login(leader_of(entry))
    refused = client.post(to_moderators(entry), form("   "))
    assert refused.status_code == 422
    assert "conversation" in refused.content.decode()
    assert Message.objects.count() == 0


def test_a_refused_message_of_a_moderator_keeps_what_was_typed(client, moderator):
    entry = submitted_entry()
    client.force_login(moderator)
    refused = client.post(to_team(entry), {"text": "길게 쓴 글", "form_key": "none"})
    assert "길게 쓴 글" in refused.content.decode()
    assert Message.objects.count() == 0


def test_nobody_else_reads_or_writes(client):
    entry = submitted_entry()
    for stranger in (UserFactory(), UserFactory(groups=["Editors"])):
        client.force_login(stranger)
        assert client.post(to_moderators(entry), form()).status_code == 404
        assert client.post(to_team(entry), form()).status_code in (302, 403)
    assert Message.objects.count() == 0


def test_before_the_first_submission_there_is_no_conversation(client):
    entry = draft_entry()
    client.force_login(leader_of(entry))
    page = client.get(reverse("my_entry", args=[entry.pk])).content.decode()
    assert to_moderators(entry) not in page
    assert client.post(to_moderators(entry), form()).status_code == 422
