"""A judge's answer: the pledge by the mailed link or by the confirmed address."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.judging import actions
from contest_pages.judging.models import Judge
from contest_pages.models import Contest, Stage
from tests.contest_pages.judging.people import PLEDGE, appoint, give
from tests.factories import UserFactory, accepted_entry, confirmed

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def link_of(judge) -> str:
    return reverse("judging_invitation", args=[judge.token])


def test_the_mailed_link_shows_who_appoints_to_what_and_asks_to_sign_in(client, stage):
    judge = appoint(stage, email="new@example.org", name="이심사")
    page = client.get(link_of(judge))
    for word in (judge.appointed_by.name, stage.contest.title, stage.title, PLEDGE, "이심사"):
        assert str(word) in text(page)
    assert 'name="accept"' not in text(page)
    answer = client.post(link_of(judge), {"accept": "yes", "pledge": PLEDGE})
    assert answer.url == f"{reverse('account_login')}?next={link_of(judge)}"
    assert "no-store" in page["Cache-Control"]


def test_whoever_has_the_link_pledges_with_an_account_of_any_address(client, stage):
    judge, user = appoint(stage, email="work@example.org"), UserFactory()
    client.force_login(user)
    assert 'name="accept"' in text(client.get(link_of(judge)))
    answer = client.post(link_of(judge), {"accept": "yes", "pledge": PLEDGE})
    assert answer.url == reverse("judging_desk")
    judge.refresh_from_db()
    kept = (judge.state, judge.user, judge.pledge)
    assert kept == (Judge.State.PLEDGED, user, PLEDGE)
    assert judge.answered_at


def test_who_has_confirmed_the_address_needs_no_link(client, stage):
    judge = appoint(stage)
    client.force_login(confirmed(UserFactory(email="other@example.org")))
    url = reverse("judging_pledge", args=[judge.pk])
    assert client.get(url).status_code == 404
    client.force_login(confirmed(UserFactory(email="someone@example.org"), judge.email.upper()))
    assert url in text(client.get(reverse("judging_desk")))
    assert client.post(url, {"accept": "yes", "pledge": PLEDGE}).status_code == 302
    assert PLEDGE in text(client.get(url))


def test_an_address_that_is_not_confirmed_shows_nothing(client, stage):
    user = UserFactory()
    judge = appoint(stage, user)
    client.force_login(user)
    url = reverse("judging_pledge", args=[judge.pk])
    assert client.post(url, {"accept": "yes", "pledge": PLEDGE}).status_code == 404
    assert url not in text(client.get(reverse("judging_desk")))


def test_a_pledge_that_was_changed_meanwhile_is_read_again(client, stage):
    judge = appoint(stage)
    client.force_login(UserFactory())
    Contest.objects.filter(pk=stage.contest_id).update(pledge_ko="새 서약")
    page = client.post(link_of(judge), {"accept": "yes", "pledge": PLEDGE})
    assert page.status_code == 403 and "새 서약" in text(page)
    judge.refresh_from_db()
    assert judge.state == Judge.State.INVITED


def test_the_link_alone_declines_and_what_was_shared_out_is_taken_back(client, stage):
    judge = appoint(stage)
    give(judge, accepted_entry(stage.contest))
    assert client.post(link_of(judge), {"decline": "yes"}).url == link_of(judge)
    judge.refresh_from_db()
    assert judge.state == Judge.State.DECLINED
    assert not judge.reviews.exists()
    assert client.get(link_of(judge)).status_code == 410


def test_a_link_that_has_expired_or_is_wrong_leads_nowhere(client, stage):
    judge = appoint(stage)
    for token in (judge.token[:-1], judge.token.swapcase(), judge.token_hash, "x"):
        assert client.get(reverse("judging_invitation", args=[token])).status_code == 404
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    assert client.post(link_of(judge), {"decline": "yes"}).status_code == 404
    later = timezone.now() + timedelta(days=30)
    Stage.objects.filter(pk=stage.pk).update(closes_at=later)
    Judge.objects.update(expires_at=timezone.now())
    assert client.get(link_of(judge)).status_code == 200


def test_one_person_holds_one_seat_in_a_stage(stage, judge):
    other = appoint(stage, email="second@example.org")
    with pytest.raises(Refused):
        actions.pledge(other, text=PLEDGE, by=judge.user, token=other.token)


def test_without_the_pledge_no_entry_is_seen(client, stage):
    user = confirmed(UserFactory())
    review = give(appoint(stage, user), accepted_entry(stage.contest, title="비밀 작품"))
    client.force_login(user)
    for url in (reverse("judging_desk"), reverse("judging_review", args=[review.pk])):
        assert "비밀 작품" not in text(client.get(url))
    assert client.get(reverse("judging_review", args=[review.pk])).status_code == 404
    assert client.get(reverse("judging_packet", args=[review.judge_id])).status_code == 404
