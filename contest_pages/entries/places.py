"""The places of an entry's form that take files: the pictures, and questions that ask for files."""

from collections.abc import Mapping

from contest_pages.entries.models import EntryFile
from contest_pages.models import Contest, Question
from contest_pages.questions import Files, kind_of
from media.formats import FileKind
from media.models import PrivateFile

MOST_PICTURES = 8
#: The private files that are shown in each place: EntryFile.IMAGES or a question's key.
Kept = Mapping[str, list[PrivateFile]]


def field_of(place: str) -> str:
    """Return the name of the form field that takes files for a place."""
    return "pictures" if place == EntryFile.IMAGES else f"answer_{place}"


def file_places(contest: Contest) -> dict[str, tuple[list[str], int]]:
    """Return the kinds and the number of files that each place of an entry takes."""
    places = {EntryFile.IMAGES: ([FileKind.IMAGE.value], MOST_PICTURES)}
    for question in asked(contest):
        if isinstance(kind_of(question), Files):
            places[question.key] = (list(FileKind.values), question.max_files)
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
