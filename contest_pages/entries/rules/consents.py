"""Who has to agree, and what a submission needs of the whole team."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contest_pages.entries.agreements import Agreement
from contest_pages.entries.models import Entry, GuardianConsent
from contest_pages.entries.rules.people import NOT_YOURS, Reason, is_clerk, is_member

State = Entry.State


def why_not_agree(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may agree to what the contest asks: a member, while the entry takes part.

    Who enters an entry for its leader records what the leader has signed.
    """
    if not is_member(user, entry) and not is_clerk(user, entry):
        return NOT_YOURS
    return _why_not_part(entry)


def _why_not_part(entry: Entry) -> Reason:
    if entry.state == State.WITHDRAWN:
        return _("The entry has been withdrawn.")
    if entry.state == State.DISQUALIFIED:
        return _("The entry has been disqualified.")
    return None


def why_not_ask_guardian(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may have a guardian asked: a member who said to be under 14."""
    if reason := why_not_agree(user, entry, now):
        return reason
    if not any(m.is_under_14 for m in entry.memberships.all() if m.user_id == user.pk):
        return _("A guardian is asked only for those who are under 14.")
    return None


def why_not_answer_as_guardian(user, asked: GuardianConsent, now: datetime) -> Reason:
    """Whether the guardian's link still waits for an answer; no account is needed."""
    if asked.state == GuardianConsent.State.GIVEN:
        return _("You have agreed. Nothing is left to do.")
    if asked.state == GuardianConsent.State.REFUSED:
        return _("You have refused. Your child was told.")
    if asked.state == GuardianConsent.State.WITHDRAWN:
        return _("You have withdrawn your consent.")
    if asked.has_expired(now):
        return _("This link has expired. Your child can have it sent again.")
    if not is_member(asked.user, asked.entry):
        return _("Your child no longer belongs to this team: nothing is left to answer.")
    return _why_not_part(asked.entry)


def why_not_withdraw_consent(user, asked: GuardianConsent, now: datetime) -> Reason:
    """Whether the guardian may withdraw the consent: once it is given, at any time (PIPA, 37).

    A team that has not submitted cannot, until a guardian agrees anew. What was submitted stays
    as it is: moderators see on its page that the consent is missing, and decide.
    """
    if asked.state == GuardianConsent.State.WITHDRAWN:
        return _("You have withdrawn your consent.")
    if asked.state != GuardianConsent.State.GIVEN:
        return _("You have not agreed: there is nothing to withdraw.")
    return None


def why_not_size(entry: Entry) -> Reason:
    """Whether the team is as large as the contest wants it for a submission."""
    members, contest = len(entry.memberships.all()), entry.contest
    if members < contest.team_min:
        return _("A team needs at least %(least)s members to submit; yours has %(count)s.") % {
            "least": contest.team_min,
            "count": members,
        }
    if members > contest.team_max:
        return _("A team may have at most %(most)s members; yours has %(count)s.") % {
            "most": contest.team_max,
            "count": members,
        }
    return None


def why_not_ready(entry: Entry, agreements: Iterable[Agreement]) -> Reason:
    """Whether a submission of the team would count: enough members, each of whom agreed."""
    if reason := why_not_size(entry):
        return reason
    agreements = list(agreements)
    if open_ones := [each for each in agreements if not each.has_agreed]:
        return _("Not everyone has agreed to the terms yet: %(names)s.") % {
            "names": _names(open_ones)
        }
    if open_ones := [each for each in agreements if each.needs_guardian]:
        return _("A guardian’s consent is still missing for %(names)s.") % {
            "names": _names(open_ones)
        }
    return None


def _names(agreements: Iterable[Agreement]) -> str:
    return ", ".join(str(each.member.user) for each in agreements)
