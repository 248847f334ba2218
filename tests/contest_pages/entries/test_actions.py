"""Starting, writing and submitting an entry; what of it is kept, and who sees it."""

import uuid
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction, Revision, TaskState

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.agreements import agreement_of
from contest_pages.entries.models import Entry, EntryDraft, EntryFile
from contest_pages.entries.queries import history
from contest_pages.models import Consent, Question, Stage
from media.models import PrivateFile
from media.views import can_read
from tests.factories import (
    QuestionFactory,
    StageFactory,
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    resubmit,
    submitted_entry,
)
from tests.media import corpus

pytestmark = pytest.mark.django_db
State = Entry.State


@pytest.fixture
def moderator(db):
    return UserFactory(groups=["Moderators"])


def fresh(entry) -> Entry:
    return Entry.objects.get(pk=entry.pk)


def words(entry) -> list[str]:
    return [each.action for each in reversed(history(entry))]


# --- the team -----------------------------------------------------------------------------


def test_an_entry_starts_as_a_draft_led_by_who_started_it(user):
    entry = actions.start(open_contest(), by=user, start_key=uuid.uuid4())
    assert (entry.state, entry.live, entry.receipt) == (State.DRAFT, False, "")
    assert leader_of(entry) == user
    assert entry.draft.data == {}
    assert words(entry) == ["entry.start"]


def test_a_start_sent_twice_begins_one_entry(user):
    contest, key = open_contest(), uuid.uuid4()
    first = actions.start(contest, by=user, start_key=key)
    assert actions.start(contest, by=user, start_key=key) == first
    assert Entry.objects.count() == 1


def test_a_key_of_someone_else_starts_nothing(user):
    contest, key = open_contest(), uuid.uuid4()
    actions.start(contest, by=user, start_key=key)
    with pytest.raises(Refused):
        actions.start(contest, by=UserFactory(), start_key=key)
    assert Entry.objects.count() == 1


def test_a_contest_that_is_not_open_takes_no_entry(user):
    contest = open_contest()
    stage = contest.submission
    for now in (stage.opens_at - timedelta(seconds=1), stage.closes_at):
        with pytest.raises(Refused):
            actions.start(contest, by=user, start_key=uuid.uuid4(), now=now)
    last = stage.closes_at - timedelta(microseconds=1)
    assert actions.start(contest, by=user, start_key=uuid.uuid4(), now=last)


def test_a_later_save_does_not_overwrite_another():
    entry = draft_entry()
    leader = leader_of(entry)
    actions.save_draft(entry, {"title": "첫째 창"}, by=leader, version=1)
    with pytest.raises(Refused):
        actions.save_draft(entry, {"title": "둘째 창"}, by=leader, version=1)
    assert EntryDraft.objects.get().data == {"title": "첫째 창"}


def test_only_the_team_saves_a_draft():
    entry = draft_entry()
    for stranger in (UserFactory(), AnonymousUser()):
        with pytest.raises(Refused):
            actions.save_draft(entry, {"title": "남의 것"}, by=stranger, version=1)


def test_submitting_makes_one_revision_a_receipt_and_a_review_and_ends_the_draft():
    entry = submitted_entry()
    assert (entry.state, entry.live) == (State.SUBMITTED, False)
    assert entry.receipt.startswith("M-") and len(entry.receipt) == 10
    assert entry.slug == "따릉이-길잡이"
    assert Revision.objects.for_instance(entry).count() == 1
    assert entry.review.revision == entry.latest_revision
    assert not EntryDraft.objects.filter(entry=entry).exists()
    assert words(entry) == ["entry.start", "entry.submit"]


def test_two_entries_with_one_title_have_two_addresses():
    contest = open_contest()
    first, second = submitted_entry(contest), submitted_entry(contest)
    assert first.slug == "따릉이-길잡이"
    assert second.slug.startswith("따릉이-길잡이-")


def test_a_submission_sent_twice_is_one():
    entry = submitted_entry()
    with pytest.raises(Refused):
        actions.submit(entry, content=content(), by=leader_of(entry))
    assert Revision.objects.for_instance(entry).count() == 1


def test_a_late_submission_is_refused_and_its_draft_kept():
    entry = draft_entry(data={"title": "늦은 작품"})
    closes = entry.contest.submission.closes_at
    with pytest.raises(Refused):
        actions.submit(entry, content=content(), by=leader_of(entry), now=closes)
    assert fresh(entry).draft.data == {"title": "늦은 작품"}


def test_grace_is_for_drafts_begun_in_time():
    contest = open_contest()
    contest.stages.filter(kind=Stage.Kind.SUBMISSION).update(grace_minutes=30)
    entry = draft_entry(contest)
    late = contest.submission.closes_at + timedelta(minutes=29)
    assert rules.why_not_submit(leader_of(entry), fresh(entry), late) is None
    over = contest.submission.closes_at + timedelta(minutes=30)
    assert rules.why_not_submit(leader_of(entry), fresh(entry), over)
    assert rules.why_not_start(leader_of(entry), contest, late)


def test_a_required_question_and_a_required_consent_are_asked_for():
    contest = open_contest()
    question = QuestionFactory(contest=contest, key="users", is_required=True)
    consent = Consent.objects.create(
        contest=contest, key="terms", title_ko="참가 규정", text_ko="규정에 동의합니다."
    )
    entry = draft_entry(contest)
    answer = {"key": "users", "kind": "short_text", "label_ko": question.label_ko}
    answered = content(answers=[answer | {"label_en": "", "value": "시민"}])
    leader = leader_of(entry)
    with pytest.raises(Refused):
        actions.submit(entry, content=answered, by=leader)
    actions.agree(entry, agreed=[consent], is_under_14=False, by=leader)
    with pytest.raises(Refused):
        actions.submit(entry, content=content(), by=leader)
    entry = actions.submit(entry, content=answered, by=leader)
    given = entry.consents_given.get()
    assert (given.user, given.version, given.text) == (leader, 1, "규정에 동의합니다.")


def test_a_changed_consent_asks_again_and_keeps_what_was_agreed_to(moderator):
    contest = open_contest()
    consent = Consent.objects.create(
        contest=contest, key="terms", title_ko="참가 규정", text_ko="처음 글"
    )
    entry = draft_entry(contest)
    leader = leader_of(entry)
    actions.agree(entry, agreed=[consent], is_under_14=False, by=leader)
    assert agreement_of(fresh(entry), leader).missing == []
    consent.text_ko = "바뀐 글"
    consent.save()
    assert agreement_of(fresh(entry), leader).missing == [consent]
    assert entry.consents_given.get().text == "처음 글"


def test_a_submission_cannot_show_a_file_of_another_entry(user):
    mine, other = draft_entry(by=user), draft_entry()
    file = PrivateFile.objects.receive(corpus.upload("계획서.pdf", corpus.PDF), by=leader_of(other))
    actions.attach(other, file, key="plan", by=leader_of(other))
    stolen = content(images=[{"file": str(file.uuid), "alt": "남의 그림"}])
    with pytest.raises(Refused):
        actions.submit(mine, content=stolen, by=user)


def test_a_submission_can_be_taken_back_until_entering_closes():
    entry = submitted_entry(title="되돌릴 작품")
    leader = leader_of(entry)
    closes = entry.contest.submission.closes_at
    assert rules.why_not_take_back(leader, fresh(entry), closes)
    entry = actions.take_back(entry, by=leader)
    assert (entry.state, entry.review) == (State.DRAFT, None)
    assert entry.draft.data["title"] == "되돌릴 작품"
    entry = resubmit(entry, title="고친 작품")
    assert (entry.state, entry.title) == (State.SUBMITTED, "고친 작품")
    assert words(entry)[-2:] == ["entry.take_back", "entry.resubmit"]


# --- content and facts --------------------------------------------------------------------


def test_each_field_is_content_or_a_fact():
    fields = {field.name for field in Entry._meta.concrete_fields} - {"id"}
    assert fields == set(Entry.CONTENT) | set(Entry.FACTS)
    assert not set(Entry.CONTENT) & set(Entry.FACTS)


def test_publishing_rolls_back_no_fact(moderator):
    entry = submitted_entry()
    revision = entry.review.revision
    Entry.objects.filter(pk=entry.pk).update(
        slug="새-주소", assignee=moderator, receipt="M-NEU12345"
    )
    actions.accept(entry, revision=revision, by=moderator)
    row = fresh(entry)
    assert (row.slug, row.assignee, row.receipt) == ("새-주소", moderator, "M-NEU12345")
    assert row.state == State.ACCEPTED


def test_the_database_lets_nothing_live_that_is_not_accepted():
    entry = submitted_entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=entry.pk).update(live=True)


def test_wagtails_own_approval_goes_through_our_act(moderator):
    entry = submitted_entry()
    review = entry.review
    task = review.task.specific
    with pytest.raises(PermissionDenied):
        task.on_action(review, moderator, "approve")
    with pytest.raises(Refused):
        task.on_action(review, UserFactory(), "accept")
    task.on_action(review, moderator, "accept")
    assert fresh(entry).state == State.ACCEPTED
    assert TaskState.objects.get().status == TaskState.STATUS_APPROVED


# --- who sees it --------------------------------------------------------------------------


def test_accepted_entries_are_public_from_the_instant_the_gallery_opens():
    contest = open_contest()
    page = announced(contest)
    accepted_entry(contest)
    submitted_entry(contest)
    opens = contest.gallery_opens
    assert opens == contest.screening.closes_at
    assert Entry.objects.public(opens - timedelta(microseconds=1)).count() == 0
    assert Entry.objects.public(opens).count() == 1
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert Entry.objects.public(opens).count() == 0


def test_a_blind_stage_keeps_the_gallery_closed():
    contest = open_contest()
    announced(contest)
    accepted_entry(contest)
    ends = timezone.now() + timedelta(days=30)
    StageFactory(contest=contest, kind=Stage.Kind.JUDGING, is_blind=True, closes_at=ends)
    assert not Entry.objects.public(ends - timedelta(seconds=1)).exists()
    assert Entry.objects.public(ends).exists()


def test_a_file_is_read_by_its_team_and_moderators_and_by_all_where_it_is_shown(moderator):
    contest = open_contest()
    announced(contest)
    QuestionFactory(contest=contest, key="plan", kind=Question.Kind.FILE)
    entry = draft_entry(contest)
    leader = leader_of(entry)
    picture = PrivateFile.objects.receive(corpus.upload("화면.png", corpus.picture()), by=leader)
    plan = PrivateFile.objects.receive(corpus.upload("계획서.pdf", corpus.PDF), by=leader)
    actions.attach(entry, picture, key=EntryFile.IMAGES, by=leader)
    actions.attach(entry, plan, key="plan", by=leader)
    answer = {"key": "plan", "kind": "file", "label_ko": "", "label_en": ""}
    entry = actions.submit(
        entry,
        content=content(
            images=[{"file": str(picture.uuid), "alt": "첫 화면"}],
            answers=[answer | {"value": [str(plan.uuid)]}],
        ),
        by=leader,
    )
    actions.accept(entry, revision=entry.review.revision, by=moderator)
    for reader in (leader, moderator):
        assert can_read(reader, picture) and can_read(reader, plan)
    for stranger in (UserFactory(), AnonymousUser()):
        assert not can_read(stranger, picture) and not can_read(stranger, plan)
    move_stages(contest, days=-40)
    assert can_read(AnonymousUser(), picture)
    assert not can_read(AnonymousUser(), plan)
