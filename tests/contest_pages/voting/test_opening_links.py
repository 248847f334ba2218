"""A mailed link opens its ballot: once, by a press, while voting is open."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cms.errors import Refused
from contest_pages.models import Contest, Stage
from contest_pages.voting import actions
from contest_pages.voting.models import BallotLink
from tests.contest_pages.voting.factories import (
    address_in,
    make_manager,
    make_member,
    make_panel,
    make_vote,
    token_of,
)
from tests.factories import UserFactory, confirmed

pytestmark = pytest.mark.django_db


def test_a_link_that_was_taken_back_leads_nowhere_also_where_it_was_opened(panel, stage, url):
    member = make_member(panel)
    token = token_of(member, stage)
    voter = Client()
    voter.post(f"{url}link/{token}/", {"open": "yes"})
    actions.revoke(stage, [member.pk], by=make_manager())
    assert voter.get(f"{url}link/{token}/").status_code == 404
    assert voter.post(url, {"chosen": "1"}).status_code == 403


def test_looking_at_a_link_opens_nothing(panel, stage, url):
    """Programs that look through mail follow every link in it."""
    link, program, voter = f"{url}link/{token_of(make_member(panel), stage)}/", Client(), Client()
    for method in (program.get, program.head):
        assert method(link).status_code == 200
    assert "시민평가단만" in program.get(url).content.decode()
    assert voter.post(link, {"open": "yes"}).status_code == 302
    assert voter.get(url).context["lines"] is not None


def test_a_link_opens_the_ballot_once_and_that_browser_goes_on(panel, stage, url, entries):
    member = make_member(panel)
    link, voter, finder = f"{url}link/{token_of(member, stage)}/", Client(), Client()
    voter.post(link, {"open": "yes"})
    voter.post(url, {"chosen": [entries[0].pk]})
    for answer in (finder.get(link), finder.post(link, {"open": "yes"})):
        assert "이미 열었던 링크" in answer.content.decode()
    assert answer.status_code == 403
    assert finder.post(url, {"chosen": [entries[1].pk]}).status_code == 403
    assert voter.get(link).headers["Location"] == url
    assert voter.get(url).context["booth"].choices == {entries[0].pk: 1}


def test_of_two_who_open_a_link_at_once_one_does(panel, stage):
    token_of(make_member(panel), stage)
    first, second = BallotLink.objects.get(), BallotLink.objects.get()
    actions.use(first)
    with pytest.raises(Refused):
        actions.use(second)


def test_a_link_that_was_opened_brings_its_member_a_new_one_and_the_first_browser_votes_no_more(
    panel, stage, url, entries, django_capture_on_commit_callbacks
):
    member = make_member(panel)
    link, finder, voter = f"{url}link/{token_of(member, stage)}/", Client(), Client()
    finder.post(link, {"open": "yes"})
    with django_capture_on_commit_callbacks(execute=True):
        assert voter.post(link, {"again": "yes"}, follow=True).status_code == 200
    (letter,) = mail.outbox
    assert letter.to == [member.email]
    assert voter.post(address_in(letter.body), {"open": "yes"}).headers["Location"] == url
    assert voter.post(url, {"chosen": [entries[0].pk]}).status_code == 302
    assert finder.post(url, {"chosen": [entries[1].pk]}).status_code == 403
    assert voter.get(link).status_code == 404


def test_links_are_not_asked_for_without_end(panel, stage, url):
    member, voter = make_member(panel), Client()
    token_of(member, stage)
    for _each in range(3):
        actions.ask_for_link(BallotLink.objects.in_force().get())
    link = BallotLink.objects.in_force().get()
    token = link.new_link(stage.closes_at)
    link.used_at = timezone.now()
    link.save()
    answer = voter.post(f"{url}link/{token}/", {"again": "yes"})
    assert answer.status_code == 403
    assert "오늘 링크를 여러 번" in answer.content.decode()
    assert BallotLink.objects.count() == 4


def test_no_link_is_sent_to_who_cannot_vote(panel, stage, entries):
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    first, second = make_member(panel, user=user), make_member(panel, email="second@example.net")
    token_of(second, stage)
    actions.cast(stage, first, choices={entries[0].pk: 1})
    with pytest.raises(Refused, match="다른 주소로"):
        actions.ask_for_link(BallotLink.objects.get())
    token_of(first, stage)
    Contest.objects.update(cancelled_at=timezone.now())
    with pytest.raises(Refused, match="취소"):
        actions.ask_for_link(BallotLink.objects.get(member=first))


def test_before_voting_opens_a_link_is_not_used_up(panel, url, entries):
    coming = make_vote(panel, opens_at=timezone.now() + timedelta(hours=1))
    link = f"{url}link/{token_of(make_member(panel), coming)}/"
    assert 'name="open"' not in Client().get(link).content.decode()
    assert Client().post(link, {"open": "yes"}).status_code == 403
    Stage.objects.filter(pk=coming.pk).update(opens_at=timezone.now())
    assert Client().post(link, {"open": "yes"}).status_code == 302


def test_a_link_expires_with_its_stage(panel, stage, url, entries):
    member = make_member(panel)
    token = token_of(member, stage)
    past = timezone.now() - timedelta(minutes=1)
    Stage.objects.filter(pk=stage.pk).update(closes_at=past)
    answer = Client().get(f"{url}link/{token}/")
    assert answer.status_code == 404
    assert "만료" in answer.content.decode()


def test_a_link_counts_longer_where_the_closing_is_moved(panel, stage, url):
    token = token_of(make_member(panel), stage)
    BallotLink.objects.update(expires_at=timezone.now())
    assert Client().post(f"{url}link/{token}/", {"open": "yes"}).status_code == 302


def test_a_link_to_one_contest_opens_no_other(panel, stage, url):
    token = token_of(make_member(panel), stage)
    other = make_panel(recruiting=False)
    make_vote(other)
    address = f"/contests/{other.contest.slug}/vote/link/{token}/"
    assert Client().get(address).status_code == 404
