"""The ballot as people meet it: by link or account, with choices that survive reading."""

import re
from contextlib import ExitStack
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from wagtail import hooks

from contest_pages.entries.models import Entry, EntryFile
from contest_pages.models import Contest, Stage
from contest_pages.voting import actions
from contest_pages.voting.models import Ballot, Vote
from media.models import PrivateFile
from tests.contest_pages.voting.factories import (
    make_entries,
    make_member,
    make_vote,
    token_of,
)
from tests.factories import leader_of
from tests.media import corpus

pytestmark = pytest.mark.django_db


@pytest.fixture
def voter(panel, stage, url) -> Client:
    """The browser of a member who came by the mailed link."""
    return enter(url, make_member(panel), stage)


def enter(url: str, member, stage) -> Client:
    """Return a browser in which a member has followed the mailed link."""
    browser = Client()
    answer = browser.post(f"{url}link/{token_of(member, stage)}/", {"open": "yes"})
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    return browser


def order_of(browser: Client, url: str) -> list[int]:
    """In which order the entries stand on a ballot."""
    return [line.entry.pk for line in browser.get(url).context["lines"]]


def chosen(browser: Client, url: str) -> set[int]:
    """Which entries are ticked on a ballot, as its HTML says."""
    page = browser.get(url).content.decode()
    return {int(pk) for pk in re.findall(r'name="chosen" value="(\d+)" checked', page)}


def test_a_member_votes_by_link_without_an_account_and_reads_the_code(voter, url, entries):
    pks = [entries[0].pk, entries[2].pk]
    answer = voter.post(url, {"chosen": pks, "cast": "yes"}, follow=True)
    assert answer.redirect_chain == [(f"{url}receipt/", 302)]
    ballot = Ballot.objects.get()
    page = answer.content.decode()
    assert ballot.code in page
    assert [title for title in ("작품 1", "작품 2", "작품 3") if title in page] == [
        "작품 1",
        "작품 3",
    ]
    assert chosen(voter, url) == set(pks)


def test_a_member_changes_the_vote_and_the_code_stays(voter, url, entries):
    voter.post(url, {"chosen": [entries[0].pk]})
    code = Ballot.objects.get().code
    voter.post(url, {"chosen": [entries[1].pk]})
    assert Ballot.objects.get().code == code
    assert list(Vote.objects.values_list("entry", flat=True)) == [entries[1].pk]


def test_a_member_with_an_account_needs_no_link(panel, stage, url, entries, client, user):
    make_member(panel, user=user)
    client.force_login(user)
    assert client.post(url, {"chosen": [entries[0].pk]}).status_code == 302
    assert Ballot.objects.count() == 1


def test_link_and_account_of_one_member_are_one_ballot(panel, stage, url, entries, user):
    member = make_member(panel, user=user)
    by_link, by_account = enter(url, member, stage), Client()
    by_account.force_login(user)
    by_link.post(url, {"chosen": [entries[0].pk]})
    by_account.post(url, {"chosen": [entries[1].pk]})
    assert list(Vote.objects.values_list("entry", flat=True)) == [entries[1].pk]


def test_who_signs_in_votes_as_themselves_whoever_came_by_a_link_before(
    panel, stage, url, entries, voter, user
):
    member = make_member(panel, user=user)
    voter.force_login(user)
    voter.post(url, {"chosen": [entries[0].pk]})
    assert [each.member for each in Ballot.objects.all()] == [member]


def test_a_link_that_is_opened_with_an_account_counts_for_its_member(
    panel, stage, url, entries, client, user
):
    client.force_login(user)
    member = make_member(panel)
    client.post(f"{url}link/{token_of(member, stage)}/", {"open": "yes"})
    client.post(url, {"chosen": [entries[0].pk]})
    assert [each.member for each in Ballot.objects.all()] == [member]


def test_everybody_else_is_told_who_votes_and_cannot(client, url, stage, entries, user):
    for browser in (client, Client()):
        assert "시민평가단만" in browser.get(url).content.decode()
        assert browser.post(url, {"chosen": [entries[0].pk]}).status_code == 403
        assert browser.get(f"{url}{entries[0].pk}/").status_code == 404
        client.force_login(user)
    assert not Ballot.objects.exists()


def test_the_order_is_the_members_own_and_stays_the_same(panel, stage, url):
    make_entries(panel, 4)
    browsers = [enter(url, make_member(panel), stage) for _each in range(4)]
    orders = [order_of(each, url) for each in browsers]
    assert len({tuple(order) for order in orders}) > 1
    assert [order_of(each, url) for each in browsers] == orders


def test_votes_change_no_order_and_no_page_that_others_see(panel, stage, url, entries, voter):
    slug = panel.contest.slug
    public = [f"/contests/{slug}/{page}" for page in ("", "entries/", "panel/", "vote/ballots/")]
    reader = Client()

    def seen() -> list[str]:
        pages = [reader.get(page).content.decode() for page in public]
        pages.append(voter.get(url).content.decode())
        secret = r'csrfmiddlewaretoken" value="\w+|<div class="countdown".*'
        return [re.sub(secret, "", page) for page in pages]

    before = seen()
    for _each in range(3):
        actions.cast(stage, make_member(panel), choices={entries[3].pk: 1})
    for old, new in zip(before, seen(), strict=True):
        assert new.splitlines() == old.splitlines()


def test_a_refused_ballot_keeps_what_was_chosen(voter, url, entries):
    pks = [each.pk for each in entries[:3]]
    answer = voter.post(url, {"chosen": pks})
    assert answer.status_code == 422
    assert "최대 2개" in answer.content.decode()
    assert chosen(voter, url) == set(pks)
    assert not Ballot.objects.exists()


def test_reading_an_entry_keeps_what_was_chosen(voter, url, entries):
    answer = voter.post(url, {"chosen": [entries[1].pk], "read": str(entries[0].pk)})
    assert answer.headers["Location"] == f"{url}{entries[0].pk}/"
    page = voter.get(answer.headers["Location"])
    assert "가까운 대여소와" in page.content.decode()
    back = voter.post(f"{url}{entries[0].pk}/", {"chosen": entries[0].pk, "go": "back"})
    assert back.headers["Location"] == f"{url}#entry-{entries[0].pk}"
    assert chosen(voter, url) == {entries[0].pk, entries[1].pk}
    assert not Ballot.objects.exists()


def test_pressing_enter_only_keeps_what_was_chosen(voter, url, entries):
    answer = voter.post(url, {"chosen": [entries[1].pk], "read": "0"})
    assert answer.headers["Location"] == url
    assert chosen(voter, url) == {entries[1].pk}
    assert not Ballot.objects.exists()


def test_points_survive_reading_too_and_can_be_taken_away_there(stage, voter, url, entries):
    Stage.objects.filter(pk=stage.pk).update(ballot=Stage.Ballot.SCORE)
    first, second = entries[0].pk, entries[1].pk
    voter.post(url, {f"points-{first}": "4", f"points-{second}": "", "read": str(first)})
    voter.post(f"{url}{second}/", {f"points-{second}": "5", "go": str(first)})
    voter.post(f"{url}{first}/", {f"points-{first}": "", "go": "back"})
    page = voter.get(url).content.decode()
    assert re.findall(r'name="points-(\d+)" value="(\d)" checked', page) == [(str(second), "5")]


def test_ones_own_entry_is_shown_and_cannot_be_chosen(panel, stage, url, entries):
    voter = enter(url, make_member(panel, user=leader_of(entries[0])), stage)
    page = voter.get(url).content.decode()
    assert "작품 1" in page
    assert f'name="chosen" value="{entries[0].pk}"' not in page
    answer = voter.post(url, {"chosen": [entries[0].pk]})
    assert answer.status_code == 422
    assert not Ballot.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"chosen": "x"},
        {"chosen": "٣"},
        {"chosen": "-1"},
        {"chosen": "9" * 40},
        {"chosen": "0"},
        {},
        {"read": "x", "chosen": "1e3"},
    ],
)
def test_nonsense_is_refused_and_nothing_fails(voter, url, entries, sent):
    assert voter.post(url, sent).status_code == 422
    assert not Ballot.objects.exists()


def test_a_ballot_from_before_another_sign_in_comes_back_as_it_was_filled_in(voter, url, entries):
    voter.handler.enforce_csrf_checks = True
    answer = voter.post(url, {"chosen": [entries[0].pk], "cast": "yes"})
    assert answer.status_code == 403
    chosen = [line.entry.pk for line in answer.context["lines"] if line.points]
    assert chosen == [entries[0].pk]
    assert voter.post(url, {"chosen": ["x"]}).status_code == 403
    assert not Ballot.objects.exists()


def test_what_is_sent_after_the_end_is_answered_in_words(panel, stage, url, entries, voter):
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now() - timedelta(minutes=1))
    for sent in ({"chosen": entries[0].pk}, {"chosen": entries[0].pk, "read": entries[1].pk}):
        answer = voter.post(url, sent)
        assert (answer.status_code, "투표가 마감되었습니다" in answer.content.decode()) == (
            403,
            True,
        )


def test_who_cannot_vote_is_led_to_the_panel(client, url, stage):
    assert f'href="{url.replace("vote", "panel")}"' in client.get(url).content.decode()


@pytest.fixture
def later(panel, stage) -> Stage:
    """A second stage in which the panel votes."""
    return make_vote(panel, title_ko="둘째 투표", closes_at=stage.closes_at + timedelta(days=5))


def test_a_link_leads_to_the_ballot_of_its_own_stage(panel, stage, url, entries, later):
    member, voter = make_member(panel), Client()
    own = f"{url}?stage={later.pk}"
    answer = voter.post(f"{url}link/{token_of(member, later)}/", {"open": "yes"})
    assert answer.headers["Location"] == own
    answer = voter.post(own, {"chosen": [entries[0].pk]})
    assert answer.headers["Location"] == f"{url}receipt/?stage={later.pk}"
    assert list(Ballot.objects.values_list("stage", flat=True)) == [later.pk]
    assert voter.post(url, {"chosen": [entries[0].pk]}).status_code == 403
    assert f'href="{own}"' in voter.get(f"/contests/{panel.contest.slug}/").content.decode()


def test_of_two_votings_that_are_open_one_chooses_and_goes_on_in_it(
    panel, stage, url, entries, later, client, user
):
    make_member(panel, user=user)
    client.force_login(user)
    own, entry = f"{url}?stage={later.pk}", f"{url}{entries[0].pk}/?stage={later.pk}"
    first, second = client.get(url), client.get(own)
    assert [page.context["stage"] for page in (first, second)] == [stage, later]
    assert f'href="{own}"' in first.content.decode()
    assert f'action="{own}"' in second.content.decode()
    assert client.post(own, {"read": entries[0].pk}).headers["Location"] == entry
    back = client.post(entry, {"chosen": entries[0].pk, "go": "back"})
    assert back.headers["Location"] == f"{own}#entry-{entries[0].pk}"
    assert [chosen(client, each) for each in (own, url)] == [{entries[0].pk}, set()]


def test_the_receipt_of_an_earlier_voting_stays(panel, stage, url, entries, later, client, user):
    code = actions.cast(stage, make_member(panel, user=user), choices={entries[0].pk: 1}).code
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    client.force_login(user)
    earlier = f"{url}?stage={stage.pk}"
    assert f'href="{earlier}"' in client.get(url).content.decode()
    receipt = f"{url}receipt/?stage={stage.pk}"
    assert f'href="{receipt}"' in client.get(earlier).content.decode()
    assert code in client.get(receipt).content.decode()


def test_after_the_end_a_member_still_reads_the_code(panel, stage, url, entries, user, client):
    make_member(panel, user=user)
    client.force_login(user)
    client.post(url, {"chosen": [entries[0].pk]})
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    code = Ballot.objects.get().code
    for page in (url, f"{url}receipt/", f"{url}ballots/"):
        assert code in client.get(page).content.decode(), page
    assert client.post(url, {"chosen": [entries[1].pk]}).status_code == 403


def test_a_browser_forgets_the_link_when_asked(voter, url, entries):
    voter.post(url, {"leave": "yes"})
    assert voter.post(url, {"chosen": [entries[0].pk]}).status_code == 403


def test_the_ballot_costs_the_same_for_few_and_many_entries(panel, stage, url, statements):
    voter = enter(url, make_member(panel), stage)
    few = statements(voter, url, most=20)
    make_entries(panel, 10)
    assert statements(voter, url, most=20) == few


def test_a_member_finds_the_vote_on_the_announcement(panel, stage, url, voter, client):
    page = f"/contests/{panel.contest.slug}/"
    assert f'href="{url}"' in voter.get(page).content.decode()
    assert f'href="{url}"' not in client.get(page).content.decode()


def test_who_has_applied_finds_the_panel_in_the_menu(client, user, panel):
    make_member(panel)
    client.force_login(user)
    link = f'href="/contests/{panel.contest.slug}/panel/"'
    assert link not in client.get("/my/entries/").content.decode()
    make_member(panel, user=user)
    assert link in client.get("/my/entries/").content.decode()
    assert link not in Client().get("/").content.decode()


def test_a_picture_is_shown_to_who_votes_on_it_and_to_nobody_else(panel, stage, url, entries):
    leader = leader_of(entries[0])
    upload = corpus.upload("그림.png", corpus.picture())
    file = PrivateFile.objects.receive(upload, by=leader)
    EntryFile.objects.create(entry=entries[0], file=file, key=EntryFile.IMAGES)
    Entry.objects.filter(pk=entries[0].pk).update(
        images=[{"file": str(file.uuid), "alt": "첫 화면"}]
    )
    voter = enter(url, make_member(panel), stage)
    assert voter.get(file.get_absolute_url()).status_code == 200
    assert Client().get(file.get_absolute_url()).status_code == 404
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    assert voter.get(file.get_absolute_url()).status_code == 404


def with_open_gallery(panel, shows: str = Contest.GalleryShows.ALL) -> None:
    """Have a contest's entries public now: all, or its winners."""
    Contest.objects.filter(pk=panel.contest_id).update(
        gallery_opens_at=timezone.now() - timedelta(hours=1), gallery_shows=shows
    )


@pytest.fixture
def register():
    """`register("hook", function)`: a hook of the rooms above, for this test alone."""
    with ExitStack() as stack:
        yield lambda name, act: stack.enter_context(hooks.register_temporarily(name, act))


def test_the_list_of_ballots_appears_with_the_result_and_names_nobody(
    panel, stage, url, entries, client, register
):
    member = make_member(panel, name="김비밀", email="secret@example.net")
    code = actions.cast(stage, member, choices={entries[1].pk: 1}).code
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    before = client.get(f"{url}ballots/").content.decode()
    assert code not in before
    assert client.get(f"{url}ballots.csv").status_code == 404
    register("voting_is_published", lambda each: each.pk == stage.pk)
    with_open_gallery(panel)
    page = client.get(f"{url}ballots/").content.decode()
    table = client.get(f"{url}ballots.csv").getvalue().decode()
    for shown in (page, table):
        assert code in shown
        assert "작품 2" in shown
        assert "김비밀" not in shown
        assert "secret" not in shown
    assert code in client.get(f"{url}ballots/?code={code.lower()}").content.decode()
    assert "코드의 투표가 없습니다" in client.get(f"{url}ballots/?code=ABC").content.decode()


def test_the_list_names_no_entry_that_is_not_public(panel, stage, url, entries, client, register):
    won, lost = entries[:2]
    actions.cast(stage, make_member(panel), choices={won.pk: 1, lost.pk: 1})
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    register("voting_is_published", lambda each: True)
    register("winning_entries", lambda now: [won.pk])

    def told(entry: Entry) -> list[bool]:
        shown = [client.get(f"{url}ballots/").content.decode()]
        shown.append(client.get(f"{url}ballots.csv").getvalue().decode())
        assert all(entry.receipt in text or entry.title in text for text in shown)
        return [entry.title in text or entry.slug in text for text in shown]

    assert (told(won), told(lost)) == ([False, False], [False, False])
    with_open_gallery(panel, Contest.GalleryShows.WINNERS)
    assert (told(won), told(lost)) == ([True, True], [False, False])
    explained = "공개하지 않는 출품작은 접수번호로 표시합니다."
    assert explained in client.get(f"{url}ballots/").content.decode()
    with_open_gallery(panel)
    assert (told(won), told(lost)) == ([True, True], [True, True])
    assert explained not in client.get(f"{url}ballots/").content.decode()


def test_a_published_result_of_a_stage_that_is_open_shows_no_ballot(
    panel, stage, url, entries, client, register
):
    code = actions.cast(stage, make_member(panel), choices={entries[1].pk: 1}).code
    register("voting_is_published", lambda each: True)
    assert code not in client.get(f"{url}ballots/").content.decode()


def test_the_list_of_ballots_costs_the_same_for_few_and_many(
    panel, stage, url, entries, client, register, statements
):
    actions.cast(stage, make_member(panel), choices={entries[0].pk: 1})
    for _each in range(4):
        actions.cast(stage, make_member(panel), choices={entries[1].pk: 1})
    register("voting_is_published", lambda each: True)
    Stage.objects.filter(pk=stage.pk).update(closes_at=timezone.now())
    few = statements(client, f"{url}ballots/", most=20)
    for _each in range(20):
        actions.cast(stage, make_member(panel), choices={entries[2].pk: 1}, now=stage.opens_at)
    assert statements(client, f"{url}ballots/", most=20) == few
