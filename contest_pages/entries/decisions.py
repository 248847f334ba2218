"""The moderators' acts as their pages offer them: one table, one door."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.errors import Refused
from contest_pages.entries import actions, rules
from contest_pages.entries.act_forms import (
    AcceptForm,
    ActForm,
    HandOverForm,
    MoveTrackForm,
    ReasonForm,
)
from contest_pages.entries.models import Entry
from contest_pages.models import Track


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
