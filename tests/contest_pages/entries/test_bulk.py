"""Many entries at once: each succeeds or fails alone. And the whole list as a spreadsheet."""

import csv
import io
from urllib.parse import urlencode

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Revision

from cms.notices.models import Notice
from contest_pages.entries import actions, bulk
from contest_pages.entries.models import Entry, ReasonText
from tests.contest_pages.entries.desk import last_reason
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    content,
    copies_that_wait,
    leader_of,
    open_contest,
    submitted_entry,
)

pytestmark = pytest.mark.django_db
State = Entry.State
LIST = "/admin/snippets/contest_entries/entry/"


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="운영자")


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def shown(entry) -> str:
    """An entry as the list names it: its key and the submission that was shown."""
    return f"{entry.pk}.{fresh(entry).latest_revision_id}"


def page_of(act: str, entries=(), query: str = "") -> str:
    """The address that Wagtail's script opens for the chosen entries."""
    path = reverse("wagtail_bulk_action", args=["contest_entries", "entry", act])
    chosen = urlencode([("id", shown(each)) for each in entries])
    return f"{path}?{'&'.join(filter(None, [query, chosen]))}"


def do(client, act: str, entries, **sent):
    """Choose entries, see the page, and confirm."""
    page = page_of(act, entries)
    seen = client.get(page).context["seen"]
    return client.post(page, {"seen": seen} | sent)


def resubmit(entry, **fields) -> Entry:
    leader = leader_of(entry)
    actions.draft_of(entry, by=leader)
    return actions.submit(entry, content=content(**fields), by=leader)


def outcome(response) -> tuple[list, dict]:
    """What was done, and why the rest was refused."""
    context = response.context
    return (
        [each.entry.title for each in context["done"]],
        {each.entry.title: each.refusal for each in context["refused"]},
    )


def test_of_three_two_are_accepted_and_the_page_says_why_one_is_not(admin, moderator):
    contest = open_contest()
    first = submitted_entry(contest, title="첫째")
    own = submitted_entry(contest, title="내 것", by=moderator)
    last = submitted_entry(contest, title="셋째")
    response = do(admin, "accept", [first, own, last])
    assert outcome(response) == (
        ["첫째", "셋째"],
        {"내 것": "이 팀의 팀원입니다. 다른 운영자가 결정해야 합니다."},
    )
    assert [fresh(each).state for each in (first, own, last)] == [
        State.ACCEPTED,
        State.SUBMITTED,
        State.ACCEPTED,
    ]
    assert "1건을 처리하지 못했습니다" in response.content.decode()


def test_what_was_submitted_after_the_list_was_shown_is_not_accepted(admin):
    contest = open_contest()
    same, changed = submitted_entry(contest, title="그대로"), submitted_entry(contest, title="전")
    page = page_of("accept", [same, changed])
    actions.take_back(changed, by=leader_of(changed))
    resubmit(changed, title="뒤")
    response = admin.get(page)
    assert [is_as_shown for _entry, is_as_shown in response.context["entries"]] == [True, False]
    done, refused = outcome(admin.post(page, {"seen": response.context["seen"]}))
    assert (done, list(refused)) == (["그대로"], ["뒤"])
    assert fresh(changed).state == State.SUBMITTED


def test_sent_twice_it_is_done_once(admin):
    entry = submitted_entry()
    page = page_of("accept", [entry])
    sent = {"seen": admin.get(page).context["seen"]}
    admin.post(page, sent)
    done, refused = outcome(admin.post(page, sent))
    assert (done, len(refused)) == ([], 1)
    assert fresh(entry).state == State.ACCEPTED


def test_many_teams_are_asked_for_changes_with_one_reason(admin):
    contest = open_contest()
    entries = [submitted_entry(contest) for _number in range(2)]
    page = page_of("request_changes", entries)
    seen = admin.get(page).context["seen"]
    refused = admin.post(page, {"seen": seen, "reason": "  "})
    assert 'role="alert"' in refused.content.decode()
    assert {fresh(each).state for each in entries} == {State.SUBMITTED}
    text = ReasonText.objects.create(act="request_changes", title="화면", text_ko="화면을 더")
    admin.post(page, {"seen": seen, "text": text.pk})
    assert {fresh(each).state for each in entries} == {State.NEEDS_CHANGES}
    assert {last_reason(each) for each in entries} == {"화면을 더"}


def test_many_are_assigned_and_moved(admin, moderator):
    contest = open_contest()
    first, second = TrackFactory(contest=contest), TrackFactory(contest=contest)
    entries = [submitted_entry(contest, track=first, title=f"작품 {n}") for n in range(2)]
    other = submitted_entry(open_contest(), title="다른 공모전")
    do(admin, "assign", entries, to=moderator.pk)
    assert {fresh(each).assignee for each in entries} == {moderator}
    done, refused = outcome(do(admin, "move_track", [*entries, other], track=second.pk))
    assert (done, list(refused)) == (["작품 0", "작품 1"], ["다른 공모전"])
    assert {fresh(each).track for each in entries} == {second}
    done, refused = outcome(do(admin, "assign", entries))
    assert (done, set(refused.values())) == ([], {"운영자를 고르세요."})


def test_who_is_assigned_many_gets_one_mail_that_says_how_many(admin, moderator):
    contest, other = open_contest(), UserFactory(groups=["Moderators"])
    entries = [submitted_entry(contest, title=f"작품 {n}") for n in range(3)]
    own = submitted_entry(contest, by=other, title="자기 작품")
    do(admin, "assign", [*entries, own], to=other.pk)
    mail = Notice.objects.get(recipient=other, kind__in=["entries_given", "entry_handed_over"])
    assert (mail.kind, "3건" in mail.subject) == ("entries_given", True)
    do(admin, "assign", entries, to=moderator.pk)  # to themselves
    assert not Notice.objects.filter(recipient=moderator, kind="entries_given").exists()


def test_all_of_a_filtered_list_are_chosen_a_part_at_a_time(admin, monkeypatch):
    contest = open_contest()
    first = submitted_entry(contest, title="먼저")
    submitted_entry(contest, title="다음")
    submitted_entry(open_contest(), title="다른 공모전")
    page = page_of("assign", query=f"waiting=yes&contest={contest.pk}&id=all")
    response = admin.get(page)
    assert [entry.title for entry, _same in response.context["entries"]] == ["먼저", "다음"]
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    response = admin.get(page)
    assert [entry for entry, _same in response.context["entries"]] == [first]
    assert response.context["left"] == 1


def test_an_entry_that_fails_unexpectedly_hides_nothing_of_the_others(admin):
    contest = open_contest()
    first, broken = submitted_entry(contest, title="됨"), submitted_entry(contest, title="깨짐")
    Revision.objects.filter(pk=broken.latest_revision_id).update(content={})
    done, refused = outcome(do(admin, "accept", [first, broken]))
    assert (done, list(refused)) == (["됨"], ["깨짐"])
    assert (fresh(first).state, fresh(broken).state) == (State.ACCEPTED, State.SUBMITTED)


def test_nonsense_is_answered_and_changes_nothing(admin):
    entry = submitted_entry()
    for act in ("accept", "request_changes", "assign", "move_track", "export"):
        path = page_of(act)
        for query in ("", "id=", "id=x", "id=1.x", "id=99999999999999999999.1", "id=0.0"):
            assert admin.get(f"{path}{query}").status_code == 200, (act, query)
        for sent in (
            {},
            {"seen": "x.y 1"},
            {"seen": f"{entry.pk}.{entry.latest_revision_id + 1}", "to": "x", "track": "x"},
        ):
            assert admin.post(path, sent).status_code == 200, (act, sent)
    assert fresh(entry).state == State.SUBMITTED


def test_only_moderators_act_on_many(client):
    entry = submitted_entry()
    for who in (UserFactory(), UserFactory(groups=["Editors"]), leader_of(entry)):
        client.force_login(who)
        for act in ("accept", "assign", "export"):
            page = page_of(act, [entry])
            for send in (client.get, client.post):
                response = send(page, {"seen": shown(entry), "kind": "csv"})
                assert response.status_code in (302, 403)
    assert fresh(entry).state == State.SUBMITTED


def test_the_list_offers_these_acts_and_no_deleting(admin):
    submitted_entry()
    page = admin.get(LIST).content.decode()
    for act in ("accept", "request_changes", "assign", "move_track", "export"):
        assert page_of(act).rstrip("?") in page
    assert page_of("delete").rstrip("?") not in page


# --- spreadsheets -------------------------------------------------------------------------


def rows_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_the_export_holds_all_that_is_filtered_with_the_answers_by_question(admin, moderator):
    contest = open_contest()
    QuestionFactory(contest=contest, key="users")
    QuestionFactory(contest=contest, key="platforms", kind="choices")
    answers = [
        {"key": "users", "kind": "short_text", "label_ko": "누가", "label_en": "", "value": "=1+1"},
        {
            "key": "platforms",
            "kind": "choices",
            "label_ko": "어디",
            "label_en": "",
            "value": ["웹", "앱"],
        },
    ]
    leader = UserFactory(name="김하늘", email="haneul@example.org")
    entry = submitted_entry(contest, by=leader, title="@SUM(A1)", answers=answers)
    actions.take_on(entry, by=moderator)
    copies_that_wait(entry, 60)
    submitted_entry(open_contest(), title="다른 공모전")
    heading, *rows = rows_of(admin.get(f"{LIST}?contest={contest.pk}&export=csv"))
    assert heading[-2:] == ["users", "platforms"]
    assert len(rows) == 61
    row = next(dict(zip(heading, row, strict=True)) for row in rows if fresh(entry).receipt in row)
    assert (row["users"], row["platforms"], row["제목"]) == ("'=1+1", "웹, 앱", "'@SUM(A1)")
    assert (row["대표"], row["대표자 이메일 주소"]) == ("김하늘", "haneul@example.org")
    assert (row["담당 운영자"], row["상태"]) == ("운영자", "제출함")


def test_chosen_entries_are_exported_as_xlsx_and_a_whole_list_however_long(admin, monkeypatch):
    contest = open_contest()
    entries = [submitted_entry(contest, title=f"작품 {number}") for number in range(3)]
    page = page_of("export", entries[:2])
    sent = {"seen": admin.get(page).context["seen"], "kind": "xlsx"}
    response = admin.post(page, sent)
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    titles = [row[11] for row in sheet.iter_rows(values_only=True)]
    assert sorted(titles) == ["작품 0", "작품 1", "제목"]
    monkeypatch.setattr(bulk, "AT_ONCE", 1)
    page = page_of("export", query="id=all&waiting=yes")
    sent = {"seen": admin.get(page).context["seen"], "kind": "csv"}
    assert len(rows_of(admin.post(page, sent))) == 1 + 3


def test_an_export_asks_for_no_entry_by_itself(admin, django_assert_max_num_queries):
    entry = submitted_entry()
    copies_that_wait(entry, 60)
    admin.get(LIST)
    with django_assert_max_num_queries(25):
        assert len(rows_of(admin.get(f"{LIST}?export=csv"))) == 62
