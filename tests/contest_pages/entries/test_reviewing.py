"""What a moderator has at hand on the review page: checklist, notes, ready reasons, files."""

import pytest
from django.urls import reverse
from django.utils import translation

from cms.errors import Refused
from contest_pages.entries import actions
from contest_pages.entries.models import CheckMark, Entry, InternalNote, ReasonText
from contest_pages.entries.queries import history
from contest_pages.models import CheckItem
from media.models import PrivateFile
from tests.contest_pages.entries.desk import last_reason
from tests.factories import (
    QuestionFactory,
    UserFactory,
    accepted_entry,
    content,
    draft_entry,
    leader_of,
    open_contest,
    resubmit,
    submitted_entry,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db
State = Entry.State


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"], name="운영자")


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


def review_page(entry) -> str:
    return reverse("wagtailsnippets_contest_entries_entry:review", args=[entry.pk])


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def seen(entry, act: str, **fields) -> dict:
    row = fresh(entry)
    return {"act": act, "revision": row.latest_revision_id, "state": row.state} | fields


def checked_contest(*titles: str):
    contest = open_contest()
    for place, title in enumerate(titles):
        CheckItem.objects.create(contest=contest, title_ko=title, sort_order=place)
    return contest, list(contest.checks.all())


def verdicts(items, *verdicts: str) -> dict:
    return {f"verdict-{item.pk}": found for item, found in zip(items, verdicts, strict=True)}


# --- the checklist ------------------------------------------------------------------------


def test_what_was_checked_is_kept_with_who_and_when_and_of_which_submission(admin, moderator):
    contest, items = checked_contest("직접 만든 작품인가", "파일이 열리는가")
    entry = submitted_entry(contest)
    sent = verdicts(items, "ok", "not_ok") | {f"note-{items[1].pk}": "암호가 걸려 있음"}
    admin.post(f"{review_page(entry)}checks/", sent | {"revision": entry.latest_revision_id})
    marks = CheckMark.objects.order_by("item").values_list("item", "verdict", "note", "by")
    assert list(marks) == [
        (items[0].pk, "ok", "", moderator.pk),
        (items[1].pk, "not_ok", "암호가 걸려 있음", moderator.pk),
    ]
    actions.request_changes(entry, revision=entry.review.revision, reason="파일", by=moderator)
    entry = resubmit(entry)
    lines = admin.get(review_page(entry)).context["checks"]
    assert [(line.verdict, line.before.verdict) for line in lines] == [("", "ok"), ("", "not_ok")]


def test_checking_again_keeps_who_found_what_did_not_change(admin, moderator):
    contest, items = checked_contest("하나", "둘")
    entry = submitted_entry(contest)
    other = UserFactory(groups=["Moderators"])
    found = {items[0].pk: ("ok", ""), items[1].pk: ("ok", "")}
    actions.check(entry, revision=entry.latest_revision, found=found, by=other)
    found[items[1].pk] = ("not_ok", "")
    actions.check(entry, revision=entry.latest_revision, found=found, by=moderator)
    assert [mark.by for mark in CheckMark.objects.order_by("item")] == [other, moderator]


def test_an_entry_is_accepted_where_the_checklist_is_fulfilled(admin, moderator):
    contest, items = checked_contest("하나", "둘")
    entry = submitted_entry(contest)
    admin.post(review_page(entry), seen(entry, "accept"))
    assert fresh(entry).state == State.SUBMITTED
    found = {item.pk: ("ok", "") for item in items}
    actions.check(entry, revision=entry.latest_revision, found=found, by=moderator)
    admin.post(review_page(entry), seen(entry, "accept"))
    assert fresh(entry).state == State.ACCEPTED


def test_else_a_sentence_says_why_which_only_staff_read(admin, client, moderator):
    contest, items = checked_contest("하나", "둘")
    entry = submitted_entry(contest)
    actions.check(
        entry,
        revision=entry.latest_revision,
        found={items[0].pk: ("ok", ""), items[1].pk: ("not_ok", "")},
        by=moderator,
    )
    page = admin.post(review_page(entry), seen(entry, "accept")).content.decode()
    assert "확인되지 않은 항목이 있습니다: 둘" in page
    admin.post(review_page(entry), seen(entry, "accept", because="담당자가 확인함"))
    assert fresh(entry).state == State.ACCEPTED
    assert history(entry)[0].data == {"because": "담당자가 확인함"}
    assert "담당자가 확인함" in admin.get(review_page(entry)).content.decode()
    client.force_login(leader_of(entry))
    for page in (reverse("my_entry", args=[entry.pk]),):
        assert "담당자가 확인함" not in client.get(page).content.decode()


def test_a_check_of_another_submission_or_with_nonsense_is_not_kept(admin):
    contest, items = checked_contest("하나")
    entry = submitted_entry(contest)
    for sent in (
        {},
        {"revision": "x"},
        verdicts(items, "ok") | {"revision": entry.latest_revision_id + 1},
        verdicts(items, "sure") | {"revision": entry.latest_revision_id},
        verdicts(items, "ok")
        | {"revision": entry.latest_revision_id, f"note-{items[0].pk}": "가" * 301},
    ):
        assert admin.post(f"{review_page(entry)}checks/", sent).status_code == 302
    assert admin.get(f"{review_page(entry)}checks/").status_code == 405
    assert not CheckMark.objects.exists()


# --- notes among moderators ---------------------------------------------------------------


def test_moderators_note_what_no_team_reads(admin, client, moderator):
    entry = submitted_entry()
    admin.post(f"{review_page(entry)}note/", {"text": "작년 작품과 같아 보임"})
    assert InternalNote.objects.get().by == moderator
    assert "작년 작품과 같아 보임" in admin.get(review_page(entry)).content.decode()
    admin.post(f"{review_page(entry)}note/", {"text": "   "})
    assert InternalNote.objects.count() == 1
    client.force_login(leader_of(entry))
    page = client.get(reverse("my_entry", args=[entry.pk])).content.decode()
    assert "작년 작품과 같아 보임" not in page


def test_a_moderator_of_the_team_reads_and_writes_no_notes_about_it(admin, client, moderator):
    contest, _items = checked_contest("하나")
    member = UserFactory(groups=["Moderators"])
    entry = submitted_entry(contest, by=member)
    actions.note(entry, text="비밀 이야기", by=moderator)
    client.force_login(member)
    page = client.get(review_page(entry)).content.decode()
    assert "비밀 이야기" not in page and 'id="checks"' not in page and 'id="notes"' not in page
    client.post(f"{review_page(entry)}note/", {"text": "내 것"})
    assert InternalNote.objects.count() == 1
    with pytest.raises(Refused):
        actions.check(entry, revision=entry.latest_revision, found={}, by=member)


def test_others_neither_check_nor_note(client):
    entry = submitted_entry()
    for who in (UserFactory(), UserFactory(groups=["Editors"]), leader_of(entry)):
        client.force_login(who)
        for part in ("checks/", "note/"):
            response = client.post(f"{review_page(entry)}{part}", {"text": "말"})
            assert response.status_code in (302, 403)
    assert not InternalNote.objects.exists()


# --- ready reasons ------------------------------------------------------------------------


def reason_text(**fields) -> ReasonText:
    texts = {"text_ko": "저장소를 열어 주세요.", "text_en": "Please open the repository."}
    return ReasonText.objects.create(act="request_changes", title="저장소", **texts | fields)


@pytest.mark.parametrize(
    ("typed", "korean", "english"),
    [
        ("", "저장소를 열어 주세요.", "Please open the repository."),
        ("저장소를 열어 주세요.", "저장소를 열어 주세요.", "Please open the repository."),
        ("Please open the repository.", "저장소를 열어 주세요.", "Please open the repository."),
        (
            "저장소를 열어 주세요.\n\n금요일까지요.",
            "저장소를 열어 주세요.\n\n금요일까지요.",
            "Please open the repository.\n\n금요일까지요.",
        ),
        (
            "금요일까지요.",
            "저장소를 열어 주세요.\n\n금요일까지요.",
            "Please open the repository.\n\n금요일까지요.",
        ),
    ],
)
def test_a_ready_reason_is_read_by_each_in_their_language(admin, typed, korean, english):
    entry, text = submitted_entry(), reason_text()
    sent = seen(entry, "request_changes", text=text.pk, reason=typed)
    admin.post(review_page(entry), sent)
    assert fresh(entry).state == State.NEEDS_CHANGES
    assert last_reason(entry) == korean
    with translation.override("en"):
        assert last_reason(entry) == english


def test_ones_own_words_are_the_same_in_both_languages(admin):
    entry = submitted_entry()
    reason_text()
    admin.post(review_page(entry), seen(entry, "request_changes", text="", reason="내 말"))
    with translation.override("en"):
        assert last_reason(entry) == "내 말"


def test_each_act_offers_its_own_texts(admin):
    entry = submitted_entry()
    reason_text()
    ReasonText.objects.create(act="disqualify", title="표절", text_ko="표절입니다.")
    response = admin.get(review_page(entry))
    offered = {
        each["act"].name: [text.title for text in each["form"].texts]
        for each in response.context["decisions"]
        if hasattr(each["form"], "texts")
    }
    assert offered == {"request_changes": ["저장소"], "disqualify": ["표절"], "reverse": []}
    wrong = ReasonText.objects.get(act="disqualify")
    admin.post(review_page(entry), seen(entry, "request_changes", text=wrong.pk, reason="말"))
    assert fresh(entry).state == State.SUBMITTED


def test_moderators_edit_the_texts_and_editors_do_not(admin, client):
    add = reverse("wagtailsnippets_contest_entries_reasontext:add")
    sent = {"act": "disqualify", "title": "표절", "text_ko": "표절입니다.", "text_en": ""}
    admin.post(add, sent)
    assert ReasonText.objects.get().text_ko == "표절입니다."
    client.force_login(UserFactory(groups=["Editors"]))
    assert client.get(add).status_code in (302, 403)


# --- files --------------------------------------------------------------------------------


def test_a_pdf_is_shown_in_the_browsers_viewer_and_other_files_are_saved(admin):
    contest = open_contest()
    QuestionFactory(contest=contest, key="plan", kind="file")
    entry = draft_entry(contest)
    leader = leader_of(entry)
    plan = PrivateFile.objects.receive(corpus.upload("계획서.pdf", corpus.PDF), by=leader)
    text = PrivateFile.objects.receive(corpus.upload("적어 둠.txt", "가나다".encode()), by=leader)
    for file in (plan, text):
        actions.attach(entry, file, key="plan", by=leader)
    answer = {"key": "plan", "kind": "file", "label_ko": "계획", "label_en": ""}
    answer["value"] = [str(plan.uuid), str(text.uuid)]
    entry = actions.submit(entry, content=content(answers=[answer]), by=leader)
    page = admin.get(review_page(entry)).content.decode()
    assert f"{plan.get_absolute_url()}?show" in page and plan.sha256 in page
    assert f"{text.get_absolute_url()}?show" not in page and text.sha256 in page
    shown = admin.get(f"{plan.get_absolute_url()}?show")
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    for saved in (plan.get_absolute_url(), f"{text.get_absolute_url()}?show"):
        assert admin.get(saved)["Content-Disposition"].startswith("attachment")
        assert "sandbox" in admin.get(saved)["Content-Security-Policy"]


# --- after approval -----------------------------------------------------------------------


def test_an_accepted_entry_stays_as_it_was_until_its_change_is_accepted(admin, moderator):
    entry = accepted_entry(title="처음 이름")
    entry = resubmit(entry, title="바뀔 이름")
    assert (fresh(entry).title, fresh(entry).live, fresh(entry).state) == (
        "처음 이름",
        True,
        State.ACCEPTED,
    )
    listed = admin.get("/admin/snippets/contest_entries/entry/?waiting=change").content.decode()
    assert "처음 이름" in listed and "변경 대기" in listed
    page = admin.get(review_page(entry)).content.decode()
    assert "접수 완료된 출품작을 바꾸려는 제출" in page
    admin.post(review_page(entry), seen(entry, "request_changes", reason="이름을 알기 쉽게"))
    assert (fresh(entry).title, fresh(entry).live) == ("처음 이름", True)
    entry = resubmit(fresh(entry), title="알기 쉬운 이름")
    admin.post(review_page(entry), seen(entry, "accept"))
    assert (fresh(entry).title, fresh(entry).live) == ("알기 쉬운 이름", True)
