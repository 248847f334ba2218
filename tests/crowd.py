"""A site of any size at the demonstration's addresses.

`plant` makes one of each thing by the acts that people use; `grow` copies them in bulk, with all
that hangs on them, until every list has so many: each as public, and as findable, as the first.
"""

import uuid
from collections.abc import Callable, Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from wagtail.models import Page, TaskState, WorkflowState

from contest_pages.entries import actions
from contest_pages.entries.models import Entry, EntryDraft, EntryFile, Membership, Receipt
from contest_pages.models import Consent, Contest, ContestPage, Prize, Stage
from contest_pages.results.models import Award
from home.models import Notice
from media.models import PrivateFile
from showcase.models import (
    AppAudience,
    AppCategory,
    AppFacet,
    AppLanguage,
    AppOrigin,
    AppPage,
    AppScreenshot,
    AppTopic,
    AppVersion,
)
from tests import pages
from tests.factories import (
    QuestionFactory,
    TrackFactory,
    UserFactory,
    accepted_entry,
    announced,
    content,
    draft_entry,
    leader_of,
    move_stages,
    open_contest,
    submitted_entry,
)


def plant() -> None:
    """Make one of everything that the pages of `tests.page_types` show."""
    about = pages.standard_page("사업 소개", slug="about", show_in_menus=True)
    Notice.objects.create(title_ko="접수를 시작했습니다", page=about)
    plant_open(a_contest("app-open"))
    plant_finished(a_contest("app-2018"))


def a_contest(slug: str) -> Contest:
    """Announce a contest that has a row of everything."""
    contest = open_contest(slug=slug)
    for title in ("첫째", "둘째"):
        TrackFactory(contest=contest, title_ko=f"{title} 부문")
        QuestionFactory(contest=contest, is_public=True)
        Consent.objects.create(contest=contest, key=title, title_ko=title, is_required=False)
        Prize.objects.create(contest=contest, title_ko=f"{title} 상", amount=5_000_000)
    announced(contest, poster=pages.picture("포스터"), tagline="시민이 만드는 앱")
    return contest


def plant_open(contest: Contest) -> None:
    """Enter as the citizen, once in each state, and begin an entry as the newcomer."""
    citizen = UserFactory(email="citizen@example.org", name="김시민")
    moderator = UserFactory(email="moderator@example.org", groups=["Moderators"])
    track = contest.tracks.first()
    draft_entry(contest, by=citizen, data=content(track=track.pk, answers={}))
    submitted_entry(contest, by=citizen, track=track)
    accepted_entry(contest, by=citizen, track=track)
    entry = submitted_entry(contest, by=citizen, track=track)
    revision = entry.review.revision
    actions.request_changes(entry, revision=revision, reason="그림을 더해 주세요.", by=moderator)
    draft_entry(contest, by=UserFactory(email="panel9@example.org"))
    for entry in Entry.objects.of(citizen):
        draw(entry)


def plant_finished(contest: Contest) -> None:
    """Win the contest, make an app of the entry, and end the contest."""
    entry = draw(accepted_entry(contest, track=contest.tracks.first()))
    Award.objects.create(entry=entry, prize=contest.prizes.first(), year=2018)
    topics = [pages.topic(), pages.topic("safety", "안전")]
    root = pages.app_page("뿌리", source_url="https://code.example.org/root", live=False)
    pages.app_page(
        "따릉이 길잡이",
        pictures=3,
        topics=topics,
        entry=entry,
        versions=[AppVersion(number="1.1", changes="빨라졌습니다."), AppVersion(number="1.0")],
        category_links=[
            AppCategory(code="data-visualization"),
            AppCategory(code="geographic-information-systems"),
        ],
        audience_links=[AppAudience(code="transportation")],
        language_links=[AppLanguage(code="ko"), AppLanguage(code="en")],
        origins=[AppOrigin(url="https://code.example.org/older"), AppOrigin(app=root)],
    )
    move_stages(contest, days=-40)


def draw(entry: Entry) -> Entry:
    """Give an entry a picture."""
    upload = SimpleUploadedFile("screen.png", pages.png())
    file = PrivateFile.objects.receive(upload, by=leader_of(entry))
    EntryFile.objects.create(entry=entry, file=file, key=EntryFile.IMAGES)
    entry.images = [{"file": str(file.uuid), "alt": "첫 화면"}]
    entry.save(update_fields=["images"])
    return entry


def keys() -> dict[str, int]:
    """Return the keys of entries by the names they have in `tests.page_types`."""
    own = Entry.objects.filter(memberships__user__email="citizen@example.org").order_by("-pk")
    begun = Entry.objects.get(memberships__user__email="panel9@example.org")
    found = {entry.state: entry.pk for entry in own}
    return found | {"waiting": found[Entry.State.SUBMITTED], "begun": begun.pk}


def grow(number: int) -> None:
    """Bring each list to so many: contests, entries on show, apps, the citizen's own entries."""
    copy_contests(number - Contest.objects.count())
    shown = Entry.objects.filter(contest__slug="app-2018")
    copy_apps(copy_entry(shown.first(), number - shown.count()))
    own = Entry.objects.filter(memberships__user__email="citizen@example.org").order_by("pk")
    missing = number - own.count()
    for place, seed in enumerate(own[:4]):
        copy_entry(seed, len(range(place, missing, 4)))


def copy_contests(number: int) -> None:
    """Announce so many contests as the open one."""
    seed = ContestPage.objects.get(slug="app-open")
    first = Contest.objects.count()
    contests = copies(seed.contest, number, slug=lambda n: f"app-{first + n}")
    copy_rows(seed.contest, contests, "contest", Stage, Prize)
    copy_pages(seed, contests, "contest")


def copy_apps(entries: list[Entry]) -> None:
    """Make an app of each entry."""
    seed = AppPage.objects.get(slug="따릉이-길잡이")
    apps = copy_pages(seed, entries, "entry")
    rows = AppTopic, AppFacet, AppCategory, AppAudience, AppLanguage, AppOrigin
    copy_rows(seed, apps, "page", *rows)
    new_key = {"translation_key": lambda n: uuid.uuid4()}
    copy_rows(seed, apps, "page", AppScreenshot, AppVersion, **new_key)


def copy_entry(seed: Entry, number: int) -> list[Entry]:
    """Copy an entry with its team, draft, picture, award, submission and review."""
    first, files = Entry.objects.count(), [uuid.uuid4() for _entry in range(number)]
    entries = copies(
        seed,
        number,
        title=lambda n: f"{seed.title} {first + n}" if seed.title else "",
        slug=lambda n: f"{seed.slug}-{first + n}" if seed.slug else "",
        receipt=lambda n: f"T-{first + n}" if seed.receipt else "",
        start_key=lambda n: uuid.uuid4(),
        images=lambda n: [{"file": str(files[n]), "alt": "첫 화면"}],
    )
    copy_rows(seed, entries, "entry", Membership, EntryDraft)
    copy_rows(seed, entries, "entry", Award, place=lambda n: first + n)
    pictures = copies(
        PrivateFile.objects.get(entry_file__entry=seed), number, uuid=files.__getitem__
    )
    copy_rows(seed, entries, "entry", EntryFile, file_id=lambda n: pictures[n].pk)
    copy_review(seed, entries)
    index_like(seed, entries)
    return entries


def index_like(seed: models.Model, rows: list) -> None:
    """Let each row be found by the words of the one that it was copied from."""
    copies(seed.index_entries.get(), len(rows), object_id=lambda n: str(rows[n].pk))


def copy_review(seed: Entry, entries: list[Entry]) -> None:
    """Give each entry the submission and the review that the seed has."""
    if seed.latest_revision is None:
        return
    own = {"object_id": lambda n: str(entries[n].pk)}
    revisions = copies(seed.latest_revision, len(entries), **own)
    copy_rows(seed, entries, "entry", Receipt, revision_id=lambda n: revisions[n].pk)
    for entry, revision in zip(entries, revisions, strict=True):
        for name in ("latest_revision", "live_revision", "accepted_revision"):
            if getattr(seed, name):
                setattr(entry, name, revision)
    Entry.objects.bulk_update(entries, ["latest_revision", "live_revision", "accepted_revision"])
    workflow = seed.workflow_states.get()
    workflows = copies(workflow, len(entries), **own, current_task_state_id=lambda n: None)
    task = TaskState.objects.get(workflow_state=workflow)
    tasks = copies(
        task,
        len(entries),
        workflow_state_id=lambda n: workflows[n].pk,
        revision_id=lambda n: revisions[n].pk,
    )
    for each, its_task in zip(workflows, tasks, strict=True):
        each.current_task_state = its_task
    WorkflowState.objects.bulk_update(workflows, ["current_task_state"])


def copies(seed: models.Model, number: int, **changes: Callable[[int], object]) -> list:
    """Insert so many copies of a row; `changes` says by their number what differs."""
    values = values_of(seed, seed._meta.concrete_fields)
    return type(seed).objects.bulk_create(
        type(seed)(**values | {name: change(n) for name, change in changes.items()})
        for n in range(number)
    )


def values_of(seed: models.Model, fields: Sequence[models.Field]) -> dict:
    """Return what a row holds but its key, by column."""
    return {f.attname: getattr(seed, f.attname) for f in fields if not f.primary_key}


def copy_rows(seed, owners: list, field: str, *kinds: type[models.Model], **changes) -> None:
    """Copy for each owner the rows that point at the seed."""
    changes[f"{field}_id"] = lambda n: owners[n].pk
    for kind in kinds:
        for row in kind.objects.filter(**{field: seed}):
            copies(row, len(owners), **changes)


def copy_pages(seed: Page, owners: list, field: str) -> list:
    """Publish beside a page one like it for each owner, and index them."""
    kind, parent = type(seed), seed.get_parent()
    first = parent.numchild + 1
    bases = copies(
        seed.page_ptr,
        len(owners),
        path=lambda n: kind._get_path(parent.path, seed.depth, first + n),
        slug=lambda n: f"{seed.slug}-{first + n}",
        url_path=lambda n: f"{parent.url_path}{seed.slug}-{first + n}/",
        translation_key=lambda n: uuid.uuid4(),
    )
    values = values_of(seed, kind._meta.local_concrete_fields)
    for base, owner in zip(bases, owners, strict=True):
        own = kind(page_ptr_id=base.pk, **values | {f"{field}_id": owner.pk})
        own.save_base(raw=True, force_insert=True)
    Page.objects.filter(pk=parent.pk).update(numchild=first - 1 + len(owners))
    made = list(kind.objects.filter(pk__in=[base.pk for base in bases]).order_by("pk"))
    index_like(seed, made)
    return made
