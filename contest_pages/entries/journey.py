"""An entry's way through its contest, in the words of its team: what was, what is, what comes."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail import hooks

from cms import formats
from contest_pages.entries import rules
from contest_pages.entries.models import Entry
from contest_pages.models import Stage

State = Entry.State
OUT = (State.WITHDRAWN, State.DISQUALIFIED)


def journey_of(entry: Entry, now: datetime, language: str) -> list[dict]:
    """Return the steps as ui/timeline.html wants them.

    It tells what the team knows from its own acts and from decisions that were told to it;
    what follows is the contest's public schedule, and ends for an entry that is out.
    """
    if rules.was_left(entry, now):
        closed = entry.contest.submission.closes_at
        return [
            _step(_("Begun"), "done", entry.created_at),
            _step(_("Closed without a submission"), "now", closed),
        ]
    steps = [_written(entry)]
    if entry.state == State.DRAFT:
        steps += [_step(_("Entry received")), _screening(entry, language)]
    elif entry.submitted_at:
        steps += [
            _step(_("Entry received"), "done", entry.submitted_at),
            _screening(entry, language),
        ]
    if entry.state in OUT:
        out = _("Withdrawn") if entry.state == State.WITHDRAWN else _("Taken out of the contest")
        told = entry.decided_at if entry.state == State.DISQUALIFIED else None
        return [*(step for step in steps if step["state"] == "done"), _step(out, "now", told)]
    return steps + _with_outcomes(entry, now, language)


def _with_outcomes(entry: Entry, now: datetime, language: str) -> list[dict]:
    """Return the stages to come and gone, with what was published of the entry in between.

    Functions `(entry, now, language)` registered for the hook `entry_outcomes` know the latter.
    """
    steps = [_coming(stage, now) for stage in _later(entry)]
    for outcomes in hooks.get_hooks("entry_outcomes"):
        steps += [_step(**each) for each in outcomes(entry, now, language)]
    return sorted(steps, key=lambda step: step["opens"])


def _step(
    title: str,
    state: str = "coming",
    opens: datetime | None = None,
    closes: datetime | None = None,
    note: str = "",
) -> dict:
    return {"title": title, "state": state, "opens": opens, "closes": closes, "note": note}


def _written(entry: Entry) -> dict:
    is_draft = entry.state == State.DRAFT
    return _step(_("Begun"), "now" if is_draft else "done", entry.created_at)


def _screening(entry: Entry, language: str) -> dict:
    """Return the step of the review, with what is asked of the team."""
    stage = entry.contest.screening
    period = (stage.opens_at, stage.closes_at) if stage else (None, None)
    if rules.is_asked_for_changes(entry):
        note = ""
        if stage:
            until = formats.moment(stage.answers_close_at, language, closing=True)
            note = _("Answer until %(moment)s.") % {"moment": until}
        return _step(_("Changes asked for"), "now", *period, note)
    if entry.state == State.SUBMITTED:
        return _step(_("In review"), "now", *period)
    if entry.state == State.ACCEPTED:
        note = _("A change of yours is in review.") if entry.review else ""
        return _step(_("Found eligible"), "now" if note else "done", entry.decided_at, note=note)
    return _step(_("Review"), "coming", *period)


def _later(entry: Entry) -> list[Stage]:
    """Return the stages that come after the review, in their order."""
    first = entry.contest.screening or entry.contest.submission
    if first is None:
        return []
    return [
        stage
        for stage in entry.contest.schedule
        if stage.pk != first.pk and stage.opens_at >= first.opens_at and _concerns_entrants(stage)
    ]


def _concerns_entrants(stage: Stage) -> bool:
    return stage.kind not in (Stage.Kind.SUBMISSION, Stage.Kind.SCREENING)


def _coming(stage: Stage, now: datetime) -> dict:
    state = "now" if stage.is_open(now) else "done" if stage.has_closed(now) else "coming"
    return _step(
        stage.title, state, stage.opens_at, None if stage.is_milestone else stage.closes_at
    )
