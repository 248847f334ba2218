"""Who may enter for somebody else."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contest_pages.entries.rules.people import Reason, is_moderator, why_not_another_team
from contest_pages.models import Contest, Stage
from contest_pages.rules import CANCELLED


def why_not_enter_for(user, leader, contest: Contest, now: datetime) -> Reason:
    """Whether the user may enter for `leader`: a moderator, what came on paper, for another.

    `leader` is None where nobody has an account with the address yet. Also after the closing:
    what arrived in time may be typed in until the screening ends.
    """
    if not is_moderator(user):
        return _("Only moderators enter for somebody else.")
    if user == leader:
        return _("This is your own address: enter yourself.")
    if refusal := why_not_type_in(contest, now):
        return refusal
    return why_not_another_team(leader, contest) if leader else None


def why_not_type_in(contest: Contest, now: datetime) -> Reason:
    """Whether what came on paper may still be typed in: from the opening to the screening's end."""
    submission = contest.submission
    if contest.cancelled_at:
        return CANCELLED
    if submission is None:
        return _("This contest takes no entries.")
    if now < submission.opens_at:
        return _("Entering is not open yet.")
    if last_stage_of_typing(contest).has_closed(now):
        return _("The screening has ended.")
    return None


def last_stage_of_typing(contest: Contest) -> Stage | None:
    """Return the stage with which typing in what came on paper ends."""
    return contest.screening or contest.submission
