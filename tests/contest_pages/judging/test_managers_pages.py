"""What programme managers see of judging in the admin, and do there."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.utils import timezone
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from cms.notices.models import Notice
from contest_pages.entries.models import Entry
from contest_pages.judging import actions
from contest_pages.judging.models import Conflict, Judge, Review, Trouble
from contest_pages.models import Stage
from tests.contest_pages.judging.scene import (
    appointed,
    begin,
    criterion_of,
    entries_of,
    finish,
    given,
    judging_stage,
    manager,
    pledged,
)
from tests.factories import TrackFactory, UserFactory, leader_of
from tests.statements import asked, check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def password_is_enough(settings):
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def stage(db):
    return judging_stage()


@pytest.fixture
def by(db, client):
    user = manager(name="담당자")
    client.force_login(user)
    return user


def page(client, address: str) -> str:
    """The page at an address, which must be there."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def said(response) -> list[str]:
    """What the answer to a form says."""
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


# --- One stage ----------------------------------------------------------------------------------


def test_the_page_of_a_stage_says_who_has_done_how_much(client, by, stage):
    judge, idle = pledged(stage, name="부지런한 위원"), appointed(stage, name="조용한 위원")
    done, begun, todo = [given(judge, entry) for entry in entries_of(stage.contest, 3)]
    finish(done), begin(begun)
    context = client.get(f"/admin/judging/{stage.pk}/").context
    rows = {row.name: (row.load, row.begun, row.done) for row in context["judges"]}
    assert rows == {"부지런한 위원": (3, 1, 1), "조용한 위원": (0, 0, 0)}
    progress = context["progress"]
    assert (progress.entries, progress.short, progress.complete) == (3, 3, 0)
    assert (progress.given, progress.submitted) == (3, 1)
    assert (progress.judges, progress.pledged) == (2, 1)
    assert todo.entry.title in page(client, f"/admin/judging/{stage.pk}/")
    assert idle.email in page(client, f"/admin/judging/{stage.pk}/")


def test_entries_are_found_by_state_track_and_words(client, by, stage):
    track = TrackFactory(contest=stage.contest)
    short, half = entries_of(stage.contest, 2)
    Entry.objects.filter(pk=half.pk).update(track=track, title="한강 놀이터", team_name="한강팀")
    for each in (pledged(stage), pledged(stage)):
        given(each, half)

    def found(query: str) -> list[str]:
        context = client.get(f"/admin/judging/{stage.pk}/?{query}").context
        return [entry.title for entry in context["page_of_entries"]]

    assert found("show=short") == [short.title]
    assert found("show=open") == ["한강 놀이터"]
    assert found("show=done") == []
    assert found(f"track={track.pk}") == ["한강 놀이터"]
    assert found("q=한강팀") == ["한강 놀이터"]
    everything = {short.title, "한강 놀이터"}
    for nonsense in ("show=x", "track=99999999999999999999999", "track=²", "p=x", "q=%00"):
        assert set(found(nonsense)) == everything, nonsense


def test_a_stage_of_30_entries_asks_no_more_than_one_of_10(client, by, stage):
    criterion_of(stage)
    judges = [pledged(stage) for _each in range(3)]

    def grow(count: int) -> None:
        for number, entry in enumerate(entries_of(stage.contest, count)):
            finish(given(judges[number % 3], entry), points=number % 11)

    grow(10)
    pages = ("", "assign/", "conflicts/", "agreement/", f"entries/{Entry.objects.first().pk}/")
    addresses = [f"/admin/judging/{stage.pk}/{page}" for page in pages]
    few = {address: len(asked(client, address)) for address in addresses}
    grow(20)
    many = {address: asked(client, address) for address in addresses}
    assert {address: len(statements) for address, statements in many.items()} == few
    for statements in many.values():
        check(statements, 40)


def test_the_list_of_stages_asks_no_more_of_many(client, by, stage):
    few = asked(client, "/admin/judging/")
    for _each in range(10):
        pledged(judging_stage())
    assert len(asked(client, "/admin/judging/")) == len(few)


def test_the_contest_leads_to_its_judging_stages(client, by, stage):
    text = page(client, f"/admin/contests/edit/{stage.contest_id}/")
    assert f"/admin/judging/{stage.pk}/" in text


def test_there_is_no_judging_page_of_a_stage_of_another_kind(client, by, stage):
    Stage.objects.filter(pk=stage.pk).update(kind="milestone", round=None, weight=None)
    assert client.get(f"/admin/judging/{stage.pk}/").status_code == 404


# --- Judges -------------------------------------------------------------------------------------


def test_a_judge_is_appointed_with_the_name_of_the_account(client, by, stage):
    UserFactory(email="nara@example.org", name="이나라")
    response = client.post(
        f"/admin/judging/{stage.pk}/appoint/", {"email": "Nara@example.org", "is_chair": "on"}
    )
    judge = stage.judges.get()
    assert (judge.name, judge.email, judge.is_chair) == ("이나라", "nara@example.org", True)
    assert response.url == f"/admin/judging/{stage.pk}/"


def test_what_was_typed_stays_where_an_appointment_is_refused(client, by, stage):
    appointed(stage, email="nara@example.org")
    for data in (
        {"email": "nara@example.org", "name": "이나라", "organisation": "시민대학교"},
        {"email": "stranger@example.org", "organisation": "시민대학교"},
    ):
        response = client.post(f"/admin/judging/{stage.pk}/appoint/", data)
        assert response.status_code == 422
        assert "시민대학교" in response.content.decode()
    assert stage.judges.count() == 1


def test_a_judge_is_changed_invited_again_and_taken_out(client, by, stage):
    judge = appointed(stage, name="이나라")
    address = f"/admin/judging/judges/{judge.pk}/"
    client.post(address, {"name": "이나라", "domain": "@SNU.ac.kr"})
    assert Judge.objects.get().domain == "snu.ac.kr"
    old = judge.token_hash
    client.post(f"{address}invite/")
    assert Judge.objects.get().token_hash != old
    client.post(f"{address}withdraw/", {"reason": "사임", "move": "on"})
    assert Judge.objects.get().state == Judge.State.WITHDRAWN
    assert client.post(f"{address}withdraw/", {"reason": "사임"}).status_code == 422


def test_reminders_go_to_those_who_have_something_left(client, by, stage):
    late, done, asked_only = pledged(stage), pledged(stage), appointed(stage)
    entry = entries_of(stage.contest, 1)[0]
    given(late, entry), finish(given(done, entry)), given(asked_only, entry)
    Notice.objects.all().delete()
    response = client.post(f"/admin/judging/{stage.pk}/remind/")
    assert said(response) == ["심사위원 2명에게 알림을 보냈습니다."]
    assert list(Notice.objects.order_by("pk").values_list("kind", "address")) == [
        ("judge_reminder", late.email),
        ("judge_unanswered", asked_only.email),
    ]
    finish(late.reviews.get())
    actions.withdraw(asked_only, reason="사임", move=False, by=by)
    assert said(client.post(f"/admin/judging/{stage.pk}/remind/")) != []
    assert Notice.objects.filter(kind="judge_unanswered").count() == 1


# --- Sharing out --------------------------------------------------------------------------------


def test_the_proposal_says_who_gets_how_many_and_is_followed(client, by, stage):
    pledged(stage, name="가"), pledged(stage, name="나")
    entries_of(stage.contest, 4)
    address = f"/admin/judging/{stage.pk}/assign/"
    context = client.get(address).context
    assert {row["judge"].name: row["given"] for row in context["rows"]} == {"가": 4, "나": 4}
    assert Review.objects.count() == 0
    response = client.post(address, {"seen": context["plan"].mark})
    assert said(response) == ["심사 8건을 배정했습니다."]
    assert Review.objects.count() == 8


def test_a_proposal_that_is_out_of_date_is_shown_anew_and_not_followed(client, by, stage):
    pledged(stage), pledged(stage)
    entries_of(stage.contest, 4)
    response = client.post(f"/admin/judging/{stage.pk}/assign/", {"seen": "old"})
    assert response.status_code == 422
    assert "그사이 바뀐 내용이 있습니다" in response.content.decode()
    assert Review.objects.count() == 0


def test_a_wish_that_cannot_be_had_is_explained_in_words(client, by, stage):
    entry, _other = entries_of(stage.contest, 2)
    pledged(stage, name="가 위원", user=leader_of(entry))
    pledged(stage, name="나 위원")
    text = " ".join(page(client, f"/admin/judging/{stage.pk}/assign/").split())
    assert "심사위원이 모자라는 출품작 1건" in text
    assert "심사위원 2명 중 1명" in text
    assert "가 위원 (팀에 속함)" in text
    assert "심사위원을 1명 이상 더 위촉하거나" in text


def test_an_entry_is_given_and_taken_away_on_its_own_page(client, by, stage):
    judge = pledged(stage)
    entry = entries_of(stage.contest, 1)[0]
    address = f"/admin/judging/{stage.pk}/entries/{entry.pk}/"
    client.post(address, {"give": judge.pk})
    assert list(Review.objects.values_list("judge", "entry")) == [(judge.pk, entry.pk)]
    client.post(address, {"take": judge.pk})
    assert Review.objects.count() == 0
    for nonsense in ({}, {"give": "x"}, {"give": "9" * 30}, {"take": judge.pk}):
        assert client.post(address, nonsense).status_code == 404


def test_the_page_of_an_entry_offers_who_may_have_it_and_says_why_others_may_not(client, by, stage):
    track = TrackFactory(contest=stage.contest)
    entry = entries_of(stage.contest, 1)[0]
    pledged(stage, name="가", user=leader_of(entry))
    pledged(stage, name="나", tracks=[track])
    given(pledged(stage, name="다"), entry)
    rows = client.get(f"/admin/judging/{stage.pk}/entries/{entry.pk}/").context["rows"]
    assert [(row["judge"].name, row["may_have"], row["review"] is None) for row in rows] == [
        ("가", False, True),
        ("나", True, True),
        ("다", True, False),
    ]
    assert [str(row["reason"] or "") for row in rows] == ["팀에 속함", "다른 부문 심사", ""]


def test_a_conflict_is_declared_seen_and_taken_back(client, by, stage):
    judge = pledged(stage, name="이나라")
    entry = entries_of(stage.contest, 1)[0]
    address = f"/admin/judging/{stage.pk}/conflicts/"
    data = {"judge": judge.pk, "entry": entry.pk, "kind": "mentor", "note": "창업 교육"}
    client.post(address, data)
    conflict = Conflict.objects.get()
    assert (conflict.email, conflict.entry, conflict.declared_by) == (judge.email, entry, by)
    rows = client.get(address).context["page_of_rows"]
    assert [(row["judge"], row["entry"], row["declared"]) for row in rows] == [
        (judge, entry, conflict)
    ]
    assert client.post(address, data).status_code == 422
    client.post(address, {"remove": conflict.pk})
    assert list(client.get(address).context["page_of_rows"]) == []


# --- Troubles -----------------------------------------------------------------------------------


def test_a_moderator_answers_a_judge_and_sees_no_scores(client, stage):
    client.force_login(UserFactory(groups=["Moderators"]))
    judge = pledged(stage)
    review = finish(given(judge, entries_of(stage.contest, 1)[0]))
    trouble = Trouble.objects.create(
        review=review, text="영상이 멈춥니다.", reported_at=timezone.now()
    )
    address = "/admin/judging/troubles/"
    assert "영상이 멈춥니다." in page(client, address)
    assert client.post(address, {"trouble": trouble.pk, "answer": " "}).status_code == 422
    client.post(address, {"trouble": trouble.pk, "answer": "다시 올렸습니다."})
    trouble.refresh_from_db()
    assert (trouble.answer, trouble.answered_at is not None) == ("다시 올렸습니다.", True)
    late = {"trouble": trouble.pk, "answer": "다른 답입니다."}
    assert client.post(address, late).status_code == 422
    trouble.refresh_from_db()
    assert trouble.answer == "다시 올렸습니다."
    notice = Notice.objects.get(kind="judge_trouble_answered")
    assert notice.address == judge.email
    assert "다시 올렸습니다." in notice.body
    for closed in (f"{stage.pk}/", f"{stage.pk}/agreement/", f"{stage.pk}/scores/"):
        assert client.get(f"/admin/judging/{closed}").status_code == 302


def test_managers_are_told_what_a_judge_cannot_open_and_that_one_recused(client, by, stage):
    judge = pledged(stage)
    one, two = entries_of(stage.contest, 2)
    actions.report_trouble(given(judge, one), text="열리지 않습니다.", by=judge.user)
    actions.recuse(given(judge, two), reason="제자의 작품입니다.", by=judge.user)
    told = set(Notice.objects.filter(address=by.email).values_list("kind", flat=True))
    assert told == {"judge_trouble", "judge_recused"}


# --- Reminders by the day -----------------------------------------------------------------------


def test_judges_are_reminded_three_days_and_one_day_before_the_end_once_each(stage):
    judge = pledged(stage)
    given(judge, entries_of(stage.contest, 1)[0])

    def reminded(before: timedelta) -> int:
        return actions.remind_before_closing(stage.closes_at - before)

    assert reminded(timedelta(days=4)) == 0
    assert reminded(timedelta(days=3)) == 1
    assert reminded(timedelta(days=2)) == 0
    assert reminded(timedelta(hours=20)) == 1
    assert reminded(timedelta(hours=19)) == 0
    assert reminded(timedelta(0)) == 0
    stage.closes_at += timedelta(days=5)
    stage.save()
    assert reminded(timedelta(days=3)) == 1


def test_who_has_not_answered_is_reminded_with_a_link_that_leads_to_the_answer(
    client, by, stage, django_capture_on_commit_callbacks
):
    judge, entry = appointed(stage), entries_of(stage.contest, 1)[0]
    appointed(stage, email="idle@example.org")
    given(judge, entry)

    def reminded(before: timedelta) -> list[str]:
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            actions.remind_before_closing(stage.closes_at - before)
        return [letter.body for letter in mail.outbox if letter.to == [judge.email]]

    day = timedelta(days=1)
    invitation = ModelLogEntry.objects.filter(action="judge.appoint")
    invitation.update(timestamp=stage.closes_at - 2 * day)
    assert reminded(3 * day) == reminded(1.5 * day) == []  # has just got the invitation
    invitation.update(timestamp=stage.closes_at - 9 * day)
    actions.invite_again(judge, by=by, now=stage.closes_at - 3.5 * day)
    assert reminded(3 * day) == []
    ModelLogEntry.objects.filter(action="judge.invite_again").delete()
    first, again = reminded(3 * day), reminded(2 * day)
    second = reminded(day)
    assert (len(first), again, len(second)) == (1, [], 1)
    assert "남은 심사: 1" in first[0]
    links = [re.search(r"https?://[^/\s]+(/\S+)", body)[1] for body in (*first, *second)]
    assert [client.get(link).status_code for link in links] == [404, 200]
    notice = Notice.objects.filter(kind="judge_unanswered").first()
    assert (notice.is_secret, notice.body) == (True, "")
    Judge.objects.filter(pk=judge.pk).update(
        state=Judge.State.PLEDGED, user=UserFactory(email=judge.email), pledge="서약"
    )
    assert reminded(day / 2) == []  # once on the day, whatever was written


# --- Scores -------------------------------------------------------------------------------------


def test_scores_are_taken_away_as_csv_and_xlsx_without_private_notes(client, by, stage):
    criterion = criterion_of(stage, title_ko="완성도")
    judge = pledged(stage, name="=HYPERLINK(0)")
    entry, other = entries_of(stage.contest, 2)
    review = finish(given(judge, entry), points=7)
    Review.objects.filter(pk=review.pk).update(comment="좋은 앱입니다.", notes="비밀 메모")
    begin(given(judge, other))
    address = f"/admin/judging/{stage.pk}/scores/"
    text = b"".join(client.get(f"{address}?export=csv").streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [
        (row["출품작"], row[f"완성도 ({criterion.maximum})"], row["백분율"]) for row in rows
    ] == [(entry.title, "7", "70.0")]
    assert rows[0]["심사위원"] == "'=HYPERLINK(0)"
    assert "비밀 메모" not in text
    book = load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content)))
    assert [cell.value for cell in book.active[2]][1:4] == [entry.title, None, "'=HYPERLINK(0)"]
