"""Who may give one entry more time, and how much."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.entries.rules.people import Reason, is_member, is_moderator
from contest_pages.entries.rules.team import work_ends_at
from contest_pages.rules import CANCELLED

State = Entry.State
UNFINISHED = (State.DRAFT, State.NEEDS_CHANGES)


def why_not_extend(user, entry: Entry, until: datetime, now: datetime) -> Reason:
    """Whether the user may let the team work on the entry until `until` (exclusive).

    A moderator who is not of the team, for an entry that is not submitted or was returned; not
    beyond the screening, in which what comes in has to be decided about.
    """
    if not is_moderator(user):
        return _("Only moderators give an entry more time.")
    if is_member(user, entry):
        return _("You belong to this team: another moderator has to decide.")
    if entry.contest.cancelled_at:
        return CANCELLED
    if entry.state not in UNFINISHED:
        return _("Only an entry that is not submitted, or was returned, needs more time.")
    ends = work_ends_at(entry, now)
    if until <= now or (ends and until <= ends):
        return _("The new time has to be later than what the team has anyway, and still to come.")
    screening = entry.contest.screening
    if screening and until > screening.closes_at:
        return _("The screening ends before that: nobody could decide about the entry.")
    return None
