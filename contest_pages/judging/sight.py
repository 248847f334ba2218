"""What a judge sees of an entry: at a blind stage freed of who made it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.entries.models import Entry, EntryFile
from contest_pages.entries.queries import Picture, label_of
from contest_pages.entries.standing import Line, lines_of, pictures_in
from contest_pages.judging.blind import Redaction, redaction_of, title_of
from contest_pages.judging.cleaning import CLEANERS
from contest_pages.judging.models import Review, Trouble
from contest_pages.judging.rules import is_blind_to
from contest_pages.models import Question
from contest_pages.questions import kind_named
from media.models import PrivateFile

#: What of an entry's fields says who made it: absent at a blind stage.
HIDDEN = ("team_name", "source_url", "web_url", "android_url", "ios_url")
#: For whoever lists reviews: the files of all entries, read at once.
FILES = Prefetch("entry__files", EntryFile.objects.select_related("file"))


@dataclass(frozen=True)
class HandedFile:
    """A file as a judge of a blind stage knows it: by a number; kept back where it tells more."""

    review_pk: int
    number: int
    file: PrivateFile

    @property
    def extension(self) -> str:
        """Return the extension under which it is stored, without the dot."""
        return self.file.file.name.rpartition(".")[2].lower()

    @property
    def is_shown(self) -> bool:
        """Return whether it is a picture, made anew on arrival, or can be freed of names."""
        return self.file.is_image or self.extension in CLEANERS

    @property
    def name(self) -> str:
        """Return the name that stands in place of its own."""
        return f"file-{self.number}.{self.extension}"

    @property
    def title(self) -> str:
        """Return what the page calls it."""
        return _("file %(number)s.%(extension)s") % {
            "number": self.number,
            "extension": self.extension,
        }

    def get_absolute_url(self) -> str:
        """Return the address that hands it out."""
        return reverse("judging_file", args=[self.review_pk, self.number])


@dataclass(frozen=True)
class Sight:
    """An entry as a judge sees it."""

    title: str
    summary: str
    lines: list[Line]
    pictures: list[Picture]
    #: How many files are kept back because they cannot be freed of names.
    kept_back: int
    is_blind: bool


def sight_of(review: Review, now: datetime) -> Sight:
    """Return what the judge of a review sees of its entry; asks for its files alone."""
    entry, is_blind = review.entry, is_blind_to(review.judge, now)
    content = {name: getattr(entry, name) for name in Entry.CONTENT}
    files = {str(each.file.uuid): each.file for each in entry.files.all()}
    if is_blind:
        return _blind_sight(review, content, files)
    head = {"title": content.pop("title"), "summary": content.pop("summary")}
    lines = _said(lines_of({**content, "title": "", "summary": ""}, files))
    pictures = pictures_in(content, files)
    return Sight(**head, lines=lines, pictures=pictures, kept_back=0, is_blind=False)


def answer_to(trouble: Trouble, now: datetime) -> str:
    """Return what staff answered, as the judge reads it; at a blind stage without names."""
    if not is_blind_to(trouble.review.judge, now):
        return trouble.answer
    return redaction_of(trouble.review.entry).text(trouble.answer)


def handed_files(review: Review, files: Iterable[PrivateFile] | None = None) -> list[HandedFile]:
    """Return the files of what was accepted, numbered: pictures first, then answers' files."""
    entry = review.entry
    if files is None:
        files = [each.file for each in entry.files.select_related("file")]
    by_uuid = {str(each.uuid): each for each in files}
    named = [image["file"] for image in entry.images]
    for answer in entry.answers:
        if answer["kind"] == Question.Kind.FILE:
            named += answer["value"] or []
    found = [by_uuid[uuid] for uuid in dict.fromkeys(named) if uuid in by_uuid]
    return [HandedFile(review.pk, number, file) for number, file in enumerate(found, start=1)]


def _blind_sight(review: Review, content: dict, files: Mapping[str, PrivateFile]) -> Sight:
    redaction = redaction_of(review.entry)
    handed = {str(each.file.uuid): each for each in handed_files(review, files.values())}
    title, summary = title_of(review.entry, redaction), redaction.text(content["summary"])
    fixed = content | dict.fromkeys(("title", "summary", *HIDDEN), "") | {"answers": []}
    fixed["description"] = redaction.text(content["description"])
    answers = [
        Line(label_of(answer), _blind_answer(answer, redaction, handed))
        for answer in content["answers"]
    ]
    pictures = [
        Picture(
            url=f"{each.get_absolute_url()}?small",
            full_url=each.get_absolute_url(),
            width=each.file.width,
            height=each.file.height,
            alt=redaction.text(image["alt"]),
        )
        for image in content["images"]
        if (each := handed.get(image["file"]))
    ]
    return Sight(
        title=title,
        summary=summary,
        lines=_said(lines_of(fixed, {}) + answers),
        pictures=pictures,
        kept_back=sum(not each.is_shown for each in handed.values()),
        is_blind=True,
    )


def _said(lines: list[Line]) -> list[Line]:
    """Return the lines that say something: an optional question may have no answer."""
    return [line for line in lines if line.value]


def _blind_answer(
    answer: Mapping, redaction: Redaction, handed: Mapping[str, HandedFile]
) -> SafeString:
    """Write an answer without what names anybody; files by number, addresses not at all."""
    if answer["kind"] == Question.Kind.FILE:
        found = [handed[uuid] for uuid in answer["value"] or [] if uuid in handed]
        return format_html_join(SafeString("<br>"), "{}", ((_link_to(each),) for each in found))
    if answer["kind"] == Question.Kind.URL:
        return escape(_("(not shown while the judging is blind)"))
    freed = {**answer, "value": redaction.value(answer["value"])}
    return kind_named(answer["kind"]).display(freed)


def _link_to(handed: HandedFile) -> SafeString:
    if not handed.is_shown:
        return format_html("{} – {}", handed.title, _("kept back: it may say who made it"))
    size = formats.file_size(handed.file.size)
    return format_html('<a href="{}">{}</a> ({})', handed.get_absolute_url(), handed.title, size)
