"""Applying to a citizen panel: once for each letter box, whatever its spelling."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from cms.errors import Refused
from contest_pages.voting import actions, queries
from contest_pages.voting.models import PanelMember
from tests.contest_pages.voting.factories import (
    CONDITIONS,
    address_in,
    close_recruitment,
    letters_to,
    make_manager,
    make_member,
    make_panel,
    make_quota,
    make_vote,
)
from tests.factories import UserFactory, confirmed

pytestmark = pytest.mark.django_db


def apply(panel, email, name="홍길동", **fields):
    """Apply with an address alone."""
    given = {"quota": None, "agreed": CONDITIONS} | fields
    actions.apply_with_address(panel, name=name, email=email, **given)


def states(panel) -> list[tuple[str, str]]:
    """Who has applied, and how it stands."""
    return list(panel.members.values_list("email", "state"))


def url(panel) -> str:
    return f"/contests/{panel.contest.slug}/panel/"


def form_of(client, panel, **fields) -> dict:
    """What the page's form sends."""
    form = client.get(url(panel)).context["form"]
    return {"name": "홍길동", form.box: "on"} | fields


def test_a_stranger_applies_by_address_and_counts_once_the_link_was_followed(
    client, django_capture_on_commit_callbacks
):
    panel = make_panel()
    data = form_of(client, panel, email="Hong@Example.net")
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(url(panel), data, follow=True)
    assert "hong@example.net" in answer.content.decode()
    assert states(panel) == [("hong@example.net", "unconfirmed")]
    link = address_in(mail.outbox[0].body)
    # Opening the link is no act: programs that look at mail open links too.
    assert client.get(link).status_code == 200
    assert states(panel) == [("hong@example.net", "unconfirmed")]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(link, {"confirm": "yes"})
    assert states(panel) == [("hong@example.net", "applied")]
    assert panel.members.get().agreed_text == CONDITIONS
    assert len(letters_to("hong@example.net")) == 2


def test_two_spellings_of_an_address_are_one_application(django_capture_on_commit_callbacks):
    panel = make_panel()
    with django_capture_on_commit_callbacks(execute=True):
        apply(panel, "hong.gildong@gmail.com")
        actions.confirm(panel.members.get())
        apply(panel, "HongGildong+second@googlemail.com")
    assert states(panel) == [("hong.gildong@gmail.com", "applied")]
    # What the second attempt comes to is told in a mail to the owner alone.
    assert letters_to("honggildong+second@googlemail.com") == []
    assert len(letters_to("hong.gildong@gmail.com")) == 3


def test_a_stranger_learns_nothing_about_an_address(client):
    panel = make_panel()
    make_member(panel, email="known@example.net", state="applied")
    answers = []
    for address in ("known@example.net", "other@example.net"):
        answer = client.post(url(panel), form_of(client, panel, email=address))
        said = [str(each).replace(address, "…") for each in get_messages(answer.wsgi_request)]
        answers.append((answer.status_code, answer.headers["Location"], said[-1]))
    assert answers[0] == answers[1]


def test_an_account_takes_over_the_application_of_its_address():
    panel = make_panel()
    apply(panel, "hong@example.net")
    user = confirmed(UserFactory(email="hong@example.net"))
    actions.apply_with_account(panel, name="홍", quota=None, agreed=CONDITIONS, by=user)
    assert list(panel.members.values_list("email", "state", "user")) == [
        ("hong@example.net", "applied", user.pk)
    ]


def test_another_confirmed_address_of_an_account_is_the_same_person():
    panel = make_panel()
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    actions.apply_with_account(panel, name="홍", quota=None, agreed=CONDITIONS, by=user)
    apply(panel, "second@example.net")
    assert states(panel) == [(user.email, "applied")]
    twin = make_member(panel, email="third@example.net", state="applied")
    confirmed(user, "third@example.net")
    actions.apply_with_account(panel, name="홍", quota=None, agreed=CONDITIONS, by=user)
    twin.refresh_from_db()
    assert twin.user is None


def test_two_addresses_of_one_account_are_one_application(django_capture_on_commit_callbacks):
    panel = make_panel()
    user = confirmed(confirmed(UserFactory(email="first@example.net")), "second@example.net")
    for address in (user.email, "second@example.net"):
        apply(panel, address)
    first, second = panel.members.order_by("pk")
    actions.confirm(first)
    with pytest.raises(Refused):
        actions.confirm(second)
    second.delete()
    with django_capture_on_commit_callbacks(execute=True):
        apply(panel, "second+again@example.net")
    assert states(panel) == [("first@example.net", "applied")]
    assert letters_to("second+again@example.net") == []
    actions.withdraw(first)
    other = make_member(panel, email="second@example.net", state="unconfirmed")
    actions.confirm(other)
    again = {"name": "홍", "quota": None, "agreed": CONDITIONS}
    with pytest.raises(Refused):
        actions.apply_again(first, **again)
    assert actions.apply_with_account(panel, by=user, **again) == other
    assert states(panel) == [("first@example.net", "withdrawn"), (other.email, "applied")]


def test_a_seat_counts_before_an_application_that_was_withdrawn():
    panel = make_panel()
    user = confirmed(confirmed(UserFactory()), "second@example.net")
    make_member(panel, user=user, state="withdrawn")
    seat = make_member(panel, email="second@example.net")
    assert queries.membership_of(panel, user) == seat
    again = {"name": "홍", "quota": None, "agreed": CONDITIONS}
    assert actions.apply_with_account(panel, by=user, **again) == seat
    PanelMember.objects.filter(user=user).update(state="selected", voted_as=seat)
    assert queries.membership_of(panel, user) == seat


def test_applying_twice_with_an_account_changes_nothing(client, user):
    panel = make_panel()
    client.force_login(user)
    data = form_of(client, panel)
    for _each in range(2):
        assert client.post(url(panel), data).status_code == 302
    assert states(panel) == [(user.email, "applied")]


def test_a_flood_of_letters_to_one_address_is_held_back(django_capture_on_commit_callbacks):
    panel = make_panel()
    with django_capture_on_commit_callbacks(execute=True):
        for _each in range(8):
            apply(panel, "victim@example.net")
    assert len(letters_to("victim@example.net")) == 3


def test_a_flood_from_one_connection_is_refused_politely(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"panel_apply": "2/h/ip"}
    panel = make_panel()
    for each in range(3):
        answer = client.post(url(panel), form_of(client, panel, email=f"p{each}@example.net"))
    assert answer.status_code == 422
    assert "p2@example.net" in answer.content.decode()
    assert panel.members.count() == 2


def test_conditions_that_changed_meanwhile_are_read_again(client):
    panel = make_panel()
    data = form_of(client, panel, email="hong@example.net")
    panel.conditions_ko = "다른 조건"
    panel.save()
    answer = client.post(url(panel), data)
    assert answer.status_code == 422
    assert 'value="hong@example.net"' in answer.content.decode()
    with pytest.raises(Refused):
        apply(panel, "hong@example.net")
    assert states(panel) == []


def test_a_panel_with_groups_asks_for_one():
    panel = make_panel()
    quota, foreign = make_quota(panel, 5), make_quota(make_panel(), 5)
    for wrong in (None, foreign):
        with pytest.raises(Refused):
            apply(panel, "hong@example.net", quota=wrong)
    apply(panel, "hong@example.net", quota=quota)
    assert panel.members.get().quota == quota


def test_before_and_after_the_recruitment_nobody_applies_and_the_page_says_so(client, user):
    panel = make_panel(recruiting=False)
    client.force_login(user)
    page = client.get(url(panel))
    assert page.context["form"] is None
    assert "지원이 마감되었습니다." in page.content.decode()
    assert client.post(url(panel), {"name": "홍"}).status_code == 422
    with pytest.raises(Refused):
        apply(panel, "hong@example.net")


def test_a_link_confirms_only_while_applications_are_open():
    panel = make_panel()
    apply(panel, "hong@example.net")
    member = panel.members.get()
    close_recruitment(panel)
    with pytest.raises(Refused):
        actions.confirm(member)
    call_command("daily")
    assert not PanelMember.objects.exists()


def test_who_withdraws_may_apply_again_while_that_is_open(client, user):
    panel = make_panel()
    client.force_login(user)
    client.post(url(panel), form_of(client, panel))
    client.post(url(panel), {"withdraw": "yes"})
    assert states(panel) == [(user.email, "withdrawn")]
    client.post(url(panel), form_of(client, panel))
    assert states(panel) == [(user.email, "applied")]


def test_of_who_withdrew_nothing_changes_before_they_apply_by_the_new_link(
    client, django_capture_on_commit_callbacks
):
    panel = make_panel()
    member = make_member(panel, email="hong@example.net", state="withdrawn", name="홍길동")
    with django_capture_on_commit_callbacks(execute=True):
        apply(panel, "Hong+x@example.net", name="낯선 사람")
    rows = panel.members.values_list("name", "email", "state", "applied_at")
    assert list(rows) == [("홍길동", "hong@example.net", "withdrawn", member.applied_at)]
    assert [each.to for each in mail.outbox] == [["hong@example.net"]]
    link = address_in(mail.outbox[0].body)
    assert client.post(link, {"confirm": "yes"}).status_code == 422
    form = client.get(link).context["form"]
    assert (form["name"].value(), "email" in form.fields) == ("홍길동", False)
    for _each in range(2):
        assert client.post(link, {"name": "홍 길동", form.box: "on"}).status_code == 302
    assert list(panel.members.values_list("name", "email", "state")) == [
        ("홍 길동", "hong@example.net", "applied")
    ]


def test_the_announcement_calls_to_the_panel_while_it_is_recruited(client):
    panel = make_panel()
    make_vote(panel, opens_at=timezone.now() + timedelta(days=2))
    page = f"/contests/{panel.contest.slug}/"
    assert url(panel) in client.get(page).content.decode()
    close_recruitment(panel)
    assert f'href="{url(panel)}"' not in client.get(page).content.decode()


def test_a_contest_without_a_panel_has_no_such_page(client):
    assert client.get("/contests/nothing/panel/").status_code == 404


def test_an_unknown_link_says_so(client):
    panel = make_panel()
    assert client.get(f"{url(panel)}link/nonsense/").status_code == 404


def test_managers_may_not_choose_while_people_apply():
    panel = make_panel()
    make_member(panel, state="applied")
    with pytest.raises(Refused):
        actions.select(panel, by=make_manager())
