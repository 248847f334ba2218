"""What each kind of question knows of itself: how it is asked, kept, shown and exported.

`kind_of(question)` gives the kind of a Question, `kind_named(answer["kind"])` that of an answer
that was given, which keeps key, kind, both labels and the value.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.template.defaultfilters import linebreaks_filter
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from cms import formats
from cms.fields import LongTextField
from contest_pages.models import Question
from media.checks import MAX_BYTES, check_count, check_upload
from media.formats import ALL_KINDS, extensions_of

#: More choices than this are offered in a drop-down list.
MOST_RADIO_BUTTONS = 8
MOST_CHARACTERS_SHORT, MOST_CHARACTERS_LONG, MOST_CHARACTERS_URL = 200, 5_000, 500


class QuestionKind:
    """A kind of question; the values it keeps are JSON."""

    field_class: type[forms.Field] = forms.CharField

    def form_field(self, question: Question) -> forms.Field:
        """Return the form field that asks a question in the active language."""
        return self.field_class(
            label=question.label,
            help_text=self.help_text(question),
            required=question.is_required,
            **self.options(question),
        )

    def help_text(self, question: Question) -> SafeString:
        """Return the help below the question; staff wrote it, so it is escaped."""
        return escape(question.help)

    def options(self, question: Question) -> dict[str, Any]:
        """Return what else the form field is made with."""
        return {}

    def to_json(self, cleaned: Any) -> Any:
        """Return the value to keep for what the form field has cleaned; None for no answer."""
        return cleaned or None

    def from_json(self, value: Any) -> Any:
        """Return the form field's initial value for a value that was kept."""
        return value

    def is_answered(self, value: Any) -> bool:
        """Return whether a kept value is an answer."""
        return value not in (None, "", [])

    def still_answers(self, question: Question, value: Any) -> Any:
        """Return what of a value, kept for another contest's question, this one can be answered
        with."""
        return value

    def export(self, answer: Mapping) -> str:
        """Write an answer as plain text, for tables."""
        value = answer["value"]
        return self.text(value) if self.is_answered(value) else ""

    def display(self, answer: Mapping, files: Mapping | None = None) -> SafeString:
        """Write an answer as HTML; `files` are the private files it may name, by uuid."""
        value = answer["value"]
        return self.html(value, files or {}) if self.is_answered(value) else SafeString("")

    def html(self, value: Any, files: Mapping) -> SafeString:
        """Write a kept value as HTML."""
        return escape(self.text(value))

    def text(self, value: Any) -> str:
        """Write a kept value in the active language."""
        return str(value)


class ShortText(QuestionKind):
    """One line."""

    def options(self, question: Question) -> dict[str, Any]:
        """Limit the length."""
        return {"max_length": question.max_length or MOST_CHARACTERS_SHORT}


class LongText(QuestionKind):
    """Several paragraphs."""

    field_class = LongTextField

    def options(self, question: Question) -> dict[str, Any]:
        """Limit the length."""
        return {"max_length": question.max_length or MOST_CHARACTERS_LONG}

    def html(self, value: str, files: Mapping) -> SafeString:
        """Keep the paragraphs."""
        return linebreaks_filter(value)


class Choice(QuestionKind):
    """One of the choices; the Korean text is what is kept."""

    field_class = forms.ChoiceField

    def options(self, question: Question) -> dict[str, Any]:
        """Offer the choices in the active language."""
        choices = _localised(question)
        if len(choices) > MOST_RADIO_BUTTONS or not question.is_required:
            return {"choices": [("", "–"), *choices]}
        return {"choices": choices, "widget": forms.RadioSelect}

    def still_answers(self, question: Question, value: str) -> str | None:
        """Return the choice if it is offered."""
        return value if value in dict(_localised(question)) else None


class Choices(QuestionKind):
    """Any number of the choices; the Korean texts are kept, in the order of the question."""

    field_class = forms.MultipleChoiceField

    def options(self, question: Question) -> dict[str, Any]:
        """Offer the choices in the active language."""
        return {"choices": _localised(question), "widget": forms.CheckboxSelectMultiple}

    def still_answers(self, question: Question, value: list[str]) -> list[str]:
        """Return the choices that are offered."""
        offered = dict(_localised(question))
        return [each for each in value if each in offered]

    def text(self, value: list[str]) -> str:
        """Write the choices one after the other."""
        return ", ".join(value)


class Number(QuestionKind):
    """A number; a whole one is kept as such."""

    field_class = forms.DecimalField

    def options(self, question: Question) -> dict[str, Any]:
        """Keep it within what JSON holds exactly."""
        return {"max_digits": 15, "decimal_places": 4, "widget": forms.NumberInput({"step": "any"})}

    def to_json(self, cleaned: Decimal | None) -> int | float | None:
        """Return an int for a whole number, else a float."""
        if cleaned is None:
            return None
        return int(cleaned) if cleaned == cleaned.to_integral_value() else float(cleaned)

    def text(self, value: float) -> str:
        """Group the thousands."""
        return f"{value:,}"


class WebAddressField(forms.URLField):
    """A web address: http or https only, for it becomes a link."""

    default_validators = (URLValidator(schemes=["http", "https"]),)


class WebAddress(QuestionKind):
    """A web address."""

    field_class = WebAddressField

    def options(self, question: Question) -> dict[str, Any]:
        """Take an address without its scheme for a secure one."""
        return {"assume_scheme": "https", "max_length": MOST_CHARACTERS_URL}

    def html(self, value: str, files: Mapping) -> SafeString:
        """Link to it, without vouching for it."""
        return format_html('<a href="{0}" rel="nofollow ugc noopener">{0}</a>', value)


class Day(QuestionKind):
    """A date, kept as YYYY-MM-DD."""

    field_class = forms.DateField

    def options(self, question: Question) -> dict[str, Any]:
        """Use the browser's calendar, which sends and expects ISO dates."""
        return {"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}

    def to_json(self, cleaned: date | None) -> str | None:
        """Return the date in ISO form."""
        return cleaned.isoformat() if cleaned else None

    def from_json(self, value: str | None) -> date | None:
        """Read the date from its ISO form."""
        return date.fromisoformat(value) if value else None

    def text(self, value: str) -> str:
        """Write the date as the language does."""
        return formats.day(date.fromisoformat(value), get_language())


class FilesInput(forms.FileInput):
    """An input that takes several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        """Return all files that were sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class FilesField(forms.FileField):
    """Takes up to `max_files` files of at most `max_bytes` each; cleans to a list of uploads."""

    widget = FilesInput

    def __init__(self, *, max_files: int = 1, max_bytes: int = MAX_BYTES, **options):
        self.max_files, self.max_bytes, self.kept = max_files, max_bytes, 0
        super().__init__(**options)
        accepted = ",".join(f".{extension}" for extension in extensions_of(ALL_KINDS))
        self.widget.attrs.update({"accept": accepted, "multiple": max_files > 1})

    def count_kept(self, number: int) -> None:
        """Count `number` files that were kept before; one of them is an answer."""
        self.kept = number
        self.required = self.required and not number
        self.widget.is_required = self.required

    def clean(self, data, initial=None) -> list:
        """Return the uploaded files; every wrong one is named with its reason."""
        uploads = [each for each in data or [] if each]
        check_count(self.kept + len(uploads), self.max_files)
        if not uploads:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return []
        errors = []
        for upload in uploads:
            try:
                check_upload(upload, max_bytes=self.max_bytes)
            except ValidationError as error:
                errors.append(error)
        if errors:
            raise ValidationError(errors)
        return uploads

    def bound_data(self, data, initial):
        """Show no earlier choice: a browser keeps none either."""
        return initial

    def has_changed(self, initial, data) -> bool:
        """Return whether files were sent."""
        return bool(data)


class Files(QuestionKind):
    """Files; the answer keeps the uuids of private files.

    The form field yields uploads; whoever handles the form receives them into private files
    (`PrivateFile.objects.receive`) and keeps what `to_json` makes of those.
    """

    field_class = FilesField

    def help_text(self, question: Question) -> SafeString:
        """Say how many files of what kind and size are accepted."""
        limits = _("Up to %(count)s files of at most %(size)s each: %(kinds)s.") % {
            "count": question.max_files,
            "size": formats.file_size(question.max_bytes),
            "kinds": ", ".join(extensions_of(ALL_KINDS)),
        }
        return format_html_join(" ", "{}", ((part,) for part in (question.help, limits) if part))

    def options(self, question: Question) -> dict[str, Any]:
        """Limit the number of files and their size."""
        return {"max_files": question.max_files, "max_bytes": question.max_bytes}

    def to_json(self, cleaned) -> list[str]:
        """Return the uuids of private files, or of uuids themselves."""
        return [str(getattr(each, "uuid", each)) for each in cleaned or []]

    def from_json(self, value: list[str] | None) -> None:
        """Return nothing: a file input cannot be filled in."""
        return

    def text(self, value: list[str]) -> str:
        """Write the uuids one after the other."""
        return ", ".join(value)

    def html(self, value: list[str], files: Mapping) -> SafeString:
        """Link to each file that is still there by its name."""
        found = [files[uuid] for uuid in value if uuid in files]
        return format_html_join(
            SafeString("<br>"),
            '<a href="{}">{}</a> ({})',
            (
                (each.get_absolute_url(), each.original_name, formats.file_size(each.size))
                for each in found
            ),
        )


YES, NO = pgettext_lazy("answer", "Yes"), pgettext_lazy("answer", "No")


class YesNo(QuestionKind):
    """Yes or no; no is an answer too."""

    field_class = forms.TypedChoiceField

    def options(self, question: Question) -> dict[str, Any]:
        """Ask with two buttons, so that "no" differs from "not answered"."""
        return {
            "choices": [("yes", YES), ("no", NO)],
            "coerce": lambda value: value == "yes",
            "empty_value": None,
            "widget": forms.RadioSelect,
        }

    def to_json(self, cleaned: bool | None) -> bool | None:
        """Keep the truth itself."""
        return cleaned

    def from_json(self, value: bool | None) -> str | None:
        """Return the button to choose."""
        return None if value is None else "yes" if value else "no"

    def text(self, value: bool) -> str:
        """Write yes or no."""
        return str(YES if value else NO)


def _localised(question: Question) -> list[tuple[str, str]]:
    """Return the choices as (kept value, label in the active language)."""
    english = get_language() == "en"
    return [(korean, translated if english else korean) for korean, translated in question.choices]


Kind = Question.Kind
KINDS: dict[str, QuestionKind] = {
    Kind.SHORT_TEXT: ShortText(),
    Kind.LONG_TEXT: LongText(),
    Kind.CHOICE: Choice(),
    Kind.CHOICES: Choices(),
    Kind.NUMBER: Number(),
    Kind.URL: WebAddress(),
    Kind.DATE: Day(),
    Kind.FILE: Files(),
    Kind.YES_NO: YesNo(),
}


def kind_named(name: str) -> QuestionKind:
    """Return the kind that bears a name, such as an answer keeps."""
    return KINDS[Kind(name)]


def kind_of(question: Question) -> QuestionKind:
    """Return the kind of a question."""
    return kind_named(question.kind)
