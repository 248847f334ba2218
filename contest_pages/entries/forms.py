"""The forms of an entrant: the entry itself, and messages about it.

The entry's form is always bound: to what was sent, or to what the draft holds. A draft keeps
what was typed, right or wrong; only a complete form says what is still missing.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms import licences
from cms.formats import file_size
from contest_pages.entries.models import Entry, EntryFile, Message
from contest_pages.entries.places import (
    LINKS,
    MOST_PICTURES,
    NOT_ASKED,
    TEXTS,
    Asked,
    Attachment,
    Kept,
    asked,
    field_of,
    kept_in,
)
from contest_pages.entries.queries import field_label
from contest_pages.models import Contest, Question, Track
from contest_pages.questions import (
    Files,
    FilesField,
    LongTextField,
    QuestionKind,
    WebAddressField,
    kind_of,
)
from media.checks import MAX_BYTES
from media.formats import FileKind, extensions_of
from media.models import PrivateFile

#: More tracks than this are offered in a drop-down list.
MOST_RADIO_BUTTONS = 6
#: An open-source project is entered with its source.
REQUIRED = {Contest.Kind.OSS: frozenset({"source_url", "licence"})}


def _length(name: str) -> dict[str, Any]:
    """Limit a field as the model does, and say so below it."""
    most = Entry._meta.get_field(name).max_length
    return {"max_length": most, "label": field_label(name)}


class EntryForm(forms.Form):
    """Everything that an entry says: fixed fields, pictures, the contest's questions."""

    use_required_attribute = False  # a draft may be incomplete: the server says what is missing

    def __init__(self, typed: Mapping, *, contest: Contest, kept: Kept, complete: bool = False):
        """Bind the form to what was typed; `complete` says whether gaps are errors."""
        super().__init__(typed, {})
        self.contest, self.kept, self.complete = contest, kept, complete
        self.removed: Kept = {}
        self.tracks: dict[str, Track] = {str(track.pk): track for track in contest.tracks.all()}
        self.questions = asked(contest)
        self._add_fixed_fields()
        self._add_file_fields(EntryFile.IMAGES, self._pictures_field())
        for question in self.questions:
            field = kind_of(question).form_field(question)
            if isinstance(field, FilesField):
                self._add_file_fields(question.key, field)
            else:
                self.fields[field_of(question.key)] = field

    def close(self) -> None:
        """Let what stands in the form be read and copied, but not changed."""
        for field in self.fields.values():
            is_text = isinstance(field.widget, (forms.Textarea, forms.TextInput, forms.NumberInput))
            field.widget.attrs["readonly" if is_text else "disabled"] = True

    @classmethod
    def of_draft(
        cls,
        data: Mapping,
        *,
        contest: Contest,
        files: Mapping[str, PrivateFile],
        complete: bool = False,
    ) -> "EntryForm":
        """Bind the form to what a draft holds; `files` are the entry's, by uuid."""
        typed = {name: data.get(name) or "" for name in TEXTS}
        typed["track"] = str(data.get("track") or "")
        for image in data.get("images", []):
            typed[f"alt_{image.get('file')}"] = image.get("alt", "")
        answers = data.get("answers", {})
        for question in asked(contest):
            typed[field_of(question.key)] = _as_typed(kind_of(question), answers.get(question.key))
        kept = kept_in(data, contest, files)
        return cls(typed, contest=contest, kept=kept, complete=complete)

    # --- Fields ---------------------------------------------------------------------------

    def _add_fixed_fields(self) -> None:
        fields = self.fields
        fields["title"] = forms.CharField(
            **_length("title"), help_text=_("The name of your work, at most 100 characters.")
        )
        fields["summary"] = forms.CharField(
            **_length("summary"),
            help_text=_("What it does for whom. Shown on cards and lists; at most 200 characters."),
        )
        fields["description"] = LongTextField(
            **_length("description"),
            help_text=_(
                "What problem it solves, how it works, what is new about it. At most 8,000 characters."
            ),
            widget=forms.Textarea({"rows": 10}),
        )
        if self.tracks:
            fields["track"] = self._track_field()
        fields["team_name"] = forms.CharField(
            **_length("team_name"),
            required=self.contest.team_min > 1,
            help_text=_("Shown with the entry.")
            if self.contest.team_min > 1
            else _("Shown with the entry. Leave it empty if you enter alone."),
        )
        for name in LINKS:
            if name not in NOT_ASKED.get(self.contest.kind, ()):
                fields[name] = self._link_field(name)

    def _track_field(self) -> forms.Field:
        choices = [(pk, track.title) for pk, track in self.tracks.items()]
        few = len(choices) <= MOST_RADIO_BUTTONS
        return forms.TypedChoiceField(
            label=field_label("track"),
            choices=choices if few else [("", "–"), *choices],
            coerce=self.tracks.get,
            empty_value=None,
            widget=forms.RadioSelect if few else forms.Select,
        )

    def _link_field(self, name: str) -> forms.Field:
        required = name in REQUIRED.get(self.contest.kind, ())
        if name == "licence":
            return forms.ChoiceField(
                label=field_label(name),
                choices=licences.choices(),
                required=required,
                help_text=_("Under which licence others may use the source (SPDX)."),
            )
        hint = {"source_url": _("Where anyone can read it, such as a public repository.")}
        return WebAddressField(
            **_length(name),
            required=required,
            assume_scheme="https",
            help_text=hint.get(name, ""),
        )

    def _pictures_field(self) -> FilesField:
        field = FilesField(
            max_files=MOST_PICTURES,
            label=_("Choose pictures"),
            required=False,
            help_text=_(
                "Up to %(count)s screenshots or drawings of at most %(size)s each: %(kinds)s."
            )
            % {
                "count": MOST_PICTURES,
                "size": file_size(MAX_BYTES),
                "kinds": ", ".join(extensions_of([FileKind.IMAGE])),
            },
        )
        field.widget.attrs["accept"] = ",".join(f".{e}" for e in extensions_of([FileKind.IMAGE]))
        return field

    def _add_file_fields(self, place: str, field: FilesField) -> None:
        """Add a file input, and for each file that is there a box to remove it."""
        kept = self.kept.get(place, [])
        field.widget.attrs |= {
            "data-place": place,
            "data-most": field.max_files,
            "data-max-bytes": field.max_bytes,
        }
        field.count_kept(len(kept))
        self.fields[field_of(place)] = field
        for file in kept:
            name = {"name": file.original_name}
            if place == EntryFile.IMAGES:
                self.fields[f"alt_{file.uuid}"] = forms.CharField(
                    label=_("What “%(name)s” shows") % name,
                    max_length=200,
                    help_text=_("Read to those who cannot see the picture."),
                )
            self.fields[f"remove_{file.uuid}"] = forms.BooleanField(
                label=_("Remove “%(name)s”") % name, required=False
            )

    def offer_back(self, removed: Kept) -> None:
        """Add a box for each file that was attached before: to put it back."""
        self.removed = removed
        for file in (each for files in removed.values() for each in files):
            self.fields[f"restore_{file.uuid}"] = forms.BooleanField(
                label=_("Put back “%(name)s”") % {"name": file.original_name}, required=False
            )

    # --- What the templates ask -------------------------------------------------------------

    def asked_in(self, place: str) -> Asked:
        """Return the field of a place that takes files."""
        return self._with_attachments(field_of(place))

    def _asked(self, names: Iterable[str]) -> list[Asked]:
        return [self._with_attachments(name) for name in names if name in self.fields]

    def _with_attachments(self, name: str) -> Asked:
        place = EntryFile.IMAGES if name == "pictures" else name.removeprefix("answer_")
        attachments = [
            Attachment(
                file=file,
                remove=self[f"remove_{file.uuid}"],
                alt=self[f"alt_{file.uuid}"] if place == EntryFile.IMAGES else None,
            )
            for file in self.kept.get(place, [])
        ]
        removed = [self[f"restore_{file.uuid}"] for file in self.removed.get(place, [])]
        return Asked(self[name], attachments, removed, isinstance(self.fields[name], FilesField))

    @property
    def sections(self) -> list[dict]:
        """The fields in the order and under the headings in which they are shown."""
        sections = (
            ("work", _("Your work"), ["title", "summary", "description", "track", "team_name"]),
            ("pictures-section", _("Pictures"), ["pictures"]),
            ("questions", _("Questions"), [field_of(each.key) for each in self.questions]),
            ("links", _("Source and links"), LINKS),
        )
        return [
            {"id": key, "title": title, "fields": fields}
            for key, title, names in sections
            if (fields := self._asked(names))
        ]

    @property
    def parts(self) -> list[str]:
        """The fields that a draft keeps, each with all that belongs to it."""
        return [asked.field.name for section in self.sections for asked in section["fields"]]

    def text_of(self, name: str) -> str:
        """Return what a field shows as one text: the names of files, the choices."""
        asked = self._with_attachments(name)
        if asked.takes_files:
            return "\n".join(
                " – ".join(filter(None, (each.file.original_name, each.alt and each.alt.value())))
                for each in asked.attachments
            )
        value = asked.field.value() or ""
        chosen = value if isinstance(value, list) else [value]
        labels = dict(getattr(self.fields[name], "choices", ()))
        return ", ".join(str(labels.get(each, each)) for each in chosen).replace("\r\n", "\n")

    # --- What was typed ---------------------------------------------------------------------

    def full_clean(self) -> None:
        """Check the form; in a draft, what is missing is no error."""
        super().full_clean()
        if self.complete:
            return
        for name, errors in list(self._errors.items()):
            if all(error.code == "required" for error in errors.as_data()):
                del self._errors[name]

    def as_draft(self, before: Mapping) -> dict:
        """Return what `EntryDraft.data` keeps: what was typed, whether right or wrong.

        `before` is what the draft held: answers to questions that are no longer asked stay, and
        what a removed picture shows, until it is put back.
        """
        self.is_valid()  # cleans: what is right is kept in the form that its kind gives it
        track = self.cleaned_data.get("track")
        answers = dict(before.get("answers", {}))
        for question in self.questions:
            answers[question.key] = self._answer_typed(question)
        pictures = [str(file.uuid) for file in self.kept.get(EntryFile.IMAGES, [])]
        alts = self._alts(before, pictures)
        return {name: self._typed(name) for name in TEXTS} | {
            "track": track.pk if track else None,
            "answers": answers,
            "images": [{"file": uuid, "alt": alts[uuid]} for uuid in pictures],
            "alts": {uuid: alt for uuid, alt in alts.items() if alt and uuid not in pictures},
        }

    def _alts(self, before: Mapping, pictures: Iterable[str]) -> dict[str, str]:
        """Return what each picture shows, those included that are no longer there."""
        alts = dict.fromkeys(pictures, "") | before.get("alts", {})
        alts |= {image.get("file"): image.get("alt", "") for image in before.get("images", [])}
        typed = {uuid: f"alt_{uuid}" for uuid in alts}
        return alts | {uuid: self._typed(name) for uuid, name in typed.items() if name in self.data}

    def _typed(self, name: str) -> str:
        """Return a text as it was typed; PostgreSQL keeps no NUL."""
        return str(self.data.get(name) or "").replace("\0", "").replace("\r\n", "\n")

    def _answer_typed(self, question: Question) -> Any:
        name, kind = field_of(question.key), kind_of(question)
        if isinstance(kind, Files):
            return kind.to_json(self.kept.get(question.key, []))
        if name in self.cleaned_data:
            return kind.to_json(self.cleaned_data[name])
        return {"typed": typed} if (typed := self._typed(name)) else None

    # --- What is submitted ------------------------------------------------------------------

    def content(self, before: Mapping) -> dict:
        """Return a value for each of Entry.CONTENT; raise ValueError for a form with errors."""
        if not self.is_valid():
            raise ValueError("Only a form without errors can be submitted.")
        cleaned = self.cleaned_data
        images = [
            {"file": str(file.uuid), "alt": cleaned[f"alt_{file.uuid}"]}
            for file in self.kept.get(EntryFile.IMAGES, [])
        ]
        return {name: cleaned.get(name, "") for name in TEXTS} | {
            "track": cleaned.get("track"),
            "images": images,
            "answers": self._answers(before.get("answers", {})),
        }

    def _answers(self, before: Mapping) -> list[dict]:
        """Return the answers with the wording that was asked, in the order of the questions."""
        answers = []
        for question in self.contest.questions.all():
            kind = kind_of(question)
            value = (
                before.get(question.key) if question.is_retired else self._answer_typed(question)
            )
            if kind.is_answered(value):
                answers.append(
                    {
                        "key": question.key,
                        "kind": question.kind,
                        "label_ko": question.label_ko,
                        "label_en": question.label_en,
                        "value": value,
                    }
                )
        return answers


def _as_typed(kind: QuestionKind, value: Any) -> Any:
    """Return what a browser would send for a value that a draft keeps."""
    if isinstance(value, dict):
        return value.get("typed", "")
    shown = kind.from_json(value)
    if shown is None:
        return ""
    return shown.isoformat() if isinstance(shown, date) else shown


class MessageForm(forms.Form):
    """A message about an entry, and the key under which it is sent once."""

    use_required_attribute = False

    text = LongTextField(
        label=gettext_lazy("Message"),
        max_length=Message.LONGEST,
        widget=forms.Textarea({"rows": 4}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)
