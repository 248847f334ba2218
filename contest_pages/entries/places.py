"""What an entry's form asks: its fixed fields, its questions, and the places that take files."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms.boundfield import BoundField

from contest_pages.entries.models import EntryFile
from contest_pages.models import Contest, Question
from contest_pages.questions import Files, kind_of
from media.checks import MAX_BYTES
from media.formats import FileKind
from media.models import PrivateFile

LINKS = ("source_url", "licence", "web_url", "android_url", "ios_url")
TEXTS = ("title", "summary", "description", "team_name", *LINKS)
#: An idea has no program yet.
NOT_ASKED = {Contest.Kind.IDEA: frozenset(LINKS)}
MOST_PICTURES = 8
#: The private files that are shown in each place: EntryFile.IMAGES or a question's key.
Kept = Mapping[str, list[PrivateFile]]


@dataclass(frozen=True)
class Place:
    """What a place takes: files of some kinds, so many of them, each of so many bytes at most."""

    kinds: tuple[str, ...]
    most: int
    max_bytes: int


@dataclass(frozen=True)
class Attachment:
    """A file that is attached, with the fields that belong to it."""

    file: PrivateFile
    remove: BoundField
    alt: BoundField | None = None


@dataclass(frozen=True)
class Asked:
    """A field of the form, with what is attached to it."""

    field: BoundField
    attachments: list[Attachment]
    #: Boxes that put back files which were attached before.
    removed: list[BoundField]
    takes_files: bool = False


def field_of(place: str) -> str:
    """Return the name of the form field that takes files for a place."""
    return "pictures" if place == EntryFile.IMAGES else f"answer_{place}"


def file_places(contest: Contest) -> dict[str, Place]:
    """Return what each place of an entry takes."""
    places = {EntryFile.IMAGES: Place((FileKind.IMAGE.value,), MOST_PICTURES, MAX_BYTES)}
    for question in asked(contest):
        if isinstance(kind_of(question), Files):
            kinds = tuple(FileKind.values)
            places[question.key] = Place(kinds, question.max_files, question.max_bytes)
    return places


def asked(contest: Contest) -> list[Question]:
    """Return the questions that are asked today, in their order."""
    return [question for question in contest.questions.all() if not question.is_retired]


def kept_in(data: Mapping, contest: Contest, files: Mapping[str, PrivateFile]) -> Kept:
    """Return the files that a draft shows, those of `files` only, place by place."""
    named = {EntryFile.IMAGES: [image.get("file") for image in data.get("images", [])]}
    for place in file_places(contest):
        if place != EntryFile.IMAGES:
            named[place] = data.get("answers", {}).get(place) or []
    return {
        place: [files[uuid] for uuid in uuids if uuid in files] for place, uuids in named.items()
    }


def removed_from(kept: Kept, attached: Mapping[str, EntryFile]) -> Kept:
    """Return the files that were attached once and that a draft shows no longer."""
    shown = {file.uuid for files in kept.values() for file in files}
    removed: dict[str, list[PrivateFile]] = {place: [] for place in kept}
    for each in attached.values():
        if each.key in removed and each.file.uuid not in shown:
            removed[each.key].append(each.file)
    return removed
