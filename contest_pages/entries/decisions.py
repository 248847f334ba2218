"""The moderators' acts as their pages offer them: one table, one door."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.errors import Refused
from cms.fields import LongTextField
from contest_pages.entries import actions, rules
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


@dataclass(frozen=True)
class Act:
    """What a moderator can do with an entry; `run` is the action behind it."""

    name: str
    label: Promise
    help: Promise
    done: Promise
    why_not: Callable[[object, Entry, datetime], rules.Reason]
    run: Callable[..., Entry]
    form: type[ActForm] = ActForm
    kind: str = ""
    #: Whether it is about who sees to the entry; such an act is no decision.
    is_assignment: bool = False
    #: The key that leads to its form.
    key: str = ""


def _accept(entry: Entry, seen: Revision, by, because: str) -> Entry:
    return actions.accept(entry, revision=seen, by=by, because=because)


def _request_changes(entry: Entry, seen: Revision, by, **reasons: str) -> Entry:
    return actions.request_changes(entry, revision=seen, by=by, **reasons)


def _hand_over(entry: Entry, seen: Revision, by, to) -> Entry:
    if to is None:
        raise Refused(_("Choose a moderator."))
    return actions.hand_over(entry, to=to, by=by)


def _move_track(entry: Entry, seen: Revision, by, track: Track | None, reason: str) -> Entry:
    if track is None:
        raise Refused(_("Choose a track."))
    return actions.move_track(entry, track=track, reason=reason, by=by)


ACTS = {
    act.name: act
    for act in (
        Act(
            name="accept",
            label=_("Accept"),
            help=_("The entry is eligible. The public sees it when the gallery opens."),
            done=_("“%(title)s” was accepted."),
            why_not=rules.why_not_decide,
            run=_accept,
            form=AcceptForm,
            key="a",
        ),
        Act(
            name="request_changes",
            label=_("Ask for changes"),
            help=_("The team reads this and submits again."),
            done=_("The team of “%(title)s” was asked for changes."),
            why_not=rules.why_not_decide,
            run=_request_changes,
            form=ReasonForm,
            kind="secondary",
            key="c",
        ),
        Act(
            name="disqualify",
            label=_("Disqualify"),
            help=_("Takes the entry out of the contest. The team reads the reason."),
            done=_("“%(title)s” was disqualified."),
            why_not=rules.why_not_disqualify,
            run=lambda entry, seen, by, **reasons: actions.disqualify(entry, by=by, **reasons),
            form=ReasonForm,
            kind="no",
            key="d",
        ),
        Act(
            name="reverse",
            label=_("Reverse the last decision"),
            help=_("Undoes the last decision. The team reads the reason."),
            done=_("The last decision about “%(title)s” was reversed."),
            why_not=rules.why_not_reverse,
            run=lambda entry, seen, by, reason: actions.reverse(entry, reason=reason, by=by),
            form=ReasonForm,
            kind="secondary",
        ),
        Act(
            name="move_track",
            label=_("Move to another track"),
            help=_(
                "The entry stays there, whatever the team submits. The team sees it in its entry’s history."
            ),
            done=_("“%(title)s” was put into another track."),
            why_not=rules.why_not_move_track,
            run=_move_track,
            form=MoveTrackForm,
            kind="secondary",
        ),
        Act(
            name="take_on",
            label=_("Take this entry on"),
            help=_("Shows other moderators that you see to it."),
            done=_("You see to “%(title)s” now."),
            why_not=rules.why_not_take_on,
            run=lambda entry, seen, by: actions.take_on(entry, by=by),
            kind="secondary",
            is_assignment=True,
        ),
        Act(
            name="give_back",
            label=_("Give back"),
            help=_("Another moderator can take it on."),
            done=_("Nobody sees to “%(title)s” now."),
            why_not=rules.why_not_give_back,
            run=lambda entry, seen, by: actions.give_back(entry, by=by),
            kind="secondary",
            is_assignment=True,
        ),
        Act(
            name="hand_over",
            label=_("Hand over"),
            help=_("Another moderator sees to it from now on."),
            done=_("“%(title)s” was handed over."),
            why_not=rules.why_not_hand_over,
            run=_hand_over,
            form=HandOverForm,
            kind="secondary",
            is_assignment=True,
        ),
        Act(
            name="lock",
            label=_("Lock"),
            help=_("Until you have decided or unlock it, no other moderator decides."),
            done=_("Only you can decide about “%(title)s” now."),
            why_not=rules.why_not_lock,
            run=lambda entry, seen, by: actions.lock(entry, by=by),
            kind="secondary",
            is_assignment=True,
        ),
        Act(
            name="unlock",
            label=_("Unlock"),
            help=_("Every moderator can decide again."),
            done=_("Every moderator can decide about “%(title)s” again."),
            why_not=rules.why_not_unlock,
            run=lambda entry, seen, by: actions.unlock(entry, by=by),
            kind="secondary",
            is_assignment=True,
        ),
    )
}
#: The acts that take an entry out of the queue: after them the next one is shown.
CLEARING = ("accept", "request_changes", "disqualify")


def decide(
    entry: Entry, act: Act, *, revision: int, state: str | None = None, by, values: Mapping
) -> Entry:
    """Do the act if the entry still is as the moderator saw it; raise Refused otherwise.

    A form sent twice would else reverse twice. Of a list, only the submission was seen.
    """
    with transaction.atomic():
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if row.latest_revision_id != revision or state not in (None, row.state):
            raise Refused(
                _(
                    "The entry has changed since you opened this page. Look at it again, then decide."
                )
            )
        return act.run(row, row.latest_revision, by, **values)
