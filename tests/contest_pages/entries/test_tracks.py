"""Moving an entry to another track of its contest."""

import pytest
from django.urls import reverse

from cms.errors import Refused
from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import history
from tests.factories import (
    TrackFactory,
    UserFactory,
    accepted_entry,
    leader_of,
    open_contest,
    resubmit,
    submitted_entry,
)

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


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def seen(entry, act: str, **fields) -> dict:
    row = fresh(entry)
    return {"act": act, "revision": row.latest_revision_id, "state": row.state} | fields


def test_staff_move_an_entry_to_another_track_and_its_submissions_stay_as_they_were(
    admin, moderator
):
    contest = open_contest()
    first, second = TrackFactory(contest=contest), TrackFactory(contest=contest)
    entry = accepted_entry(contest, track=first)
    before = entry.latest_revision.content
    sent = seen(entry, "move_track", track=second.pk, reason="데이터를 씁니다.")
    admin.post(review_page(entry), sent)
    assert (fresh(entry).track, fresh(entry).moved_to) == (second, second)
    entry = fresh(entry)
    assert entry.latest_revision.content == before
    assert history(entry)[0].data == {
        "before": first.title_ko,
        "after": second.title_ko,
        "reason": "데이터를 씁니다.",
    }
    assert admin.get(review_page(entry)).context["content"].track == first, "as it was submitted"
    entry = resubmit(entry, title="바뀐 것", track=first)
    actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert (fresh(entry).title, fresh(entry).track) == ("바뀐 것", second)


def test_an_entry_that_waits_stays_where_staff_put_it_when_it_is_submitted_again(moderator):
    contest = open_contest()
    first, second = TrackFactory(contest=contest), TrackFactory(contest=contest)
    entry = submitted_entry(contest, track=first)
    actions.move_track(entry, track=second, by=moderator)
    actions.request_changes(
        fresh(entry), revision=entry.review.revision, reason="화면", by=moderator
    )
    entry = resubmit(fresh(entry), track=first)
    assert fresh(entry).track == second
    actions.accept(entry, revision=entry.review.revision, by=moderator)
    assert fresh(entry).track == second


def test_an_entry_is_moved_to_another_track_of_its_contest_only(moderator):
    contest = open_contest()
    track = TrackFactory(contest=contest)
    entry = submitted_entry(contest, track=track)
    for wrong in (track, TrackFactory(contest=open_contest())):
        with pytest.raises(Refused):
            actions.move_track(entry, track=wrong, by=moderator)
    for who in (leader_of(entry), UserFactory(groups=["Editors"])):
        with pytest.raises(Refused):
            actions.move_track(entry, track=TrackFactory(contest=contest), by=who)
    assert fresh(entry).moved_to is None
