"""What moderators' acts ask for beside a click: a reason, a person, a track."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.fields import LongTextField
from contest_pages.entries.models import Entry, ReasonText
from contest_pages.entries.queries import moderators
from contest_pages.models import Track


class ActForm(forms.Form):
    """An act with the submission and the state that the moderator had before the eyes."""

    act = forms.CharField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=Entry.State.choices, widget=forms.HiddenInput)

    HIDDEN = ("act", "revision", "state")

    def __init__(self, *args, act: str, choices: "Choices", one: bool = True, **kwargs):
        """`choices` is what may be chosen; without `one`, the form is for many entries."""
        super().__init__(*args, **kwargs)
        self.act, self.choices = act, choices
        if not one:
            for name in self.HIDDEN:
                del self.fields[name]

    def values(self) -> dict[str, Any]:
        """Return what the action takes beside the entry."""
        return {key: value for key, value in self.cleaned_data.items() if key not in self.HIDDEN}

    def offer(self, field: str, rows: Iterable, nothing: Promise | str) -> None:
        """Let a field choose one of some rows, or nothing."""
        self.rows = {str(row.pk): row for row in rows}
        named = [(pk, str(row)) for pk, row in self.rows.items()]
        self.fields[field].choices = [("", nothing), *named]


class AcceptForm(ActForm):
    """Asks why, where the checklist is not fulfilled; that it is needed is the action's to say."""

    because = forms.CharField(
        label=_("Why it is accepted although the checklist is not fulfilled"),
        help_text=_("One sentence. Only staff read it."),
        max_length=500,
        required=False,
    )


class ReasonForm(ActForm):
    """Asks for a reason: in one's own words, from the list of texts, or a text with an addition.

    That a reason is needed is the action's to say; the form only carries it.
    """

    text = forms.ChoiceField(label=_("Ready text"), required=False)
    reason = LongTextField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.texts = [text for text in self.choices.texts if text.act == self.act]
        if self.texts:
            self.offer("text", self.texts, _("Own words"))
        else:
            del self.fields["text"]

    def values(self) -> dict[str, Any]:
        """Return the reason; of a ready text in both languages, with what was added to it."""
        values = super().values()
        typed = values["reason"].strip()
        if not (key := values.pop("text", "")):
            return values
        chosen = self.rows[key]
        for begin in (chosen.text_ko, chosen.text_en):
            if begin and typed.startswith(begin.strip()):
                typed = typed.removeprefix(begin.strip()).strip()
                break
        both = {"reason": chosen.text_ko, "reason_en": chosen.text_en or chosen.text_ko}
        return {
            name: "\n\n".join(filter(None, [text.strip(), typed])) for name, text in both.items()
        }


class HandOverForm(ActForm):
    """Asks for the moderator who is to see to the entry."""

    to = forms.ChoiceField(label=_("Moderator"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("to", self.choices.moderators, "–")

    def values(self) -> dict[str, Any]:
        """Return the person, or None."""
        return {"to": self.rows.get(self.cleaned_data["to"])}


class MoveTrackForm(ActForm):
    """Asks for another track of the contest, and for a reason that the team reads."""

    track = forms.ChoiceField(label=_("Track"), required=False)
    reason = forms.CharField(label=_("Reason (optional)"), max_length=500, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer("track", self.choices.tracks, "–")

    def values(self) -> dict[str, Any]:
        """Return the track, or None, and the reason."""
        values = super().values()
        return values | {"track": self.rows.get(values["track"])}


@dataclass(frozen=True)
class Choices:
    """What the forms of a page let one choose from; read once for all of them."""

    tracks: list[Track]
    moderators: list = field(default_factory=lambda: list(moderators()))
    texts: list[ReasonText] = field(default_factory=lambda: list(ReasonText.objects.all()))
