from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import history
from tests.factories import (
    UserFactory,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
EXTEND = "wagtailsnippets_contest_entries_entry:extend"


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"])


@pytest.fixture
def late(db) -> Entry:
    """A draft of a contest whose submission has closed two days ago."""
    entry = draft_entry()
    move_stages(entry.contest, days=-12)
    return Entry.objects.get(pk=entry.pk)


def in_days(days: float):
    return timezone.now() + timedelta(days=days)


def extended(entry, by, *, days=2.0, reason="서버 장애") -> Entry:
    return actions.extend(entry, until=in_days(days), reason=reason, by=by)


def test_one_entry_is_taken_after_the_closing_and_no_other(late, moderator):
    other = draft_entry(open_contest())
    move_stages(other.contest, days=-12)
    entry = extended(late, moderator)
    assert rules.work_ends_at(entry, timezone.now()) == entry.extended_until
    assert actions.submit(entry, content=content(), by=leader_of(entry)).receipt
    with pytest.raises(Refused):
        actions.submit(other, content=content(), by=leader_of(other))


def test_more_time_ends_to_the_second(late, moderator):
    entry = extended(late, moderator)
    leader, end = leader_of(entry), entry.extended_until
    assert rules.why_not_edit(leader, entry, end - timedelta(seconds=1)) is None
    assert rules.why_not_edit(leader, entry, end)


def test_more_time_for_a_returned_entry(moderator):
    entry = submitted_entry()
    actions.request_changes(entry, revision=entry.review.revision, reason="표지", by=moderator)
    stage = entry.contest.screening
    stage.changes_until = timezone.now() - timedelta(hours=1)
    stage.save()
    move_stages(entry.contest, days=-12)
    entry = Entry.objects.get(pk=entry.pk)
    assert rules.why_not_edit(leader_of(entry), entry, timezone.now())
    entry = extended(entry, moderator)
    assert rules.why_not_edit(leader_of(entry), entry, timezone.now()) is None


def test_the_team_reads_why_and_the_log_says_until_when(client, late, moderator):
    entry = extended(late, moderator)
    logged = history(entry)[0]
    assert (logged.action, logged.user, logged.data["reason"]) == (
        "entry.extend",
        moderator,
        "서버 장애",
    )
    assert logged.data["until"] == entry.extended_until.isoformat()
    client.force_login(leader_of(entry))
    assert "서버 장애" in client.get(reverse("my_entry", args=[entry.pk])).content.decode()


@pytest.mark.parametrize(
    ("days", "reason"),
    [(-1, "이유"), (30, "이유"), (2, " ")],
    ids=["past", "too late", "no reason"],
)
def test_what_makes_no_sense_is_refused(late, moderator, days, reason):
    with pytest.raises(Refused):
        extended(late, moderator, days=days, reason=reason)


def test_less_time_than_everybody_has_is_no_extension(moderator):
    with pytest.raises(Refused):
        extended(draft_entry(), moderator, days=3)


def test_only_moderators_of_other_teams_give_time(late):
    for by in (leader_of(late), UserFactory(), UserFactory(groups=["Editors"])):
        with pytest.raises(Refused):
            extended(late, by)


def form(of: Entry, **fields) -> dict:
    until = timezone.localtime(in_days(2))
    return {
        "contest": of.contest_id,
        "email": leader_of(of).email.upper(),
        "until": f"{until:%Y-%m-%d %H:%M}",
        "reason": "서버 장애",
    } | fields


def test_a_moderator_finds_a_draft_by_who_wrote_it(client, late, moderator):
    client.force_login(moderator)
    assert client.get(reverse(EXTEND)).status_code == 200
    assert client.post(reverse(EXTEND), form(late)).status_code == 302
    assert Entry.objects.get(pk=late.pk).extended_until


def test_of_several_entries_one_is_chosen(client, late, moderator):
    move_stages(late.contest, days=5)
    second = draft_entry(
        Entry.objects.get(pk=late.pk).contest, by=leader_of(late), data={"title": "둘째 작품"}
    )
    move_stages(late.contest, days=-5)
    client.force_login(moderator)
    asked = client.post(reverse(EXTEND), form(late))
    assert asked.status_code == 422
    assert "둘째 작품" in asked.content.decode()
    assert client.post(reverse(EXTEND), form(late, entry=second.pk)).status_code == 302
    assert Entry.objects.get(pk=second.pk).extended_until
    assert Entry.objects.get(pk=late.pk).extended_until is None


def test_an_address_without_an_entry_is_said_to_have_none(client, late, moderator):
    client.force_login(moderator)
    refused = client.post(reverse(EXTEND), form(late, email="nobody@example.org"))
    assert refused.status_code == 422
    assert "nobody@example.org" in refused.content.decode()


def test_nobody_but_moderators_sees_the_page(client):
    for group in ("Editors", "Judges"):
        client.force_login(UserFactory(groups=[group]))
        assert client.get(reverse(EXTEND)).status_code in (302, 403)
