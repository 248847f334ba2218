"""What was submitted, round by round, and what changed from one submission to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.html import escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from wagtail.models import Revision, TaskState

from contest_pages.entries import wording
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import field_label, label_of
from contest_pages.questions import kind_named
from media.models import PrivateFile

DECIDED = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)
LINKS = ("source_url", "web_url", "android_url", "ios_url")


@dataclass
class Submission:
    """One submission of an entry, counted from 1, and the reviews that it went through."""

    number: int
    revision: Revision
    reviews: list[TaskState] = field(default_factory=list)

    @property
    def was_decided(self) -> bool:
        """Return whether a moderator accepted it or asked for changes."""
        return any(review.status in DECIDED for review in self.reviews)

    @property
    def submitted_at(self) -> datetime:
        """Return when it came in."""
        return self.revision.created_at


def submissions_of(entry: Entry) -> list[Submission]:
    """Return an entry's submissions, the first one first; two statements."""
    revisions = entry.revisions.select_related("user").order_by("created_at", "pk")
    found = {
        revision.pk: Submission(number, revision)
        for number, revision in enumerate(revisions, start=1)
    }
    reviews = TaskState.objects.filter(revision__in=list(found)).select_related("finished_by")
    for review in reviews.order_by("pk"):
        found[review.revision_id].reviews.append(review)
    return list(found.values())


def reviewed_before(submissions: list[Submission], shown: Submission) -> Submission | None:
    """Return the last submission before `shown` that was decided, to compare with."""
    earlier = [each for each in submissions if each.number < shown.number and each.was_decided]
    return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Item:
    """One thing of a submission: its label and its value as HTML, empty where there is none."""

    key: str
    label: str
    value: SafeString
    is_answer: bool = False
    #: The value as plain text, word by word comparable; None where it is no text.
    text: str | None = None


@dataclass(frozen=True)
class Change:
    """A thing that differs between two submissions, with what differs marked."""

    label: str
    before: SafeString
    after: SafeString


def files_named_by(contents: Iterable[Entry]) -> dict[str, PrivateFile]:
    """Return the files that the contents name, if they are the entry's, by uuid."""
    contents = list(contents)
    uuids = {image["file"] for each in contents for image in each.images}
    for each in contents:
        for answer in each.answers:
            if answer["kind"] == "file":
                uuids.update(answer["value"] or ())
    entries = {each.pk for each in contents}
    found = PrivateFile.objects.filter(uuid__in=uuids, entry_file__entry__in=entries)
    return {str(each.uuid): each for each in found}


def items_of(content: Entry, files: Mapping[str, PrivateFile]) -> list[Item]:
    """Return all that a submission says, answers with the wording that was asked."""
    fields = [
        Item(name, field_label(name), _field_value(content, name), text=_field_text(content, name))
        for name in Entry.CONTENT
        if name not in ("images", "answers")
    ]
    answers = [
        Item(
            f"answer.{answer['key']}",
            label_of(answer),
            kind_named(answer["kind"]).display(answer, files),
            is_answer=True,
            text=None if answer["kind"] == "file" else kind_named(answer["kind"]).export(answer),
        )
        for answer in content.answers
    ]
    return [*fields, *answers]


def _field_text(content: Entry, name: str) -> str:
    value = getattr(content, name)
    return str(value) if value else ""


def _field_value(content: Entry, name: str) -> SafeString:
    value = getattr(content, name)
    if not value:
        return SafeString("")
    if name in LINKS:
        return format_html('<a href="{0}" rel="nofollow ugc noopener noreferrer">{0}</a>', value)
    if name == "description":
        return SafeString(linebreaks(value, autoescape=True))
    return escape(str(value))


def _pictures(content: Entry, files: Mapping[str, PrivateFile]) -> SafeString:
    """Write the pictures by name and by what they show, for a comparison."""
    return format_html_join(
        SafeString("<br>"),
        '<a href="{}">{}</a> {}',
        (
            (file.get_absolute_url(), file.original_name, image["alt"])
            for image in content.images
            if (file := files.get(image["file"]))
        ),
    )


def changes_between(before: Entry, after: Entry, files: Mapping[str, PrivateFile]) -> list[Change]:
    """Return what differs, in the order of the later submission; what it dropped comes last."""
    label = field_label("images")
    old = {item.key: item for item in items_of(before, files)}
    new = {item.key: item for item in items_of(after, files)}
    old["images"] = Item("images", label, _pictures(before, files))
    new["images"] = Item("images", label, _pictures(after, files))
    nothing = Item("", "", SafeString(""), text="")
    changes = []
    for key in [*new, *(key for key in old if key not in new)]:
        one, other = old.get(key, nothing), new.get(key, nothing)
        if one.value != other.value:
            changes.append(Change((new.get(key) or one).label, *_marked(one, other)))
    return changes


def _marked(before: Item, after: Item) -> tuple[SafeString, SafeString]:
    """Mark the words that differ; of what is no text, or new or gone, the whole."""
    if before.text and after.text:
        return wording.marked(before.text, after.text)
    return wording.removed(before.value), wording.added(after.value)
