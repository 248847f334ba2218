"""Who belongs to a team: inviting, joining, leaving, handing over the lead."""

from datetime import datetime

from django.utils.translation import gettext as _

from cms.accounts.models import normalise_email
from cms.accounts.queries import owns_address
from cms.errors import Refused
from contest_pages.entries import rules, team_notices
from contest_pages.entries.actions.act import (
    acting,
    acting_on,
    hold_person,
    record,
    refuse_flood,
    refuse_stranger,
)
from contest_pages.entries.models import Entry, Invitation, Membership

State = Invitation.State


def invite(entry: Entry, *, email: str, by, now: datetime | None = None) -> Invitation:
    """Invite an address to the team and write to it; it need not have an account."""
    email = normalise_email(email)
    with acting(entry, rules.why_not_invite, by, now) as (row, now):
        pending = row.invitations.filter(email=email, state=State.PENDING).first()
        if pending and not pending.has_expired(now):
            raise Refused(_("%(email)s has been invited already.") % {"email": email})
        if any(owns_address(member.user, email) for member in row.memberships.all()):
            raise Refused(_("%(email)s belongs to a member of the team.") % {"email": email})
        return _send(pending or Invitation(entry=row, email=email, created_at=now), by, now)


def invite_again(invitation: Invitation, *, by, now: datetime | None = None) -> Invitation:
    """Send an invitation again, with a new link and a new period; the old link is void."""
    with acting_on(invitation, rules.why_not_invite_again, by, now) as (row, now):
        return _send(row, by, now)


def _send(invitation: Invitation, by, now: datetime) -> Invitation:
    entry = invitation.entry
    refuse_flood(entry, now)
    token = invitation.new_link(rules.invitation_ends_at(entry, now))
    invitation.invited_by = by
    invitation.save()
    # Without the address: the log outlives the invitation.
    record(entry, "invite", by, now)
    team_notices.invite(invitation, token)
    return invitation


def withdraw_invitation(invitation: Invitation, *, by, now: datetime | None = None) -> Invitation:
    """Take an invitation back before it is answered."""
    with acting_on(invitation, rules.why_not_take_invitation_back, by, now) as (row, now):
        return _close(row, State.WITHDRAWN, now)


def decline_invitation(invitation: Invitation, *, now: datetime | None = None) -> Invitation:
    """Say no; whoever has the link may, with an account or without."""
    with acting_on(invitation, rules.why_not_answer, None, now) as (row, now):
        team_notices.declined(row)
        return _close(row, State.DECLINED, now)


def accept_invitation(invitation: Invitation, *, by, now: datetime | None = None) -> Membership:
    """Join the team: with an account that has confirmed the invited address."""
    refuse_stranger(by)

    def why_not_join(user, row, now):
        hold_person(user)
        return rules.why_not_join(user, row, now)

    with acting_on(invitation, why_not_join, by, now) as (row, now):
        _close(row, State.ACCEPTED, now)
        member = Membership.objects.create(entry=row.entry, user=by, joined_at=now)
        record(row.entry, "join", by, now)
        team_notices.joined(row, member)
    return member


def _close(invitation: Invitation, state: str, now: datetime) -> Invitation:
    invitation.state, invitation.answered_at = state, now
    invitation.save(update_fields=["state", "answered_at"])
    return invitation


def let_lead(entry: Entry, *, to: int, by, now: datetime | None = None) -> Membership:
    """Let another member lead; `to` is the key of the membership."""
    with acting(entry, rules.why_not_change_team, by, now) as (row, now):
        member = _other_member(row, to, by)
        row.memberships.filter(is_leader=True).update(is_leader=False)
        member.is_leader = True
        member.save(update_fields=["is_leader"])
        record(row, "let_lead", by, now, to=member.user_id)
        team_notices.leads(member)
    return member


def remove_member(entry: Entry, *, member: int, by, now: datetime | None = None) -> None:
    """Take another member out of the team; `member` is the key of the membership."""
    with acting(entry, rules.why_not_remove, by, now) as (row, now):
        found = _other_member(row, member, by)
        found.delete()
        record(row, "remove_member", by, now, member=found.user_id)
        team_notices.removed(found)


def leave(entry: Entry, *, by, now: datetime | None = None) -> None:
    """Leave the team."""
    with acting(entry, rules.why_not_leave, by, now) as (row, now):
        row.memberships.get(user=by).delete()
        record(row, "leave", by, now)
        team_notices.left(row, by)


def _other_member(entry: Entry, pk: int, by) -> Membership:
    """Return a member other than the one who acts; refuse where there is none."""
    members = entry.memberships.exclude(user=by).select_related("user")
    if found := members.filter(pk=pk).first():
        return found
    raise Refused(_("This person no longer belongs to the team."))
