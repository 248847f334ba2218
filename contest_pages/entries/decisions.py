"""The moderators' acts as the review page offers them: one table, one door."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.models import Entry


@dataclass(frozen=True)
class Act:
    """What a moderator can do with an entry; `run` is the action behind it."""

    name: str
    label: Promise
    help: Promise
    done: Promise
    why_not: Callable[[object, Entry, datetime], rules.Reason]
    run: Callable[[Entry, Revision, str, object], Entry]
    asks_reason: bool = True
    kind: str = ""


ACTS = {
    act.name: act
    for act in (
        Act(
            name="accept",
            label=_("Accept"),
            help=_("The entry is eligible. The public sees it when the gallery opens."),
            done=_("“%(title)s” was accepted."),
            why_not=rules.why_not_decide,
            run=lambda entry, seen, reason, by: actions.accept(entry, revision=seen, by=by),
            asks_reason=False,
        ),
        Act(
            name="request_changes",
            label=_("Ask for changes"),
            help=_("The team reads this and submits again."),
            done=_("The team of “%(title)s” was asked for changes."),
            why_not=rules.why_not_decide,
            run=lambda entry, seen, reason, by: actions.request_changes(
                entry, revision=seen, reason=reason, by=by
            ),
            kind="secondary",
        ),
        Act(
            name="disqualify",
            label=_("Disqualify"),
            help=_("Takes the entry out of the contest. The team reads the reason."),
            done=_("“%(title)s” was disqualified."),
            why_not=rules.why_not_disqualify,
            run=lambda entry, seen, reason, by: actions.disqualify(entry, reason=reason, by=by),
            kind="no",
        ),
        Act(
            name="reverse",
            label=_("Reverse the last decision"),
            help=_("Undoes the last decision. The team reads the reason."),
            done=_("The last decision about “%(title)s” was reversed."),
            why_not=rules.why_not_reverse,
            run=lambda entry, seen, reason, by: actions.reverse(entry, reason=reason, by=by),
            kind="secondary",
        ),
        Act(
            name="take_on",
            label=_("Take this entry on"),
            help=_("Shows other moderators that you see to it."),
            done=_("You see to “%(title)s” now."),
            why_not=rules.why_not_take_on,
            run=lambda entry, seen, reason, by: actions.take_on(entry, by=by),
            asks_reason=False,
            kind="secondary",
        ),
    )
}


class DecisionForm(forms.Form):
    """One act, the submission and the state that the moderator had before the eyes, a reason.

    That a reason is needed is the action's to say; the form only carries it.
    """

    act = forms.ChoiceField(choices=[(name, name) for name in ACTS], widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(choices=Entry.State.choices, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def decide(entry: Entry, act: Act, *, revision: int, state: str, reason: str, by) -> Entry:
    """Do the act if the entry still is as the moderator saw it; raise Refused otherwise.

    A form sent twice would else reverse twice.
    """
    with transaction.atomic():
        row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
        if (row.latest_revision_id, row.state) != (revision, state):
            raise Refused(
                _(
                    "The entry has changed since you opened this page. Look at it again, then decide."
                )
            )
        return act.run(row, row.latest_revision, reason, by)
