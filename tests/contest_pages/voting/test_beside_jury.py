"""Nobody counts twice: who judges a contest does not vote on its panel, nor the other way round."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cms.errors import Refused
from contest_pages.judging import actions as judging
from contest_pages.judging.models import Judge
from contest_pages.judging.queries import pledge_of
from contest_pages.models import Contest, Stage
from contest_pages.voting import actions, queries
from contest_pages.voting.models import Ballot, BallotLink, Panel, PanelMember
from tests.contest_pages.judging.people import appoint, judge_of, judging_stage
from tests.contest_pages.voting.factories import (
    CONDITIONS,
    close_recruitment,
    make_manager,
    make_member,
    make_panel,
    token_of,
)
from tests.factories import UserFactory, confirmed

pytestmark = pytest.mark.django_db

WHY = "이 공모전의 심사위원"
State = PanelMember.State


@pytest.fixture
def jury(panel) -> Stage:
    """A judging stage of the contest in which the panel votes."""
    return judging_stage(Contest.objects.get(pk=panel.contest_id))


@pytest.fixture
def juror():
    """An account with two letter boxes."""
    return confirmed(UserFactory(email="jury.one@gmail.com"), "two@example.net")


def spellings(user) -> list[dict]:
    """All ways in which somebody may sit on a panel: by account, by each letter box."""
    return [{"user": user}, {"email": "juryone+vote@gmail.com"}, {"email": "two@example.net"}]


def member_token(member: PanelMember) -> str:
    token = member.new_link(timezone.now() + timedelta(days=1))
    member.save()
    return token


@pytest.mark.parametrize("way", [0, 1, 2])
def test_who_judges_a_contest_does_not_vote_however_they_are_known(
    panel, stage, entries, jury, juror, client, way
):
    judge_of(jury, juror)
    member = make_member(panel, **spellings(juror)[way])
    with pytest.raises(Refused, match=WHY):
        actions.cast(stage, member, choices={entries[0].pk: 1})
    assert not Ballot.objects.exists()
    link = reverse("ballot_link", args=[panel.contest.slug, token_of(member, stage)])
    client.post(link, {"open": "yes"})
    ballot = reverse("ballot", args=[panel.contest.slug])
    assert WHY in client.get(ballot).content.decode()
    panel_page = client.get(reverse("panel_link", args=[panel.contest.slug, member_token(member)]))
    assert WHY in panel_page.content.decode() and "투표하러 가기" not in panel_page.content.decode()
    sent = client.post(ballot, {"chosen": entries[0].pk})
    assert (sent.status_code, WHY in sent.content.decode()) == (403, True)
    assert client.get(f"{ballot}{entries[0].pk}/").status_code == 404


def test_others_vote_beside_a_jury_for_one_statement_more(
    panel, stage, entries, jury, juror, django_assert_max_num_queries
):
    judge_of(jury, juror)
    actions.cast(stage, make_member(panel), choices={entries[0].pk: 1})  # warms caches
    member = make_member(panel)
    with django_assert_max_num_queries(10):
        assert actions.cast(stage, member, choices={entries[0].pk: 1})


def test_who_is_asked_to_judge_votes_once_they_have_declined(panel, stage, entries, jury):
    user = confirmed(UserFactory())
    judge, member = appoint(jury, user), make_member(panel, user=user)
    with pytest.raises(Refused, match=WHY):
        actions.cast(stage, member, choices={entries[0].pk: 1})
    judging.decline(judge, by=user)
    assert actions.cast(stage, member, choices={entries[0].pk: 1})


def test_who_was_asked_and_never_answered_votes_once_the_judging_has_closed(
    panel, stage, entries, jury
):
    user = confirmed(UserFactory())
    appoint(jury, user)
    Stage.objects.filter(pk=jury.pk).update(closes_at=timezone.now())
    assert actions.cast(stage, make_member(panel, user=user), choices={entries[0].pk: 1})


def test_who_was_taken_out_votes_unless_they_had_pledged(panel, stage, entries, jury):
    asked = confirmed(UserFactory())
    appoint(jury, asked)
    pledged = judge_of(jury).user
    Judge.objects.filter(stage=jury).update(state=Judge.State.WITHDRAWN)
    members = [make_member(panel, user=each) for each in (asked, pledged)]
    assert actions.cast(stage, members[0], choices={entries[0].pk: 1})
    with pytest.raises(Refused, match=WHY):
        actions.cast(stage, members[1], choices={entries[0].pk: 1})


def test_judges_of_another_contest_vote(panel, stage, entries, juror):
    judge_of(judging_stage(), juror)
    assert actions.cast(stage, make_member(panel, user=juror), choices={entries[0].pk: 1})


@pytest.mark.parametrize("way", [0, 1, 2])
def test_who_has_voted_keeps_the_ballot_and_does_not_judge(
    panel, stage, entries, jury, juror, client, way
):
    member = make_member(panel, **spellings(juror)[way])
    actions.cast(stage, member, choices={entries[0].pk: 1})
    judge = appoint(jury, juror)
    with pytest.raises(Refused, match="시민평가단에서 투표"):
        judging.pledge(judge, text=pledge_of(jury.contest), by=juror, token=judge.token)
    client.force_login(juror)
    page = client.get(reverse("judging_invitation", args=[judge.token])).content.decode()
    assert "시민평가단에서 투표" in page and 'name="accept"' not in page
    assert actions.cast(stage, member, choices={entries[1].pk: 1}).votes.get().entry == entries[1]


# --- Applying -----------------------------------------------------------------------------------


def applying(panel: Panel, **fields) -> dict:
    return {"name": "김시민", "quota": None, "agreed": CONDITIONS} | fields


@pytest.fixture
def recruiting() -> Panel:
    return make_panel()


def test_who_judges_does_not_apply_and_the_page_says_why(recruiting, juror, client):
    judge_of(judging_stage(Contest.objects.get(pk=recruiting.contest_id)), juror)
    with pytest.raises(Refused, match=WHY):
        actions.apply_with_account(recruiting, **applying(recruiting), by=juror)
    client.force_login(juror)
    page = client.get(reverse("panel", args=[recruiting.contest.slug])).content.decode()
    assert WHY in page and 'name="apply"' not in page
    assert not PanelMember.objects.exists()


def test_whoever_types_the_address_of_a_judge_learns_nothing_and_its_owner_why(
    recruiting, juror, client
):
    judge_of(judging_stage(Contest.objects.get(pk=recruiting.contest_id)), juror)
    actions.apply_with_address(recruiting, **applying(recruiting, email="two@example.net"))
    member = PanelMember.objects.get()
    with pytest.raises(Refused, match=WHY):
        actions.confirm(member)
    link = reverse("panel_link", args=[recruiting.contest.slug, member_token(member)])
    assert WHY in client.post(link, {"confirm": "yes"}).content.decode()
    PanelMember.objects.update(state=State.WITHDRAWN)
    with pytest.raises(Refused, match=WHY):
        actions.apply_again(member, **applying(recruiting))


@pytest.mark.parametrize(
    "fields", [{"selection": "lottery", "seats": 3}, {"selection": "all", "seats": 2}]
)
def test_judges_among_the_applicants_are_not_chosen_nor_take_a_seat(recruiting, juror, fields):
    Panel.objects.filter(pk=recruiting.pk).update(**fields)
    members = [make_member(recruiting, state="applied", **way) for way in spellings(juror)[::2]]
    others = [make_member(recruiting, state="applied") for _each in range(2)]
    judge_of(judging_stage(Contest.objects.get(pk=recruiting.contest_id)), juror)
    actions.select(close_recruitment(recruiting), by=make_manager())
    assert set(PanelMember.objects.seated()) == set(others)
    left = PanelMember.objects.filter(pk__in=[each.pk for each in members])
    assert set(left.values_list("state", "drawn")) == {(State.NOT_SELECTED, None)}


def test_nobody_puts_a_judge_on_the_panel_by_hand(recruiting, juror):
    Panel.objects.filter(pk=recruiting.pk).update(selection=Panel.Selection.HAND)
    panel = close_recruitment(recruiting)
    chosen = [
        make_member(panel, state="applied", name="이심사", user=juror).pk,
        make_member(panel, state="applied", name="김시민").pk,
    ]
    judge_of(judging_stage(Contest.objects.get(pk=panel.contest_id)), juror)
    with pytest.raises(Refused, match="이심사") as refused:
        actions.put_on_panel(panel, chosen, by=make_manager())
    assert "김시민" not in refused.value.message
    assert actions.put_on_panel(panel, chosen[1:], by=make_manager()) == 1
    assert actions.turn_down(panel, chosen[:1], by=make_manager()) == 1


def test_judges_are_sent_no_link_and_no_reminder(panel, stage, jury, juror):
    first, second = make_member(panel), make_member(panel, user=juror)
    judge = appoint(jury, juror)
    assert actions.write_links(stage, timezone.now()) == 1
    assert BallotLink.objects.get().member == first
    token_of(second, stage)
    assert actions.remind(stage.closes_at - timedelta(hours=1)) == 1
    Judge.objects.filter(pk=judge.pk).update(state=Judge.State.WITHDRAWN)
    assert actions.remind(stage.closes_at - timedelta(hours=1)) == 1


def test_a_jury_is_one_statement(panel, jury, juror, django_assert_num_queries):
    for _each in range(3):
        judge_of(jury)
    with transaction.atomic(), django_assert_num_queries(1):
        assert len(queries.jury_of(jury.contest_id, timezone.now()).accounts) == 3
