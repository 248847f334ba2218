"""What moderators do with a submission, and undoing it."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import (
    acting,
    in_both,
    reason_given,
    record,
    set_facts,
    stamp,
)
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import checks_left, review_workflow
from contest_pages.entries.resemblance import remember
from contest_pages.models import Track

State = Entry.State


#: A lock serves one decision.
UNLOCKED = {"locked": False, "locked_by": None, "locked_at": None}


def accept(
    entry: Entry, *, revision: Revision, by, because: str = "", now: datetime | None = None
) -> Entry:
    """Accept the submission that the moderator saw, and refuse any other.

    Where the checklist is not fulfilled, `because` says why all the same; only staff read it.
    """
    with acting(entry, rules.why_not_decide, by, now) as (row, now):
        review = _review_of(row, revision)
        because = because.strip()
        if not because and (left := checks_left(row, revision)):
            raise Refused(
                _("Not fulfilled: %(checks)s. Say why the entry is accepted all the same.")
                % {"checks": ", ".join(str(item) for item in left)}
            )
        accepted = {"state": State.ACCEPTED, "accepted_revision": revision, "decided_at": now}
        set_facts(row, **accepted, **UNLOCKED)
        review.approve(user=by)
        stamp(review, finished_at=now)
        row = Entry.objects.get(pk=row.pk)
        remember(row)
        record(row, "accept", by, now, revision, **({"because": because} if because else {}))
    return row


def request_changes(
    entry: Entry,
    *,
    revision: Revision,
    reason: str,
    reason_en: str = "",
    by,
    now: datetime | None = None,
) -> Entry:
    """Return the submission that the moderator saw to its team, with a reason."""
    with acting(entry, rules.why_not_decide, by, now) as (row, now):
        reasons = in_both(reason, reason_en)
        review = _review_of(row, revision)
        review.reject(user=by, comment=reasons["reason"])
        stamp(review, finished_at=now)
        state = State.ACCEPTED if row.state == State.ACCEPTED else State.NEEDS_CHANGES
        set_facts(row, state=state, decided_at=now, **UNLOCKED)
        record(row, "request_changes", by, now, revision, **reasons)
    return row


def disqualify(
    entry: Entry, *, reason: str, reason_en: str = "", by, now: datetime | None = None
) -> Entry:
    """Take the entry out of the contest, with a reason. It can be reversed."""
    with acting(entry, rules.why_not_disqualify, by, now) as (row, now):
        reasons = in_both(reason, reason_en)
        take_out(row, State.DISQUALIFIED, by)
        set_facts(row, decided_at=now)
        record(row, "disqualify", by, now, row.latest_revision, **reasons)
    return row


def reverse(entry: Entry, *, reason: str, by, now: datetime | None = None) -> Entry:
    """Undo the last decision, with a reason.

    What was accepted, or returned for changes, waits for a decision again. What was
    disqualified or withdrawn is accepted again if it was accepted, else it waits again.
    """
    with acting(entry, rules.why_not_reverse, by, now) as (row, now):
        reason, before = reason_given(reason), row.state
        workflow = row.current_workflow_state
        if before == State.ACCEPTED:
            row.unpublish(log_action=False)
            set_facts(row, accepted_revision=None)
        if before != State.ACCEPTED and row.accepted_revision:
            set_facts(row, state=State.ACCEPTED, decided_at=now)
            row.accepted_revision.publish(user=by, log_action=False)
        else:
            set_facts(row, state=State.SUBMITTED, decided_at=now)
            if workflow and workflow.status == WorkflowState.STATUS_NEEDS_CHANGES:
                workflow.resume(by)
            else:
                review_workflow().start(row, by)
            stamp(row.review, started_at=now)
        row = Entry.objects.get(pk=row.pk)
        remember(row)
        record(row, "reverse", by, now, row.latest_revision, reason=reason, before=before)
    return row


def move_track(
    entry: Entry, *, track: Track, reason: str = "", by, now: datetime | None = None
) -> Entry:
    """Put the entry into another track of its contest.

    Staff do not rewrite a submission, so this is a fact beside it: the track stays where staff
    put it, whatever the team submits later.
    """
    with acting(entry, rules.why_not_move_track, by, now) as (row, now):
        if track.contest_id != row.contest_id:
            raise Refused(_("“%(track)s” is a track of another contest.") % {"track": track})
        if track.pk == row.track_id:
            raise Refused(_("The entry is in “%(track)s” already.") % {"track": track})
        data = {"before": row.track and row.track.title_ko, "after": track.title_ko}
        if reason := reason.strip():
            data["reason"] = reason
        set_facts(row, moved_to=track, track=track)
        record(row, "move_track", by, now, **data)
    return row


def _review_of(entry: Entry, revision: Revision) -> TaskState:
    """Return the waiting review, if it is about this revision."""
    review = entry.review
    if review.revision_id != revision.pk:
        raise Refused(_("The team has submitted again since you opened this page. Reload it."))
    return review


def take_out(entry: Entry, state: str, by) -> None:
    """Unpublish, end the workflow, and set a final state."""
    workflow = entry.current_workflow_state
    if workflow:
        workflow.cancel(user=by)
    # Without a user: a leader who withdraws has no right to publish, and needs none.
    entry.unpublish(log_action=False)
    set_facts(entry, state=state, **UNLOCKED)
