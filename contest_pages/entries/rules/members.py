"""Who may change a team, and when: while the entry can be worked on."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from cms.accounts.queries import owns_address
from contest_pages.entries.models import Entry, Invitation
from contest_pages.entries.rules.people import (
    LEADER_ONLY,
    NOT_YOURS,
    Reason,
    is_leader,
    is_member,
    why_not_another_team,
)
from contest_pages.entries.rules.team import why_not_work, work_ends_at

LASTS = timedelta(days=14)
ACCEPTED = _("The entry has been accepted: nobody can join its team any more.")


def invitation_ends_at(entry: Entry, now: datetime) -> datetime:
    """Return until when an invitation of now counts: 14 days, never after the work has ended."""
    return min(now + LASTS, work_ends_at(entry, now) or now)


def why_not_change_team(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may change who belongs to the team: the leader."""
    if not is_leader(user, entry):
        return LEADER_ONLY if is_member(user, entry) else NOT_YOURS
    return why_not_work(entry, now)


def _why_not_grow(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may have others join: all of an accepted entry's team have agreed."""
    if reason := why_not_change_team(user, entry, now):
        return reason
    return ACCEPTED if entry.state == Entry.State.ACCEPTED else None


def why_not_invite(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may invite one more: while members and invitations leave a place."""
    if reason := _why_not_grow(user, entry, now):
        return reason
    taken = len(entry.memberships.all()) + entry.invitations.waiting(now).count()
    if taken >= entry.contest.team_max:
        return _("A team may have at most %(most)s members, open invitations included.") % {
            "most": entry.contest.team_max
        }
    return None


def why_not_invite_again(user, invitation: Invitation, now: datetime) -> Reason:
    """Whether the user may send an invitation again; one that has expired takes a new place."""
    if invitation.is_waiting(now):
        return _why_not_grow(user, invitation.entry, now)
    return why_not_answered(invitation) or why_not_invite(user, invitation.entry, now)


def why_not_take_invitation_back(user, invitation: Invitation, now: datetime) -> Reason:
    """Whether the user may withdraw an invitation: the leader, until it is answered."""
    return why_not_answered(invitation) or why_not_change_team(user, invitation.entry, now)


def why_not_answered(invitation: Invitation) -> Reason:
    """Say how an invitation was answered, if it was."""
    said = {
        Invitation.State.ACCEPTED: _("This invitation has been accepted already."),
        Invitation.State.DECLINED: _("This invitation has been declined."),
        Invitation.State.WITHDRAWN: _("This invitation has been withdrawn by the team."),
    }
    return said.get(Invitation.State(invitation.state))


def why_not_answer(user, invitation: Invitation, now: datetime) -> Reason:
    """Whether the invitation still waits for an answer; declining takes no more than its link."""
    if reason := why_not_answered(invitation):
        return reason
    if invitation.has_expired(now):
        return _("This invitation has expired. Ask the team to send it again.")
    return None


def why_not_join(user, invitation: Invitation, now: datetime) -> Reason:
    """Whether the user may accept the invitation."""
    entry = invitation.entry
    if reason := why_not_answer(user, invitation, now):
        return reason
    if is_member(user, entry):
        return _("You belong to this team already.")
    if not owns_address(user, invitation.email):
        return _(
            "This invitation was sent to %(invited)s. You are signed in as %(own)s, and "
            "%(invited)s is no confirmed address of that account."
        ) % {"invited": invitation.email, "own": user.email}
    if why_not_work(entry, now):
        return _("The team cannot be changed at the moment: its entry is in review or closed.")
    if entry.state == Entry.State.ACCEPTED:
        return ACCEPTED
    if len(entry.memberships.all()) >= entry.contest.team_max:
        return _("The team is complete: it may have at most %(most)s members.") % {
            "most": entry.contest.team_max
        }
    return why_not_another_team(user, entry.contest)


def _why_not_fewer(entry: Entry) -> Reason:
    """Whether one may go: an accepted entry's team stays large enough; a draft's may grow again."""
    least = entry.contest.team_min
    if entry.state == Entry.State.ACCEPTED and len(entry.memberships.all()) <= least:
        return _("A team needs at least %(least)s members.") % {"least": least}
    return None


def why_not_remove(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may take another member out of the team."""
    return why_not_change_team(user, entry, now) or _why_not_fewer(entry)


def why_not_leave(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may leave the team: whoever does not lead it."""
    if not is_member(user, entry):
        return NOT_YOURS
    if is_leader(user, entry):
        return _("You lead the team: hand it over before you leave, or withdraw the entry.")
    return why_not_work(entry, now) or _why_not_fewer(entry)
