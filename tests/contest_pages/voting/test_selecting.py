"""Choosing members: all, by lot, by hand; each is told, once."""

import csv
import io
import re

import pytest
from django.core import mail
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from contest_pages.voting import actions, lottery
from contest_pages.voting.models import PanelMember
from tests.contest_pages.voting.factories import (
    letters_to,
    make_manager,
    make_member,
    make_panel,
    make_quota,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def applied(panel, number: int, **fields) -> list[PanelMember]:
    """So many who have applied."""
    return [make_member(panel, state="applied", **fields) for _each in range(number)]


def seated(panel) -> set[int]:
    """Who is on the panel."""
    return set(panel.members.seated().values_list("pk", flat=True))


def test_everybody_who_applied_is_on_the_panel_and_is_told(django_capture_on_commit_callbacks):
    panel = make_panel(recruiting=False)
    members = applied(panel, 3)
    unconfirmed = make_member(panel, state="unconfirmed")
    with django_capture_on_commit_callbacks(execute=True):
        actions.select(panel, by=make_manager())
    assert seated(panel) == {each.pk for each in members}
    assert [len(letters_to(each.email)) for each in [*members, unconfirmed]] == [1, 1, 1, 0]


def test_more_applicants_than_seats_are_not_all_taken():
    panel = make_panel(recruiting=False, seats=2)
    applied(panel, 3)
    with pytest.raises(Refused):
        actions.select(panel, by=make_manager())
    assert seated(panel) == set()


def test_a_lottery_can_be_drawn_again_by_anyone_from_what_is_published(
    client, django_capture_on_commit_callbacks
):
    panel = make_panel(recruiting=False, selection="lottery", seats=6)
    quota = make_quota(panel, 2)
    members = [*applied(panel, 4, quota=quota), *applied(panel, 11)]
    with django_capture_on_commit_callbacks(execute=True):
        seed = actions.select(panel, by=make_manager()).seed
    people = [lottery.Applicant(each.pk, each.quota_id) for each in members]
    again = lottery.draw(people, seats=6, kept={quota.pk: 2}, seed=seed)
    assert seated(panel) == again.seated
    assert list(panel.members.order_by("drawn").values_list("pk", flat=True)) == again.order
    losers = panel.members.filter(state="not_selected")
    assert losers.count() == 9
    assert {tuple(letters_to(each.email)) for each in losers} == {
        (f"[마당] {panel.contest.title_ko} 시민평가단: 이번에는 선정되지 않았습니다",)
    }

    page = client.get(f"/contests/{panel.contest.slug}/panel/").content.decode()
    assert seed in page
    table = client.get(f"/contests/{panel.contest.slug}/panel/draw.csv").getvalue().decode()
    rows = list(csv.reader(io.StringIO(table.removeprefix("\ufeff"))))[1:]
    assert [int(row[1]) for row in rows] == again.order
    assert {int(row[1]) for row in rows if row[4] == "예"} == again.seated
    assert rows[0][3] == lottery.ticket(seed, again.order[0])
    assert not any(each.name in table or each.email in table for each in members)


def test_nobody_chooses_the_seed_of_a_lottery(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    panel = make_panel(recruiting=False, selection="lottery", seats=1)
    applied(panel, 2)
    client.force_login(make_manager())
    chosen = {"act": "select", "seed": "one that suits me"}
    client.post(f"/admin/contests/{panel.contest_id}/panel/", chosen)
    panel.refresh_from_db()
    assert re.fullmatch("[0-9a-f]{32}", panel.seed)


def test_before_the_drawing_there_is_no_list_of_tickets(client):
    panel = make_panel()
    assert client.get(f"/contests/{panel.contest.slug}/panel/draw.csv").status_code == 404


def test_members_are_chosen_once_and_later_applicants_by_hand(django_capture_on_commit_callbacks):
    panel, manager = make_panel(recruiting=False, selection="lottery", seats=3), make_manager()
    applied(panel, 2)
    actions.select(panel, by=manager)
    late, later = applied(panel, 2)
    with pytest.raises(Refused):
        actions.select(panel, by=manager)
    with django_capture_on_commit_callbacks(execute=True):
        assert actions.put_on_panel(panel, [late.pk], by=manager) == 1
    assert late.pk in seated(panel)
    assert len(letters_to(late.email)) == 1
    with pytest.raises(Refused):  # no seat is left
        actions.put_on_panel(panel, [later.pk], by=manager)
    assert actions.turn_down(panel, [later.pk], by=manager) == 1


def test_by_hand_only_who_has_applied_is_chosen():
    panel, manager = make_panel(recruiting=False, selection="hand"), make_manager()
    chosen, other = applied(panel, 2)
    withdrawn = make_member(panel, state="withdrawn")
    foreign = make_member(make_panel(), state="applied")
    pks = [chosen.pk, withdrawn.pk, foreign.pk]
    assert actions.put_on_panel(panel, pks, by=manager) == 1
    assert seated(panel) == {chosen.pk}
    with pytest.raises(Refused):
        actions.turn_down(panel, [chosen.pk], by=manager)
    with pytest.raises(Refused):
        actions.select(panel, by=manager)
    assert PanelMember.objects.get(pk=other.pk).state == "applied"


def test_by_hand_too_seats_stay_kept_for_a_group_while_somebody_of_it_waits():
    panel, manager = make_panel(recruiting=False, selection="hand", seats=3), make_manager()
    young, old = make_quota(panel, 2, "청년"), make_quota(panel, 0, "장년")
    of_young, of_old = applied(panel, 3, quota=young), applied(panel, 3, quota=old)
    with pytest.raises(Refused, match="청년 2"):
        actions.put_on_panel(panel, [each.pk for each in of_old[:2]], by=manager)
    actions.put_on_panel(panel, [of_old[0].pk, of_young[0].pk], by=manager)
    with pytest.raises(Refused, match="청년 1"):
        actions.put_on_panel(panel, [of_old[1].pk], by=manager)
    actions.turn_down(panel, [each.pk for each in of_young[1:]], by=manager)
    actions.put_on_panel(panel, [of_old[1].pk], by=manager)
    assert seated(panel) == {of_old[0].pk, of_old[1].pk, of_young[0].pk}


def test_a_group_takes_the_seats_of_all_beside_its_own():
    panel, manager = make_panel(recruiting=False, selection="hand", seats=3), make_manager()
    young, old = make_quota(panel, 1, "청년"), make_quota(panel, 1, "장년")
    of_young, of_old = applied(panel, 3, quota=young), applied(panel, 1, quota=old)
    with pytest.raises(Refused, match="장년 1"):
        actions.put_on_panel(panel, [each.pk for each in of_young], by=manager)
    actions.put_on_panel(panel, [each.pk for each in of_young[:2]], by=manager)
    assert actions.put_on_panel(panel, [of_old[0].pk], by=manager) == 1


def test_who_was_left_out_by_hand_is_not_told_of_too_few_seats(
    client, user, django_capture_on_commit_callbacks
):
    panel = make_panel(recruiting=False, selection="hand")
    (member,) = applied(panel, 1, user=user)
    with django_capture_on_commit_callbacks(execute=True):
        actions.turn_down(panel, [member.pk], by=make_manager())
    client.force_login(user)
    page = client.get(f"/contests/{panel.contest.slug}/panel/").content.decode()
    letter = next(each.body for each in mail.outbox if user.email in each.to)
    for told in (page, letter):
        assert "이번에는 선정되지 않았습니다." in told
        assert "정원보다 많" not in told


@pytest.mark.parametrize("group", ["Editors", "Moderators", "Judges"])
def test_only_managers_choose(group):
    panel = make_panel(recruiting=False)
    member = applied(panel, 1)[0]
    by = UserFactory(groups=[group])
    for act in (
        lambda: actions.select(panel, by=by),
        lambda: actions.put_on_panel(panel, [member.pk], by=by),
        lambda: actions.turn_down(panel, [member.pk], by=by),
    ):
        with pytest.raises(Refused):
            act()
    assert seated(panel) == set()


def test_what_was_done_is_logged_with_seed_and_numbers_and_no_name():
    panel, manager = make_panel(recruiting=False, selection="lottery", seats=1), make_manager()
    members = applied(panel, 3)
    seed = actions.select(panel, by=manager).seed
    entry = ModelLogEntry.objects.get(action="panel.select")
    assert (entry.user, entry.data) == (manager, {"seated": 1, "others": 2, "seed": seed})
    actions.withdraw(members[0])
    assert ModelLogEntry.objects.get(action="panel.withdraw").label == f"#{members[0].pk}"
