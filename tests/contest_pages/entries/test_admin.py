import pytest
from django.urls import reverse
from wagtail.models import TaskState

from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from contest_pages.models import Question
from media.models import PrivateFile
from tests.contest_pages.entries.desk import last_reason
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)
from tests.media import corpus
from tests.statements import recorded

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


def review_page(entry) -> str:
    return reverse("wagtailsnippets_contest_entries_entry:review", args=[entry.pk])


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def seen(entry, act: str, **fields) -> dict:
    """What a form on the entry's page sends as the entry stands now."""
    row = fresh(entry)
    return {"act": act, "revision": row.latest_revision_id, "state": row.state} | fields


def resubmit(entry, **fields) -> Entry:
    leader = leader_of(entry)
    actions.draft_of(entry, by=leader)
    return actions.submit(entry, content=content(**fields), by=leader)


def titles(response) -> list[str]:
    return [entry.title for entry in response.context["object_list"]]


# --- the list -----------------------------------------------------------------------------


def test_moderators_see_what_was_submitted_and_no_draft(admin):
    contest = open_contest()
    submitted_entry(contest, title="낸 작품")
    draft_entry(contest, data={"title": "쓰고 있는 작품"})
    response = admin.get(LIST)
    assert titles(response) == ["낸 작품"]
    assert "쓰고 있는 작품" not in response.content.decode()


def test_what_waits_longest_comes_first_and_what_does_not_wait_last(admin):
    contest = open_contest()
    accepted_entry(contest, title="접수됨")
    older, newer = submitted_entry(contest, title="먼저"), submitted_entry(contest, title="나중")
    states = TaskState.objects.order_by("pk")
    first, second = (
        states.get(revision=older.latest_revision),
        states.get(revision=newer.latest_revision),
    )
    assert first.started_at <= second.started_at
    assert titles(admin.get(LIST)) == ["먼저", "나중", "접수됨"]
    assert titles(admin.get(LIST + "?ordering=-waiting_since")) == ["나중", "먼저", "접수됨"]


def test_the_list_is_filtered_by_contest_track_state_waiting_and_date(admin):
    contest, other = open_contest(), open_contest()
    track = TrackFactory(contest=contest)
    submitted_entry(contest, title="첫째", track=track)
    submitted_entry(other, title="둘째")
    accepted_entry(other, title="셋째")
    for query, expected in (
        (f"contest={contest.pk}", ["첫째"]),
        (f"track={track.pk}", ["첫째"]),
        ("state=accepted", ["셋째"]),
        ("state=accepted&state=submitted", ["둘째", "셋째", "첫째"]),
        ("waiting=yes", ["둘째", "첫째"]),
        ("submitted_at_from=2000-01-01&submitted_at_to=2000-12-31", []),
        ("submitted_at_from=2000-01-01", ["둘째", "셋째", "첫째"]),
        ("contest=nonsense", ["둘째", "셋째", "첫째"]),
    ):
        assert sorted(titles(admin.get(f"{LIST}?{query}"))) == expected, query


def test_an_entry_is_found_by_title_team_receipt_and_member(admin):
    contest = open_contest()
    leader = UserFactory(name="홍길동", email="gildong@example.org")
    entry = submitted_entry(contest, by=leader, title="따릉이", team_name="활빈당")
    submitted_entry(contest, title="다른 것", team_name="다른 팀")
    for query in ("따릉", "활빈당", entry.receipt, "길동", "gildong@", "따릉 활빈"):
        assert titles(admin.get(LIST, {"q": query})) == ["따릉이"], query
    assert titles(admin.get(LIST, {"q": "없는 말"})) == []


def test_others_do_not_see_the_list(client):
    entry = submitted_entry()
    for who in (UserFactory(), UserFactory(groups=["Editors"]), leader_of(entry)):
        client.force_login(who)
        for address in (LIST, review_page(entry)):
            assert client.get(address).status_code in (302, 403), who
        assert client.post(review_page(entry), seen(entry, "accept")).status_code in (302, 403)
    assert fresh(entry).state == State.SUBMITTED


# --- the review page ----------------------------------------------------------------------


def test_the_review_page_shows_the_submission_with_its_questions_files_team_and_consents(admin):
    contest = open_contest()
    QuestionFactory(contest=contest, key="plan", kind=Question.Kind.FILE)
    entry = draft_entry(contest, by=UserFactory(name="김하늘", email="haneul@example.org"))
    leader = leader_of(entry)
    picture = PrivateFile.objects.receive(corpus.upload("화면.png", corpus.picture()), by=leader)
    plan = PrivateFile.objects.receive(corpus.upload("계획서.pdf", corpus.PDF), by=leader)
    actions.attach(entry, picture, key="images", by=leader)
    actions.attach(entry, plan, key="plan", by=leader)
    answer = {"key": "plan", "kind": "file", "label_ko": "물어본 그대로", "label_en": ""}
    actions.submit(
        entry,
        content=content(
            title="길잡이",
            images=[{"file": str(picture.uuid), "alt": "첫 화면"}],
            answers=[answer | {"value": [str(plan.uuid)]}],
        ),
        by=leader,
    )
    contest.questions.update(label_ko="나중에 바뀐 물음")
    page = admin.get(review_page(entry)).content.decode()
    for shown in (
        "길잡이",
        "물어본 그대로",
        "계획서.pdf",
        "첫 화면",
        "김하늘",
        "haneul@example.org",
    ):
        assert shown in page
    assert picture.thumbnail_url in page and plan.get_absolute_url() in page
    assert fresh(entry).receipt in page
    assert "나중에 바뀐 물음" not in page


def test_what_a_team_writes_is_never_markup(admin):
    entry = submitted_entry(title="<b>굵게</b>", description="<script>alert(1)</script>")
    page = admin.get(review_page(entry)).content.decode()
    assert "<b>굵게" not in page and "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_draft_has_no_review_page(admin):
    assert admin.get(review_page(draft_entry())).status_code == 404


def test_a_pending_change_is_shown_against_what_was_accepted(admin):
    entry = resubmit(accepted_entry(title="보이는 것", team_name="같은 팀"), title="바뀔 것")
    response = admin.get(review_page(entry))
    assert response.context["content"].title == "바뀔 것"
    changed = {
        change.label: (change.before, change.after) for change in response.context["changes"]
    }
    assert changed == {
        "제목": ("<del>보이는</del> 것", "<ins>바뀔</ins> 것"),
        "팀 이름": ("<del>같은 팀</del>", "<ins>달리는 사람들</ins>"),
    }


def test_an_earlier_submission_can_be_read_and_not_decided_about(admin, moderator):
    entry = submitted_entry(title="처음")
    first = entry.latest_revision_id
    actions.request_changes(entry, revision=entry.review.revision, reason="화면", by=moderator)
    resubmit(entry, title="다음")
    response = admin.get(review_page(entry), {"revision": first})
    assert response.context["content"].title == "처음"
    assert 'name="act"' not in response.content.decode()
    other = submitted_entry()
    for wrong in (other.latest_revision_id, 0, "x"):
        assert admin.get(review_page(entry), {"revision": wrong}).status_code == 404


def test_the_review_page_costs_the_same_however_much_was_submitted(admin, moderator):
    entry = submitted_entry()
    admin.get(review_page(entry))
    with recorded() as few:
        admin.get(review_page(entry))
    for _round in range(4):
        actions.request_changes(entry, revision=entry.review.revision, reason="더", by=moderator)
        entry = resubmit(entry)
    with recorded() as many:
        admin.get(review_page(entry))
    assert len(few) <= 40
    assert len(many) <= len(few)


# --- deciding -----------------------------------------------------------------------------


def test_accepting_says_so_and_leads_to_the_next(admin):
    contest = open_contest()
    entry, following = submitted_entry(contest, title="이것"), submitted_entry(contest)
    response = admin.post(review_page(entry), seen(entry, "accept"), follow=True)
    assert fresh(entry).state == State.ACCEPTED
    assert response.redirect_chain == [(review_page(entry), 302)]
    page = response.content.decode()
    assert "“이것”" in page and review_page(following) in page


def test_each_decision_is_made_on_the_page(admin):
    entry = submitted_entry()
    for act, reason, state in (
        ("request_changes", "화면을 더해 주세요.", State.NEEDS_CHANGES),
        ("reverse", "필요 없습니다.", State.SUBMITTED),
        ("disqualify", "표절", State.DISQUALIFIED),
        ("reverse", "표절이 아닙니다.", State.SUBMITTED),
    ):
        admin.post(review_page(entry), seen(entry, act, reason=reason))
        assert (fresh(entry).state, last_reason(entry)) == (state, reason)


def test_a_moderator_who_saw_one_submission_does_not_accept_another(admin):
    entry = submitted_entry(title="본 것")
    sent = seen(entry, "accept")
    actions.take_back(entry, by=leader_of(entry))
    resubmit(entry, title="보지 못한 것")
    response = admin.post(review_page(entry), sent)
    assert response.status_code == 200
    assert fresh(entry).state == State.SUBMITTED
    assert "보지 못한 것" in response.content.decode()


def test_a_reversal_sent_twice_reverses_once(admin, moderator):
    entry = accepted_entry()
    actions.disqualify(entry, reason="표절", by=moderator)
    sent = seen(entry, "reverse", reason="표절이 아닙니다.")
    admin.post(review_page(entry), sent)
    admin.post(review_page(entry), sent)
    assert (fresh(entry).state, fresh(entry).live) == (State.ACCEPTED, True)


def test_a_refusal_is_said_on_the_page_and_the_reason_kept(admin):
    entry = submitted_entry()
    sent = seen(entry, "request_changes", reason="길게 쓴 까닭")
    move_stages(entry.contest, days=-40)
    response = admin.post(review_page(entry), sent)
    page = response.content.decode()
    assert response.status_code == 200
    assert "길게 쓴 까닭" in page and "적격심사가 끝났습니다" in page
    assert fresh(entry).state == State.SUBMITTED


def test_a_decision_without_its_reason_is_refused_on_the_page(admin):
    entry = submitted_entry()
    for act in ("request_changes", "disqualify"):
        response = admin.post(review_page(entry), seen(entry, act, reason="   "))
        assert response.status_code == 200 and 'role="alert"' in response.content.decode()
    assert fresh(entry).state == State.SUBMITTED


def test_what_cannot_be_done_now_is_explained(admin, moderator):
    own = submitted_entry(by=moderator)
    page = admin.get(review_page(own)).content.decode()
    assert "다른 운영자가" in page
    assert 'name="act" value="accept"' not in page


def test_nonsense_is_answered_and_changes_nothing(admin):
    entry = submitted_entry()
    for sent in (
        {},
        {"act": "publish"},
        seen(entry, "accept", revision="x"),
        seen(entry, "accept", revision="99999999999999999999"),
        seen(entry, "accept", state="accepted"),
        seen(entry, "request_changes", reason="까" * 2001),
    ):
        assert admin.post(review_page(entry), sent).status_code in (200, 302)
    assert fresh(entry).state == State.SUBMITTED
    assert admin.post(review_page(entry).replace(f"/{entry.pk}/", "/0/"), {}).status_code == 404


def test_a_moderator_takes_an_entry_on_and_the_list_says_who(admin, moderator):
    entry = submitted_entry()
    admin.post(review_page(entry), seen(entry, "take_on"))
    assert fresh(entry).assignee == moderator
    assert ">운영자<" in admin.get(LIST).content.decode().replace("\n", "").replace(" ", "")
    page = admin.get(review_page(entry)).content.decode()
    assert 'value="take_on"' not in page
    assert fresh(entry).state == State.SUBMITTED
