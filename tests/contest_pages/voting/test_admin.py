"""The panel in the admin: set up, choose, send links; turnout and no count."""

import pytest
from django.utils import timezone

from contest_pages.models import Contest
from contest_pages.rules import uses_of
from contest_pages.voting import actions
from contest_pages.voting.models import BallotLink, Panel
from tests.contest_pages.voting.factories import (
    CONDITIONS,
    make_entries,
    make_manager,
    make_member,
    make_panel,
    make_quota,
    make_vote,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

ADD = "/admin/panels/add/"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """The second factor has tests of its own."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def staff(client):
    client.force_login(make_manager())
    return client


def url(panel) -> str:
    return f"/admin/contests/{panel.contest_id}/panel/"


def form(panel, **fields) -> dict:
    """What the panel's form sends."""
    quotas = list(panel.quotas.all())
    sent = {
        "contest": panel.contest_id,
        "recruitment": panel.recruitment_id,
        "selection": panel.selection,
        "seats": panel.seats or "",
        "conditions_ko": panel.conditions_ko,
        "conditions_en": "",
        "quotas-TOTAL_FORMS": len(quotas),
        "quotas-INITIAL_FORMS": len(quotas),
        "quotas-MIN_NUM_FORMS": 0,
        "quotas-MAX_NUM_FORMS": 1000,
    }
    for place, quota in enumerate(quotas):
        row = {"id": quota.pk, "title_ko": quota.title_ko, "title_en": "", "seats": quota.seats}
        sent |= {f"quotas-{place}-{name}": value for name, value in row.items()}
        sent |= {f"quotas-{place}-ORDER": place + 1, f"quotas-{place}-DELETE": ""}
    return sent | fields


def test_a_manager_sets_a_panel_up_from_the_contests_page(staff):
    made = make_panel()
    contest, recruitment = made.contest, made.recruitment
    made.delete()
    make_vote(Panel(contest=contest))
    page = staff.get(f"/admin/contests/edit/{contest.pk}/").content.decode()
    assert f"/admin/contests/{contest.pk}/panel/" in page
    assert staff.get(f"/admin/contests/{contest.pk}/panel/").url == f"{ADD}?contest={contest.pk}"
    unsaved = Panel(contest=contest, recruitment=recruitment, conditions_ko=CONDITIONS)
    sent = form(make_panel()) | {"contest": contest.pk, "recruitment": recruitment.pk}
    answer = staff.post(ADD, sent | {"selection": "lottery", "seats": "10"})
    assert answer.status_code == 302
    panel = Panel.objects.get(contest=contest)
    assert (panel.seats, panel.conditions_ko) == (10, unsaved.conditions_ko)


def test_a_date_of_another_contest_is_no_recruitment(staff):
    panel, other = make_panel(), make_panel()
    edit = f"/admin/panels/edit/{panel.pk}/"
    staff.post(edit, form(panel, recruitment=other.recruitment_id))
    panel.refresh_from_db()
    assert panel.recruitment_id != other.recruitment_id


def test_a_group_in_which_people_applied_is_not_deleted(staff):
    panel = make_panel(seats=10)
    quota = make_quota(panel, 5)
    make_member(panel, state="applied", quota=quota)
    edit = f"/admin/panels/edit/{panel.pk}/"
    answer = staff.post(edit, form(panel, **{"quotas-0-DELETE": "1"}))
    assert answer.status_code == 200
    assert panel.quotas.exists()
    assert staff.post(edit, form(panel, seats="3")).status_code == 200
    assert Panel.objects.get(pk=panel.pk).seats == 10


def test_what_members_were_chosen_by_does_not_change_afterwards(staff):
    panel = make_panel(recruiting=False, selection="lottery", seats=2)
    make_member(panel, state="applied")
    actions.select(panel, by=make_manager())
    panel = Panel.objects.get(pk=panel.pk)
    staff.post(f"/admin/panels/edit/{panel.pk}/", form(panel, seats="9"))
    panel.refresh_from_db()
    assert panel.seats == 2


def test_a_manager_chooses_by_lot_by_hand_and_sends_links(staff):
    panel = make_panel(recruiting=False, selection="lottery", seats=3)
    stage = make_vote(panel)
    first, late = make_member(panel, state="applied"), None
    staff.post(url(panel), {"act": "select"})
    late = make_member(panel, state="applied", name="늦은 사람")
    assert "늦은 사람" in staff.get(f"{url(panel)}?state=applied&q=늦은").content.decode()
    staff.post(url(panel), {"act": "put_on", "member": [late.pk, "x"]})
    assert set(panel.members.seated()) == {first, late}
    staff.post(url(panel), {"act": "send", "stage": stage.pk})
    assert BallotLink.objects.in_force().count() == 2
    staff.post(url(panel), {"act": "revoke", "stage": stage.pk, "member": late.pk})
    assert BallotLink.objects.in_force().count() == 1
    staff.post(url(panel), {"act": "send_again", "stage": stage.pk, "member": late.pk})
    assert BallotLink.objects.in_force().count() == 2
    assert BallotLink.objects.count() == 3


@pytest.mark.parametrize(
    "sent", [{}, {"act": "x"}, {"act": "put_on"}, {"act": "send", "stage": "x"}, {"act": "select"}]
)
def test_nonsense_does_nothing_and_says_so(staff, sent):
    panel = make_panel(selection="hand")
    answer = staff.post(url(panel), sent, follow=True)
    assert answer.status_code == 200
    assert [each.level_tag for each in answer.context["messages"]] == ["error"]


def test_staff_see_the_turnout_and_never_how_the_vote_stands(staff):
    panel = make_panel(recruiting=False)
    entries = make_entries(panel, 2)
    stage = make_vote(panel)
    members = [make_member(panel) for _each in range(4)]
    before = staff.get(url(panel)).content.decode()
    actions.cast(stage, members[0], choices={entries[0].pk: 1})
    page = staff.get(url(panel)).content.decode()
    assert "0 (0%)" in before
    assert "1 (25%)" in page
    assert not any(entry.title in page for entry in entries)


def test_the_list_of_members_costs_the_same_for_few_and_many(staff, statements):
    panel = make_panel(recruiting=False)
    make_vote(panel)
    make_member(panel)
    few = statements(staff, url(panel), most=30)
    for _each in range(20):
        make_member(panel)
    assert statements(staff, url(panel), most=30) == few


def test_moderators_and_editors_see_no_panel(client):
    panel = make_panel()
    for group in ("Editors", "Moderators"):
        client.force_login(UserFactory(groups=[group]))
        assert client.get(url(panel)).status_code == 302
        assert client.get(f"/admin/panels/edit/{panel.pk}/").status_code == 302


def test_stages_on_which_a_panel_hangs_are_in_use():
    panel = make_panel(recruiting=False)
    entry, stage = make_entries(panel, 1)[0], make_vote(panel)
    contest = Contest.objects.get(pk=panel.contest_id)
    assert ("stage", stage.pk) not in uses_of(contest)
    actions.cast(stage, make_member(panel), choices={entry.pk: 1}, now=timezone.now())
    used = uses_of(Contest.objects.get(pk=panel.contest_id))
    assert used["stage", stage.pk] == 1
    assert used["stage", panel.recruitment_id] == 1


def test_a_panel_to_which_people_applied_is_not_deleted(client):
    panel = make_panel()
    make_member(panel)
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    client.post(f"/admin/panels/delete/{panel.pk}/")
    assert Panel.objects.filter(pk=panel.pk).exists()
