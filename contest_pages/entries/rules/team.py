"""What a team may do with its entry, and until when."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from contest_pages.entries.models import Entry
from contest_pages.entries.rules.behalf import last_stage_of_typing, why_not_type_in
from contest_pages.entries.rules.people import (
    LEADER_ONLY,
    NOT_YOURS,
    Reason,
    is_clerk,
    is_leader,
    is_member,
    why_not_another_team,
)
from contest_pages.models import Contest
from contest_pages.rules import CANCELLED

State = Entry.State

IN_REVIEW = _("The entry is in review. Take it back first, then change it.")


def why_not_enter(contest: Contest, now: datetime) -> Reason:
    """Whether the contest takes new entries: while the submission stage is open."""
    stage = contest.submission
    if contest.cancelled_at:
        return CANCELLED
    if stage is None:
        return _("This contest takes no entries.")
    if now < stage.opens_at:
        return _("Entering is not open yet.")
    if stage.has_closed(now):
        return _("Entering has closed.")
    return None


def why_not_start(user, contest: Contest, now: datetime) -> Reason:
    """Whether the user can start an entry."""
    return why_not_enter(contest, now) or why_not_another_team(user, contest)


def why_not_start_from(user, earlier: Entry, contest: Contest) -> Reason:
    """Whether an entry of the contest can start with what an earlier one of the user's says."""
    if Entry.objects.of(user).lent_to(contest).filter(pk=earlier.pk).exists():
        return None
    return _(
        "You can start from an entry that your own team has submitted and that was not removed; "
        "from one of the same contest only after you have withdrawn it."
    )


def is_asked_for_changes(entry: Entry) -> bool:
    """Return whether a moderator waits for the team's answer, also about a pending change."""
    if entry.state != State.ACCEPTED:
        return entry.state == State.NEEDS_CHANGES
    returned = WorkflowState.STATUS_NEEDS_CHANGES
    return any(workflow.status == returned for workflow in entry.workflow_states.all())


@dataclass(frozen=True)
class Closing:
    """Until when a team can work on its entry, as it is told, and the grace that follows."""

    at: datetime
    #: Until when (exclusive) what was begun before `at` can still be submitted.
    grace: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """Return when nothing can be done any more."""
        return self.grace or self.at

    def has_ended(self, now: datetime) -> bool:
        """Return whether nothing can be done any more."""
        return now >= self.ends_at


def closing_of(entry: Entry) -> Closing | None:
    """Return until when the team can work on the entry; None in a contest that takes none.

    The grace is for what is not submitted and was begun before the closing time.
    """
    stage, screening = entry.contest.submission, entry.contest.screening
    ends = [stage.closes_at] if stage else []
    if is_asked_for_changes(entry) and screening:
        ends.append(screening.answers_close_at)
    if entry.extended_until:
        ends.append(entry.extended_until)
    if not ends:
        return None
    begun = stage and entry.state == State.DRAFT and entry.created_at < stage.closes_at
    has_grace = begun and max(ends) < stage.grace_ends_at
    return Closing(max(ends), stage.grace_ends_at if has_grace else None)


def closing_for(user, entry: Entry) -> Closing | None:
    """Return until when this user can work on it: who enters it for others has longer."""
    if not is_clerk(user, entry):
        return closing_of(entry)
    last = last_stage_of_typing(entry.contest)
    return Closing(last.closes_at) if last else None


def work_ends_at(entry: Entry, now: datetime) -> datetime | None:
    """Return until when (exclusive) the team can work on the entry, as `now` lets it be told."""
    closing = closing_of(entry)
    if closing is None:
        return None
    return closing.at if now < closing.at else closing.ends_at


def _why_not_now(entry: Entry, now: datetime) -> Reason:
    """Whether the dates let the team's work on the entry go on."""
    contest, closing = entry.contest, closing_of(entry)
    asked = is_asked_for_changes(entry)
    if contest.cancelled_at:
        return CANCELLED
    if entry.extended_until and now < entry.extended_until:
        return None
    if asked and contest.screening and now < contest.screening.answers_close_at:
        return None
    if contest.submission is None or now < contest.submission.opens_at:
        return _("Entering is not open yet.")
    if not closing.has_ended(now):
        return None
    if asked:
        return _("The time for answering has ended. Your draft is kept.")
    return _("Entering has closed. Your draft is kept.")


def why_not_work(entry: Entry, now: datetime) -> Reason:
    """Whether the team's work on the entry can go on: its draft, and who belongs to it."""
    if entry.state == State.WITHDRAWN:
        return _("The entry has been withdrawn.")
    if entry.state == State.DISQUALIFIED:
        return _("The entry has been disqualified.")
    if entry.state == State.SUBMITTED or entry.review:
        return IN_REVIEW
    return _why_not_now(entry, now)


def was_left(entry: Entry, now: datetime) -> bool:
    """Return whether the time to submit ended while the entry was a draft: it takes no part."""
    submission = entry.contest.submission
    return (
        entry.state == State.DRAFT
        and entry.entered_by_id is None  # paper is typed in after the closing
        and submission is not None
        and submission.has_closed(now)
        and why_not_work(entry, now) is not None
    )


def why_not_edit(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may work on the entry's draft."""
    if is_clerk(user, entry):
        return why_not_type_in(entry.contest, now)
    return why_not_work(entry, now) if is_member(user, entry) else NOT_YOURS


def why_not_submit(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may submit the draft: the leader or who enters it for them, while it can
    be edited.
    """
    reason = why_not_edit(user, entry, now)
    if reason is IN_REVIEW:
        return _("The entry has been submitted already.")
    if reason is None and not (is_leader(user, entry) or is_clerk(user, entry)):
        return _("Only the team’s leader submits the entry.")
    return reason


def why_not_take_back(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may take a submission back: until the closing time, while it waits."""
    if not is_leader(user, entry):
        return LEADER_ONLY if is_member(user, entry) else NOT_YOURS
    if entry.review is None:
        return _("Nothing of this entry is waiting for review.")
    stage = entry.contest.submission
    if stage is None or stage.has_closed(now):
        return _("Entering has closed: a submission can no longer be taken back.")
    return None


def why_not_withdraw(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may withdraw the entry: the leader, at any time, once."""
    if not is_leader(user, entry):
        return LEADER_ONLY if is_member(user, entry) else NOT_YOURS
    if entry.state == State.WITHDRAWN:
        return _("The entry has been withdrawn.")
    if entry.state == State.DISQUALIFIED:
        return _("The entry has been disqualified.")
    return None
