"""What moderators do with a submission, and undoing it."""

from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import Revision, TaskState, WorkflowState

from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting, reason_given, record, set_facts
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import review_workflow

State = Entry.State


def accept(entry: Entry, *, revision: Revision, by, now: datetime | None = None) -> Entry:
    """Accept the submission that the moderator saw, and refuse any other."""
    with acting(entry, rules.why_not_decide, by, now) as (row, now):
        review = _review_of(row, revision)
        set_facts(row, state=State.ACCEPTED, accepted_revision=revision, decided_at=now)
        review.approve(user=by)
        row = Entry.objects.get(pk=row.pk)
        record(row, "accept", by, now, revision)
    return row


def take_on(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Say which moderator sees to the entry: whoever takes it on."""
    with acting(entry, rules.why_not_take_on, by, now) as (row, now):
        set_facts(row, assignee=by)
        record(row, "take_on", by, now)
    return row


def request_changes(
    entry: Entry, *, revision: Revision, reason: str, by, now: datetime | None = None
) -> Entry:
    """Return the submission that the moderator saw to its team, with a reason."""
    with acting(entry, rules.why_not_decide, by, now) as (row, now):
        reason = reason_given(reason)
        _review_of(row, revision).reject(user=by, comment=reason)
        state = State.ACCEPTED if row.state == State.ACCEPTED else State.NEEDS_CHANGES
        set_facts(row, state=state, decided_at=now)
        record(row, "request_changes", by, now, revision, reason=reason)
    return row


def disqualify(entry: Entry, *, reason: str, by, now: datetime | None = None) -> Entry:
    """Take the entry out of the contest, with a reason. It can be reversed."""
    with acting(entry, rules.why_not_disqualify, by, now) as (row, now):
        reason = reason_given(reason)
        take_out(row, State.DISQUALIFIED, by)
        set_facts(row, decided_at=now)
        record(row, "disqualify", by, now, row.latest_revision, reason=reason)
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
        row = Entry.objects.get(pk=row.pk)
        record(row, "reverse", by, now, row.latest_revision, reason=reason, before=before)
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
    set_facts(entry, state=state)
