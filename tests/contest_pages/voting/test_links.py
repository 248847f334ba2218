"""Links to ballots: mailed to many at once, reminded of, taken back."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.models import Stage
from contest_pages.voting import actions
from contest_pages.voting.models import BallotLink
from tests.contest_pages.voting.factories import (
    address_in,
    letters_to,
    make_entries,
    make_manager,
    make_member,
    make_panel,
    make_vote,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def panel():
    return make_panel(recruiting=False)


def test_every_member_is_sent_one_link_however_often_a_manager_presses(
    panel, client, django_capture_on_commit_callbacks
):
    stage, manager = make_vote(panel), make_manager()
    members = [make_member(panel), make_member(panel, user=UserFactory())]
    outside = make_member(panel, state="not_selected")
    for _each in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            actions.send_links(stage, by=manager)
    assert [len(letters_to(each.email)) for each in [*members, outside]] == [1, 1, 0]
    assert BallotLink.objects.count() == 2
    link = address_in(mail.outbox[0].body)
    assert client.post(link, {"open": "yes"}).status_code == 302
    assert BallotLink.objects.exclude(used_at=None).count() == 1


def test_a_mailed_link_is_kept_nowhere(panel, django_capture_on_commit_callbacks):
    stage, member = make_vote(panel), make_member(panel)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_links(stage, by=make_manager())
    notice = Notice.objects.get(address=member.email)
    assert (notice.is_secret, notice.body) == (True, "")


def test_links_to_many_take_few_statements(panel, django_assert_max_num_queries):
    stage = make_vote(panel)
    for _each in range(30):
        make_member(panel)
    with django_assert_max_num_queries(14):
        assert actions.write_links(stage, timezone.now()) == 30


def test_a_new_link_makes_the_one_before_void(panel, django_capture_on_commit_callbacks, client):
    stage, manager, member = make_vote(panel), make_manager(), make_member(panel)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_links(stage, by=manager)
        actions.send_again(stage, [member.pk], by=manager)
    first, second = (address_in(each.body) for each in mail.outbox)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)


def test_a_link_that_was_taken_back_is_not_sent_again_by_itself(
    panel, django_capture_on_commit_callbacks
):
    stage, manager, member = make_vote(panel), make_manager(), make_member(panel)
    with django_capture_on_commit_callbacks(execute=True):
        actions.send_links(stage, by=manager)
        actions.revoke(stage, [member.pk], by=manager)
        actions.send_links(stage, by=manager)
        call_command("daily")
    assert len(letters_to(member.email)) == 1
    assert not BallotLink.objects.in_force().exists()


def test_links_are_sent_by_themselves_once_the_stage_is_open(
    panel, django_capture_on_commit_callbacks
):
    make_vote(panel)
    coming = make_panel(recruiting=False)
    make_vote(coming, opens_at=timezone.now() + timedelta(days=1))
    member, early = make_member(panel), make_member(coming)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("daily")
    assert [len(letters_to(each.email)) for each in (member, early)] == [1, 0]


def test_who_has_not_voted_is_reminded_once_two_days_before_the_end(
    panel, client, django_capture_on_commit_callbacks
):
    entry = make_entries(panel, 1)[0]
    stage = make_vote(panel, closes_at=timezone.now() + timedelta(days=3))
    voted, missing = make_member(panel), make_member(panel)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("daily")
    actions.cast(stage, voted, choices={entry.pk: 1})
    (first,) = [each for each in mail.outbox if each.to == [missing.email]]
    url = client.post(address_in(first.body), {"open": "yes"}).headers["Location"]
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now() + timedelta(hours=47))
    for _day in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("daily")
    reminders = [each for each in mail.outbox if "아직 투표하지" in each.subject]
    assert [each.to for each in reminders] == [[missing.email]]
    assert client.get(url).context["lines"], "the browser that had opened one goes on"
    assert client.get(address_in(first.body)).status_code == 404
    assert Client().post(address_in(reminders[0].body), {"open": "yes"}).status_code == 302


def test_nobody_but_managers_sends_or_takes_back(panel):
    stage, member = make_vote(panel), make_member(panel)
    by = UserFactory(groups=["Moderators"])
    for act in (
        lambda: actions.send_links(stage, by=by),
        lambda: actions.send_again(stage, [member.pk], by=by),
        lambda: actions.revoke(stage, [member.pk], by=by),
    ):
        with pytest.raises(Refused):
            act()
    assert not BallotLink.objects.exists()


def test_after_the_end_no_link_is_sent(panel):
    past = timezone.now() - timedelta(minutes=1)
    stage = make_vote(panel, opens_at=past - timedelta(days=2), closes_at=past)
    make_member(panel)
    with pytest.raises(Refused):
        actions.send_links(stage, by=make_manager())
    assert actions.write_links(stage, timezone.now()) == 0
