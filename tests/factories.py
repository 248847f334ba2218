"""Factories with sensible defaults; a test names only what it is about."""

import uuid
from datetime import timedelta

import factory
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.models import Revision, TaskState, WorkflowState

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryDraft, Likeness
from contest_pages.models import (
    Contest,
    ContestIndexPage,
    ContestPage,
    Question,
    Round,
    Stage,
    Track,
)

PASSWORD = "madang-password-2018"


class UserFactory(factory.django.DjangoModelFactory):
    """A citizen; every one has the password PASSWORD. `groups=["Moderators"]` makes staff."""

    email = factory.Sequence(lambda n: f"citizen{n}@example.org")
    name = factory.Sequence(lambda n: f"시민 {n}")

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model_class, *args, password=PASSWORD, **fields):
        return model_class.objects.create_user(*args, password=password, **fields)

    @factory.post_generation
    def groups(self, create, names, **kwargs):
        """Put the user into groups by name."""
        if names:
            self.groups.set(Group.objects.filter(name__in=names))
            self.is_staff = True
            self.save()


class StageFactory(factory.django.DjangoModelFactory):
    """A stage that is open now."""

    kind = Stage.Kind.SUBMISSION
    title_ko = factory.LazyAttribute(lambda stage: Stage.Kind(stage.kind).label)
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=10))
    round = factory.LazyAttribute(
        lambda stage: (
            Round.objects.get_or_create(contest=stage.contest, number=1)[0]
            if stage.weight
            else None
        )
    )
    weight = factory.LazyAttribute(lambda stage: 100 if stage.kind in Stage.SCORING else None)

    class Meta:
        model = Stage


class ContestFactory(factory.django.DjangoModelFactory):
    """A contest without stages; see `open_contest`."""

    kind = Contest.Kind.APP
    slug = factory.Sequence(lambda n: f"contest-{n}")
    title_ko = factory.Sequence(lambda n: f"서울 앱 공모전 {n}")
    title_en = factory.Sequence(lambda n: f"Seoul App Contest {n}")

    class Meta:
        model = Contest


class TrackFactory(factory.django.DjangoModelFactory):
    """A division of a contest."""

    title_ko = factory.Sequence(lambda n: f"부문 {n}")

    class Meta:
        model = Track


class QuestionFactory(factory.django.DjangoModelFactory):
    """A short, optional question."""

    key = factory.Sequence(lambda n: f"question_{n}")
    kind = Question.Kind.SHORT_TEXT
    label_ko = factory.Sequence(lambda n: f"질문 {n}")
    label_en = factory.Sequence(lambda n: f"Question {n}")
    is_required = False

    class Meta:
        model = Question


def open_contest(**fields) -> Contest:
    """A contest that takes entries now and screens them for 20 days."""
    contest = ContestFactory(**fields)
    now = timezone.now()
    StageFactory(contest=contest)
    StageFactory(contest=contest, kind=Stage.Kind.SCREENING, closes_at=now + timedelta(days=20))
    return Contest.objects.get(pk=contest.pk)


def move_stages(contest: Contest, **delta) -> Contest:
    """Move all stages of a contest in time, into the past with a negative timedelta."""
    for stage in contest.stages.all():
        stage.opens_at += timedelta(**delta)
        stage.closes_at += timedelta(**delta)
        stage.save()
    return Contest.objects.get(pk=contest.pk)


def content(**fields) -> dict:
    """What the entry form gives for a complete entry."""
    return {
        "title": "따릉이 길잡이",
        "summary": "따릉이 대여소를 한눈에 보여 줍니다.",
        "description": "가까운 대여소와 남은 자전거를 알려 줍니다.",
        "track": None,
        "team_name": "달리는 사람들",
        "source_url": "https://example.org/source",
        "licence": "MIT",
        "web_url": "",
        "android_url": "",
        "ios_url": "",
        "images": [],
        "answers": [],
    } | fields


def leader_of(entry: Entry):
    """The person who leads the entry's team."""
    return entry.memberships.get(is_leader=True).user


def draft_entry(contest: Contest | None = None, *, by=None, data: dict | None = None) -> Entry:
    """An entry that was begun; `data` is what its draft holds."""
    entry = actions.start(contest or open_contest(), by=by or UserFactory(), start_key=uuid.uuid4())
    if data:
        EntryDraft.objects.filter(entry=entry).update(data=data)
    return entry


def confirmed(user, email: str = ""):
    """The user, who has confirmed their address, or another one."""
    email = email or user.email
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=email == user.email)
    return user


def member_of(entry: Entry, **fields):
    """A person who has accepted an invitation to the entry's team."""
    user = confirmed(UserFactory(**fields))
    invitation = actions.invite(entry, email=user.email, by=leader_of(entry))
    actions.accept_invitation(invitation, by=user)
    return user


def submitted_entry(contest: Contest | None = None, *, by=None, **fields) -> Entry:
    """An entry that waits for its review."""
    entry = draft_entry(contest, by=by)
    return actions.submit(entry, content=content(**fields), by=leader_of(entry))


def resubmit(entry: Entry, **fields) -> Entry:
    """The entry after its team has changed it and submitted it again."""
    leader = leader_of(entry)
    actions.draft_of(entry, by=leader)
    return actions.submit(entry, content=content(**fields), by=leader)


def accepted_entry(contest: Contest | None = None, *, by=None, **fields) -> Entry:
    """An entry that a moderator accepted; public once the gallery opens."""
    entry = submitted_entry(contest, by=by, **fields)
    moderator = UserFactory(groups=["Moderators"])
    return actions.accept(entry, revision=entry.review.revision, by=moderator)


def contest_index(language: str = "ko") -> ContestIndexPage:
    """The list of contests of a language."""
    return ContestIndexPage.objects.get(locale__language_code=language)


def announced(contest: Contest, language: str = "ko", **fields) -> ContestPage:
    """The published announcement of a contest; its English one is that page's translation."""
    if language != "ko":
        source = contest.announcements.filter(locale__language_code="ko").first()
        source, locale = source or announced(contest), contest_index(language).locale
        page = source.get_translation_or_none(locale) or source.copy_for_translation(locale)
        page.alias_of, page.title, page.live = None, contest.title_en, True
        for name, value in fields.items():
            setattr(page, name, value)
        page.save()
        return page
    index = contest_index()
    fields = {"title": contest.title_ko} | fields
    return index.add_child(instance=ContestPage(contest=contest, locale=index.locale, **fields))


def copies_that_wait(entry: Entry, number: int) -> None:
    """Make many entries like one that waits, without submitting each."""

    def copy(row, **changed):
        kept = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields}
        return type(row)(**kept | {"pk": None, "id": None} | changed)

    workflow = WorkflowState.objects.get(object_id=str(entry.pk))
    review, marks = entry.review, list(entry.likenesses.all())
    keys = [uuid.uuid4() for _each in range(number)]
    rows = Entry.objects.bulk_create(
        copy(entry, start_key=key, slug=key.hex, receipt=key.hex[:18]) for key in keys
    )
    revisions = Revision.objects.bulk_create(
        copy(entry.latest_revision, object_id=str(row.pk)) for row in rows
    )
    states = WorkflowState.objects.bulk_create(
        copy(workflow, object_id=str(row.pk), current_task_state_id=None) for row in rows
    )
    tasks = TaskState.objects.bulk_create(
        copy(review, workflow_state_id=state.pk, revision_id=revision.pk)
        for state, revision in zip(states, revisions, strict=True)
    )
    for row, state, revision, task in zip(rows, states, revisions, tasks, strict=True):
        row.latest_revision, state.current_task_state = revision, task
    Entry.objects.bulk_update(rows, ["latest_revision"], batch_size=200)
    WorkflowState.objects.bulk_update(states, ["current_task_state"], batch_size=200)
    Likeness.objects.bulk_create(copy(mark, entry_id=row.pk) for row in rows for mark in marks)
