from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages import actions
from contest_pages.entries import actions as entry_actions
from contest_pages.models import Contest, Extension
from contest_pages.queries import State, announcements, state_of
from home.models import Notice
from tests.factories import (
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
WHY = "신청이 몰려 서버를 늘립니다."


@pytest.fixture
def manager(db):
    return UserFactory(groups=["Programme managers"])


@pytest.fixture
def contest(db):
    contest = open_contest()
    announced(contest, first_published_at=timezone.now())
    return contest


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    settings.STAFF_MFA_REQUIRED = False


def fresh(contest) -> Contest:
    return Contest.objects.get(pk=contest.pk)


def extended(contest, by, *, days=3, **fields) -> Extension:
    closes_at = contest.submission.closes_at + timedelta(days=days)
    fields = {"reason_ko": WHY} | fields
    return actions.extend_submission(contest, closes_at=closes_at, by=by, **fields)


def called_off(contest, by) -> Contest:
    return actions.cancel_contest(
        contest, reason_ko="예산이 취소되었습니다.", reason_en="No budget.", by=by
    )


# --- more time for everybody ------------------------------------------------------------------


def test_an_extension_takes_entries_longer(contest, manager):
    entry = draft_entry(contest)
    extended(contest, manager, days=5)
    late = contest.submission.closes_at + timedelta(days=4)
    assert entry_actions.submit(entry, content=content(), by=leader_of(entry), now=late).receipt


def test_an_extension_is_said_on_the_announcement_and_on_the_home_page(client, contest, manager):
    extension = extended(contest, manager)
    page = client.get("/contests/" + contest.slug + "/").content.decode()
    assert WHY in page
    notice = Notice.objects.get()
    assert (notice.text_ko, notice.shown_until) == (WHY, extension.closes_at)
    assert contest.title_ko in notice.title_ko and contest.title_en in notice.title_en


def test_a_contest_that_has_closed_can_be_extended_until_its_screening_ends(contest, manager):
    closed = move_stages(contest, days=-12)
    now = timezone.now()
    actions.extend_submission(
        closed, closes_at=now + timedelta(days=2), reason_ko=WHY, by=manager, now=now
    )
    assert state_of(fresh(contest), now) == State.OPEN


@pytest.mark.parametrize("days", [-1, 0, 15])
def test_an_end_that_makes_no_sense_is_refused(contest, manager, days):
    with pytest.raises(Refused):
        extended(contest, manager, days=days)
    assert Extension.objects.count() == 0


def test_an_extension_without_a_reason_is_refused(contest, manager):
    with pytest.raises(Refused):
        extended(contest, manager, reason_ko="  ")


def test_an_extension_is_logged_with_before_and_after(contest, manager):
    from wagtail.models import ModelLogEntry

    before = contest.submission.closes_at
    extension = extended(contest, manager)
    logged = ModelLogEntry.objects.for_instance(contest).get(action="contest.extended")
    assert logged.user == manager
    assert logged.data == {
        "before": before.isoformat(),
        "after": extension.closes_at.isoformat(),
        "reason": WHY,
    }


# --- calling off ------------------------------------------------------------------------------


def test_nothing_is_open_in_a_contest_that_was_called_off(contest, manager):
    entry, waiting = draft_entry(contest), submitted_entry(contest)
    contest = called_off(contest, manager)
    assert contest.open_stages(timezone.now()) == []
    moderator = UserFactory(groups=["Moderators"])
    for act in (
        lambda: draft_entry(contest),
        lambda: entry_actions.submit(entry, content=content(), by=leader_of(entry)),
        lambda: entry_actions.accept(waiting, revision=waiting.review.revision, by=moderator),
    ):
        with pytest.raises(Refused, match="취소"):
            act()


def test_the_public_reads_that_and_why_it_was_called_off(client, contest, manager):
    called_off(contest, manager)
    page = client.get("/contests/" + contest.slug + "/").content.decode()
    assert "예산이 취소되었습니다." in page
    assert reverse("entry_start", args=[contest.slug]) not in page
    assert announcements(timezone.now(), "ko").get().state == State.CANCELLED
    assert state_of(fresh(contest), timezone.now()) == State.CANCELLED
    assert Notice.objects.get().text_en == "No budget."


def test_the_gallery_of_a_contest_that_was_called_off_is_closed(client, contest, manager):
    Contest.objects.filter(pk=contest.pk).update(gallery_opens_at=timezone.now())
    entry = accepted_entry(fresh(contest), title="보이던 작품")
    address = reverse("entry_gallery", args=[contest.slug])
    assert "보이던 작품" in client.get(address).content.decode()
    called_off(contest, manager)
    page = client.get(address)
    assert page.status_code == 200
    assert "보이던 작품" not in page.content.decode()
    assert client.get(entry.get_absolute_url()).status_code == 404


def test_a_contest_goes_on_where_it_was(client, contest, manager):
    contest = called_off(contest, manager)
    actions.reinstate_contest(contest, reason="예산이 다시 생겼습니다.", by=manager)
    assert state_of(fresh(contest), timezone.now()) == State.OPEN
    assert Notice.objects.count() == 0
    assert draft_entry(fresh(contest))


def test_what_was_not_called_off_is_not_reinstated(contest, manager):
    with pytest.raises(Refused):
        actions.reinstate_contest(contest, reason="이유", by=manager)
    called_off(contest, manager)
    with pytest.raises(Refused):
        called_off(contest, manager)


# --- who may ----------------------------------------------------------------------------------

ALL, MANAGERS = {"Editors", "Programme managers"}, {"Programme managers"}


@pytest.mark.parametrize(
    ("name", "may"),
    [("contest_extend", ALL), ("contest_cancel", MANAGERS), ("contest_reinstate", MANAGERS)],
)
def test_only_those_who_may_see_the_page(client, contest, name, may):
    for group in ("Editors", "Moderators", "Judges", "Programme managers"):
        client.force_login(UserFactory(groups=[group]))
        status = client.get(reverse(name, args=[contest.pk])).status_code
        assert (status == 200) == (group in may), (group, status)


def test_the_acts_ask_the_rules_themselves(contest):
    for by in (UserFactory(), UserFactory(groups=["Moderators"])):
        with pytest.raises(Refused):
            extended(contest, by)
        with pytest.raises(Refused):
            called_off(contest, by)


def test_a_manager_extends_and_calls_off_in_the_admin(client, contest, manager):
    client.force_login(manager)
    until = timezone.localtime(contest.submission.closes_at + timedelta(days=2))
    edit = reverse("wagtailsnippets_contest_pages_contest:edit", args=[contest.pk])
    sent = {"closes_at": f"{until:%Y-%m-%d %H:%M}", "reason_ko": WHY}
    done = client.post(reverse("contest_extend", args=[contest.pk]), sent)
    assert (done.status_code, done.url) == (302, edit)
    assert Extension.objects.get().closes_at == until.replace(second=0, microsecond=0)
    refused = client.post(reverse("contest_cancel", args=[contest.pk]), {"reason_ko": ""})
    assert refused.status_code == 422
    assert (
        client.post(reverse("contest_cancel", args=[contest.pk]), {"reason_ko": "예산"}).status_code
        == 302
    )
    assert fresh(contest).cancelled_at
