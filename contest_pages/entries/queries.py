"""Reads of entries that more than one place needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.backends import ModelBackend
from django.db.models import Prefetch, QuerySet
from django.utils.text import capfirst
from django.utils.translation import get_language
from wagtail import hooks
from wagtail.models import ModelLogEntry, Revision, Workflow, WorkflowState

from cms.accounts.queries import confirmed_addresses
from contest_pages.entries.models import (
    CheckMark,
    ConsentGiven,
    Entry,
    EntryFile,
    Invitation,
    Membership,
    Receipt,
)
from contest_pages.entries.models.entry import EntryQuerySet
from contest_pages.models import CheckItem, Contest, Prize
from media.models import PrivateFile

#: More earlier entries than this are not offered: a list to choose from has to stay readable.
MOST_EARLIER = 50


def review_workflow() -> Workflow:
    """Return the workflow that reviews entries: what is assigned to them in the admin."""
    return Entry.get_default_workflow()


def history(entry: Entry) -> list[ModelLogEntry]:
    """Return what happened to the entry, the latest first; `data["reason"]` says why."""
    return list(
        ModelLogEntry.objects.for_instance(entry)
        .filter(action__startswith="entry.")
        .select_related("user", "revision")
        .order_by("-timestamp", "-pk")
    )


def earlier_entries(user, contest: Contest) -> list[Entry]:
    """Return the entries from which the user can start one of a contest, the latest first."""
    found = Entry.objects.of(user).lent_to(contest).select_related("contest")
    return list(found.defer("description", "images", "answers")[:MOST_EARLIER])


def left_out_of(entry: Entry) -> list[str] | None:
    """Return what was not taken from the earlier entry that it started from, None if from none."""
    begun = next((each for each in history(entry) if "from_entry" in each.data), None)
    return begun.data["left_out"] if begun else None


def reason_in(data: Mapping) -> str:
    """Return the reason that a log entry keeps, in the active language; nothing if it has none."""
    english = data.get("reason_en", "") if get_language() == "en" else ""
    return english or data.get("reason", "")


def invitations_of(user) -> QuerySet[Invitation]:
    """Return the invitations to addresses that the user has confirmed, with what they are to."""
    found = Invitation.objects.filter(email__in=confirmed_addresses(user))
    return found.select_related("entry__contest", "entry__draft", "invited_by")


def checks_left(entry: Entry, revision: Revision) -> list[CheckItem]:
    """Return the lines of the checklist that nobody has found fulfilled by this submission."""
    fulfilled = CheckMark.objects.filter(revision=revision, verdict=CheckMark.Verdict.OK)
    return list(entry.contest.checks.exclude(pk__in=fulfilled.values("item")))


@dataclass(frozen=True)
class Picture:
    """A picture of an entry: the small one for lists, the whole one, and what it shows."""

    url: str
    full_url: str
    width: int
    height: int
    alt: str

    @property
    def is_portrait(self) -> bool:
        """Return whether it is shaped like the screen of a phone."""
        return self.height > self.width * 1.3


def pictures_of(entries: Iterable[Entry]) -> dict[int, list[Picture]]:
    """Return the pictures of each entry in the order of its content; one statement."""
    entries = list(entries)
    named = {image["file"] for entry in entries for image in entry.images}
    files = {
        str(each.uuid): each
        for each in PrivateFile.objects.filter(uuid__in=named, entry_file__entry__in=entries)
    }
    return {
        entry.pk: [
            Picture(
                url=file.thumbnail_url,
                full_url=file.get_absolute_url(),
                width=file.width,
                height=file.height,
                alt=image["alt"],
            )
            for image in entry.images
            if (file := files.get(image["file"]))
        ]
        for entry in entries
    }


def public_files(entry: Entry) -> set[str]:
    """Return the files that the entry's public page shows: pictures, answers made public."""
    public = set(
        entry.contest.questions.filter(kind="file", is_public=True).values_list("key", flat=True)
    )
    shown = {image["file"] for image in entry.images}
    for answer in entry.answers:
        if answer["key"] in public:
            shown.update(answer["value"])
    return shown


def prizes_of(entries: Iterable[Entry]) -> dict[int, list[Prize]]:
    """Return what entries won, by key; functions registered for the hook `entry_awards` know."""
    entries = list(entries)
    found: dict[int, list[Prize]] = {}
    for entry_awards in hooks.get_hooks("entry_awards"):
        for pk, prizes in entry_awards(entries).items():
            found.setdefault(pk, []).extend(prizes)
    return found


def awards_of(entries: Iterable[Entry]) -> dict[int, list[str]]:
    """Return the names of what entries won, by key, in the active language."""
    return {pk: [prize.title for prize in prizes] for pk, prizes in prizes_of(entries).items()}


def label_of(answer: Mapping) -> str:
    """Return the wording of an answered question in the active language."""
    english = answer["label_en"] if get_language() == "en" else ""
    return english or answer["label_ko"]


def field_label(name: str) -> str:
    """Return the name of one of an entry's fields as it stands before a value."""
    label = str(Entry._meta.get_field(name).verbose_name)
    return label if label.startswith("iOS") else capfirst(label)


def _workflows() -> Prefetch:
    """Return what to prefetch so that `Entry.review` asks nothing."""
    return Prefetch("workflow_states", WorkflowState.objects.select_related("current_task_state"))


def _members() -> Prefetch:
    """Return what to prefetch so that a team's names ask nothing."""
    return Prefetch("memberships", Membership.objects.select_related("user"))


def own_entries(user) -> EntryQuerySet:
    """Return the entries that a user writes with all that `standing_of` asks, but AGREED."""
    return (
        Entry.objects.written_by(user)
        .select_related("contest", "draft", "track")
        .prefetch_related(_members(), "contest__stages", _workflows())
        .order_by("-created_at", "-pk")
    )


def reviewed_entries() -> EntryQuerySet:
    """Return what was submitted at least once with all that its review page asks of it."""
    return (
        Entry.objects.submitted()
        .select_related("contest", "assignee", "locked_by", "latest_revision", "moved_to")
        .prefetch_related(_members(), "contest__stages", "contest__tracks", _workflows())
    )


#: What `agreements_of` asks of an entry, for lists: read once for all rows.
AGREED = (
    "contest__consents",
    Prefetch("consents_given", ConsentGiven.objects.defer("text")),
    "guardian_consents",
)


def attached_files(entry: Entry) -> dict[str, EntryFile]:
    """Return everything that was ever attached to an entry, with its file, by uuid."""
    return {str(each.file.uuid): each for each in entry.files.select_related("file")}


def receipts_of(entry: Entry) -> list[Receipt]:
    """Return an entry's receipts, the latest first; without their documents."""
    receipts = list(entry.receipts.defer("document").order_by("-number"))
    for receipt in receipts:
        receipt.entry = entry
    return receipts


def moderators() -> QuerySet:
    """Return those who may review entries by their groups: not every administrator."""
    return (
        ModelBackend()
        .with_perm("contest_entries.moderate_entry", is_active=True, include_superusers=False)
        .order_by("name", "pk")
    )
