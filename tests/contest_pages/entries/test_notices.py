import re
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from cms.errors import Refused
from cms.notices.kinds import all_kinds
from cms.notices.models import Notice, NoticeRefusal
from cms.notices.texts import delivered, sample, unknown_placeholders
from contest_pages.entries import actions, digest
from contest_pages.entries.models import Entry, Membership
from tests.factories import (
    TrackFactory,
    UserFactory,
    accepted_entry,
    content,
    copies_that_wait,
    draft_entry,
    leader_of,
    open_contest,
    submitted_entry,
)
from tests.pages import award

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator():
    return UserFactory(groups=["Moderators"], name="박운영")


def last_of(entry: Entry) -> Notice:
    return Notice.objects.filter(about_id=entry.pk).first()


def test_every_member_gets_the_receipt_in_their_language():
    entry = draft_entry(by=UserFactory(name="김하늘"))
    member = UserFactory(name="Sky Kim", preferred_language="en")
    Membership.objects.create(entry=entry, user=member)
    entry = actions.submit(entry, content=content(), by=leader_of(entry))
    ours, theirs = Notice.objects.order_by("recipient")
    receipt = entry.receipts.get()
    assert ours.subject == f"[마당] 제출 확인: 따릉이 길잡이 ({receipt.code})"
    assert theirs.subject == f"[Madang] Received: 따릉이 길잡이 ({receipt.code})"
    assert f"http://127.0.0.1:8000/my/entries/{entry.pk}/receipts/1/" in ours.body
    assert f"http://127.0.0.1:8000/en/my/entries/{entry.pk}/receipts/1/" in theirs.body
    for mail in (ours, theirs):
        assert mail.about == entry
        assert receipt.sha256 in mail.body
        assert "가까운 대여소와 남은 자전거를 알려 줍니다." in mail.body
        assert re.search(r"\d\d:\d\d:\d\d \(Asia/Seoul\)", mail.body)


def test_each_act_writes_its_mail_to_the_team(moderator):
    entry = submitted_entry()
    leader = leader_of(entry)
    written = [last_of(entry).kind]

    def note() -> None:
        written.append(last_of(entry).kind)

    def seen():
        return Entry.objects.get(pk=entry.pk).latest_revision

    actions.take_back(entry, by=leader)
    note()
    actions.submit(entry, content=content(), by=leader)
    note()
    actions.request_changes(entry, revision=seen(), reason="표지", by=moderator)
    note()
    actions.submit(entry, content=content(), by=leader)
    actions.accept(entry, revision=seen(), by=moderator)
    note()
    actions.disqualify(entry, reason="표절", by=moderator)
    note()
    actions.reverse(entry, reason="다시 봄", by=moderator)
    note()
    actions.withdraw(entry, by=leader)
    note()
    assert written == [
        "entry_received",
        "entry_taken_back",
        "entry_received_again",
        "entry_changes_asked",
        "entry_accepted",
        "entry_disqualified",
        "entry_reversed",
        "entry_withdrawn",
    ]
    assert {notice.recipient for notice in Notice.objects.all()} == {leader}


def test_a_request_for_changes_says_what_and_until_when_and_not_who(moderator):
    entry = submitted_entry()
    actions.request_changes(entry, revision=entry.latest_revision, reason="표지", by=moderator)
    body = last_of(entry).body
    assert "표지" in body
    assert re.search(r"기한: \d{4}\. \d+\. \d+\.\(.\) \d\d:\d\d", body)
    assert moderator.name not in body


def test_a_reversal_says_where_the_entry_stands_now(moderator):
    entry = submitted_entry()
    actions.disqualify(entry, reason="표절", by=moderator)
    actions.reverse(entry, reason="다시 봄", by=moderator)
    assert "지금 상태: 제출함" in last_of(entry).body


def test_a_refused_act_writes_to_nobody(moderator):
    entry = submitted_entry()
    before = Notice.objects.count()
    with pytest.raises(Refused):
        actions.request_changes(entry, revision=entry.latest_revision, reason=" ", by=moderator)
    assert Notice.objects.count() == before


def test_an_award_is_told_to_nobody():
    entry = accepted_entry()
    before = Notice.objects.count()
    award(entry)
    assert Notice.objects.count() == before


def test_a_moderator_reads_that_an_entry_was_handed_to_them(moderator):
    entry, other = submitted_entry(), UserFactory(groups=["Moderators"], name="최검토")
    entry = actions.take_on(entry, by=moderator)
    actions.hand_over(submitted_entry(), to=other, by=other)
    told = Notice.objects.filter(kind="entry_handed_over")
    assert not told.exists()  # who takes it on, or gives it to themselves, knows
    actions.give_back(entry, by=moderator)
    actions.hand_over(entry, to=moderator, by=other)
    assert told.count() == 1
    mail = last_of(entry)
    assert (mail.kind, mail.recipient) == ("entry_handed_over", moderator)
    assert "최검토" in mail.body and f"/review/{entry.pk}/" in mail.body


def test_of_what_is_shared_out_each_moderator_reads_once_how_many_they_were_given(moderator):
    other = UserFactory(groups=["Moderators"], preferred_language="en")
    sharing = UserFactory(groups=["Programme managers"], name="이담당")
    contest = open_contest()
    for _each in range(5):
        submitted_entry(contest)
    actions.balance(Entry.objects.all(), [moderator, other, sharing], by=sharing)
    given = Notice.objects.filter(kind="entries_given")
    # Who shares out sees it on the page.
    assert {notice.recipient for notice in given} == {moderator, other} and given.count() == 2
    mine, theirs = given.get(recipient=moderator), given.get(recipient=other)
    assert mine.subject == "[마당] 확인할 출품작 2건이 배정되었습니다"
    assert theirs.subject == "[Madang] Entries for you to review: 2"
    assert "이담당" in mine.body and "waiting=yes&assignee=me" in mine.body
    actions.balance(Entry.objects.all(), [moderator], by=sharing)  # nothing is left
    assert given.count() == 2


def test_who_moves_an_entry_tells_its_team_to_which_track_and_why(moderator):
    entry = submitted_entry(by=UserFactory(preferred_language="en"))
    korean = UserFactory()
    Membership.objects.create(entry=entry, user=korean)
    track, other = (
        TrackFactory(contest=entry.contest, title_ko=ko, title_en=en)
        for ko, en in (("청년 부문", "Youth"), ("일반 부문", "General"))
    )
    actions.move_track(entry, track=track, reason="대학생 팀입니다.", by=moderator)
    mails = Notice.objects.filter(kind="entry_moved")
    bodies = {mail.recipient: mail.body for mail in mails}
    assert bodies.keys() == {korean, leader_of(entry)}
    assert "청년 부문" in bodies[korean] and "대학생 팀입니다." in bodies[korean]
    assert "into another track: Youth" in bodies[leader_of(entry)]
    assert f"/en/my/entries/{entry.pk}/" in bodies[leader_of(entry)]
    assert moderator.name not in "".join(bodies.values())
    actions.move_track(entry, track=other, by=moderator)
    assert "이유: –" in last_of(entry).body


def write(entry: Entry, text: str, by) -> Notice:
    actions.write(entry, text, by=by, form_key=uuid.uuid4())
    return last_of(entry)


def test_a_message_names_the_team_to_moderators_and_no_moderator_to_the_team(moderator):
    entry = submitted_entry(by=UserFactory(name="김하늘"))
    actions.take_on(entry, by=moderator)
    UserFactory(groups=["Moderators"])
    to_team = write(entry, "오프라인에서도 되나요?", moderator)
    assert to_team.recipient == leader_of(entry)
    assert "오프라인에서도 되나요?" in to_team.body and moderator.name not in to_team.body
    assert f"/my/entries/{entry.pk}/#conversation" in to_team.body
    to_staff = write(entry, "네, 됩니다.", leader_of(entry))
    assert to_staff.recipient == moderator
    assert "김하늘" in to_staff.body and f"/review/{entry.pk}/#conversation" in to_staff.body
    assert Notice.objects.filter(kind="entry_message").count() == 2


def test_a_question_about_an_entry_that_nobody_sees_to_goes_to_all_moderators(moderator):
    entry, other = submitted_entry(), UserFactory(groups=["Programme managers"])
    UserFactory(is_superuser=True)
    write(entry, "언제 알 수 있나요?", leader_of(entry))
    asked = Notice.objects.filter(kind="entry_message")
    assert {notice.recipient for notice in asked} == {moderator, other}


# --- The daily summary ----------------------------------------------------------------------


def summaries() -> list[Notice]:
    return list(Notice.objects.filter(kind="entries_waiting"))


def test_the_summary_lists_what_waits_by_contest_the_oldest_first(moderator):
    first, second = open_contest(title_ko="앱 공모전"), open_contest(title_ko="생각 공모전")
    now = timezone.now()
    for contest, title, hours in ((second, "둘", 2), (first, "셋", 1), (second, "하나", 3)):
        entry = draft_entry(contest)
        actions.submit(entry, content=content(title=title), by=leader_of(entry))
        state = Entry.objects.get(pk=entry.pk).current_workflow_task_state
        type(state).objects.filter(pk=state.pk).update(started_at=now - timedelta(hours=hours))
    assert digest.write_summaries(now) == 1
    (mail,) = summaries()
    assert mail.subject == "[마당] 결정을 기다리는 출품작 3건"
    places = [
        mail.body.index(word) for word in ("생각 공모전: 2", "하나", "둘", "앱 공모전: 1", "셋")
    ]
    assert places == sorted(places)


def test_the_summary_is_written_once_a_day_to_each_in_their_language(moderator):
    english = UserFactory(groups=["Programme managers"], preferred_language="en")
    UserFactory(groups=["Editors"])
    submitted_entry()
    call_command("daily")
    call_command("daily")
    assert {(mail.recipient, mail.language) for mail in summaries()} == {
        (moderator, "ko"),
        (english, "en"),
    }
    digest.write_summaries(timezone.now() + timedelta(days=1))
    assert len(summaries()) == 4


def test_no_summary_goes_to_a_moderator_for_whom_nothing_waits(moderator):
    accepted_entry()
    own = submitted_entry(by=UserFactory())
    Membership.objects.create(entry=own, user=moderator)
    of_other = submitted_entry()
    other = UserFactory(groups=["Moderators"])
    actions.take_on(of_other, by=other)
    digest.write_summaries(timezone.now())
    # The helper of accepted_entry is a moderator too, and sees to nothing.
    mails = {mail.recipient: mail.body for mail in summaries()}
    assert moderator not in mails
    assert f"/review/{of_other.pk}/" in mails[other] and f"/review/{own.pk}/" in mails[other]


def test_a_moderator_can_refuse_the_summary(moderator):
    submitted_entry()
    NoticeRefusal.objects.create(user=moderator, group="summary")
    assert digest.write_summaries(timezone.now()) == 0


def test_the_summary_of_many_entries_is_short(moderator):
    copies_that_wait(submitted_entry(), digest.LISTED + 2)
    digest.write_summaries(timezone.now())
    (mail,) = summaries()
    assert mail.body.count("/review/") == digest.LISTED
    assert "그 밖에 3건" in mail.body


# --- The texts ------------------------------------------------------------------------------


def test_every_kind_says_the_same_in_both_languages_with_words_that_are_known():
    for kind in all_kinds().values():
        korean, english = delivered(kind, "ko"), delivered(kind, "en")
        for letter in (korean, english):
            assert unknown_placeholders(kind, letter.subject + letter.body) == [], kind.key
        names = [
            sorted(set(re.findall(r"\{\w+\}", each.subject + each.body)))
            for each in (korean, english)
        ]
        assert names[0] == names[1], kind.key
        for language in ("ko", "en"):
            letter = sample(kind, language, None)
            assert "{" not in letter.subject + letter.body, kind.key
