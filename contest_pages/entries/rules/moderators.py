"""What moderators may do with an entry."""

from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.permission_policies import ModelPermissionPolicy

from contest_pages.entries.models import Entry
from contest_pages.entries.rules.people import (
    Reason,
    is_member,
    is_moderator,
    why_not_another_team,
)
from contest_pages.rules import CANCELLED, may_manage

State = Entry.State
#: How many days a submission waits before it is called late, and overdue.
LATE, OVERDUE = 3, 7


def why_not_moderator(user) -> Reason:
    """Whether the user has to do with entries as a moderator at all."""
    return None if is_moderator(user) else _("Only moderators decide about entries.")


def _why_not_moderate(user, entry: Entry) -> Reason:
    """Whether the user may have to do with the entry as a moderator at all."""
    if reason := why_not_moderator(user):
        return reason
    if is_member(user, entry):
        return _("You belong to this team: another moderator has to decide.")
    return None


def _why_not_act(user, entry: Entry) -> Reason:
    """Whether the user may do with the entry what its lock reserves to one moderator."""
    if reason := _why_not_moderate(user, entry):
        return reason
    if entry.locked and entry.locked_by_id != user.pk:
        return gettext("%(name)s has locked this entry.") % {"name": entry.locked_by or "?"}
    return None


def why_not_decide(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may accept what waits or ask for changes: until the screening ends."""
    if reason := _why_not_act(user, entry):
        return reason
    if entry.review is None:
        return _("Nothing of this entry is waiting for a decision. Reload the page.")
    if entry.contest.cancelled_at:
        return CANCELLED
    screening = entry.contest.screening
    if screening and screening.has_closed(now):
        return _("The screening has ended.")
    return None


def why_not_take_on(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may take the entry on: a moderator, where nobody sees to it.

    What another sees to is handed over: of two who press the button at once, one is told.
    """
    if reason := _why_not_moderate(user, entry):
        return reason
    if entry.submitted_at is None:
        return _("The entry has not been submitted.")
    if entry.assignee_id == user.pk:
        return _("You see to this entry already.")
    if entry.assignee_id:
        return _("Another moderator sees to this entry.")
    return None


def why_not_give_back(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may leave the entry without a moderator: who sees to it, or a manager."""
    if reason := _why_not_moderate(user, entry):
        return reason
    if entry.assignee_id is None:
        return _("Nobody sees to this entry.")
    if entry.assignee_id != user.pk and not may_manage(user):
        return _("Another moderator sees to this entry.")
    return None


def why_not_hand_over(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may give the entry to another moderator; to whom is asked apart."""
    if reason := _why_not_moderate(user, entry):
        return reason
    if entry.submitted_at is None:
        return _("The entry has not been submitted.")
    return None


def why_not_be_assigned(user, entry: Entry) -> Reason:
    """Whether the user can see to the entry: a moderator who is not of its team."""
    if not is_moderator(user):
        return gettext("%(name)s is not a moderator.") % {"name": user}
    if is_member(user, entry):
        return gettext("%(name)s belongs to this team.") % {"name": user}
    if entry.assignee_id == user.pk:
        return gettext("%(name)s sees to this entry already.") % {"name": user}
    return None


def why_not_lock(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may keep other moderators from deciding: while something waits."""
    if reason := _why_not_act(user, entry):
        return reason
    if entry.locked:
        return _("You have locked this entry already.")
    if entry.review is None:
        return _("Nothing of this entry is waiting for a decision. Reload the page.")
    return None


def why_not_unlock(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may let others decide again: who locked the entry, or a manager."""
    if reason := _why_not_moderate(user, entry):
        return reason
    if not entry.locked:
        return _("This entry is not locked.")
    if may_manage(user):
        return None
    return _why_not_act(user, entry)


def why_not_note(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may read and write moderators' notes and checks about the entry."""
    return _why_not_moderate(user, entry)


def why_not_move_track(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may put the entry into another track of its contest."""
    if reason := _why_not_act(user, entry):
        return reason
    if entry.state not in (State.SUBMITTED, State.NEEDS_CHANGES, State.ACCEPTED):
        return _("Only an entry that takes part can be moved.")
    return None


def why_not_disqualify(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may disqualify the entry: any that was submitted, at any time."""
    if reason := _why_not_act(user, entry):
        return reason
    if entry.state not in (State.SUBMITTED, State.NEEDS_CHANGES, State.ACCEPTED):
        return _("Only an entry that has been submitted can be disqualified.")
    return None


def why_not_reverse(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may reverse the last decision."""
    if reason := _why_not_act(user, entry):
        return reason
    if entry.state == State.WITHDRAWN and entry.submitted_at:
        if any(why_not_another_team(each.user, entry.contest) for each in entry.memberships.all()):
            return _("A member of this team belongs to another team of the contest by now.")
        return None
    if entry.state == State.ACCEPTED and entry.review:
        return _("A change of this entry is waiting: decide about it first.")
    if entry.state in (State.ACCEPTED, State.NEEDS_CHANGES, State.DISQUALIFIED):
        return None
    return _("There is no decision to reverse.")


class EntryPermissionPolicy(ModelPermissionPolicy):
    """What Wagtail's own views may offer: look, and lock. Never add, change or delete.

    `publish` is needed by the workflow that an action moves; no view of ours offers it.
    """

    ALLOWED = frozenset({"view", "publish", "lock", "unlock"})

    def user_has_permission(self, user, action: str) -> bool:
        """Return whether the user may do the action with entries in the admin."""
        return action in self.ALLOWED and is_moderator(user)

    def user_has_any_permission(self, user, actions) -> bool:
        """Return whether the user may do one of the actions."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions):
        """Return the users who may do one of the actions."""
        allowed = self.ALLOWED.intersection(actions)
        return super().users_with_any_permission(["moderate"] if allowed else [])
