"""How those who entered are named in public."""

from cms.accounts.names import mask
from contest_pages.entries.models import Entry
from contest_pages.models import Contest


def public_name(contest: Contest, leader: str) -> str:
    """Return the leader's name as a contest shows it; nothing where it shows the team alone."""
    if contest.names_shown == Contest.NamesShown.FULL:
        return leader
    return mask(leader) if contest.names_shown == Contest.NamesShown.MASKED else ""


def leader_in(entry: Entry) -> str:
    """Return the name of who leads an entry's team; its memberships are prefetched."""
    return next((each.user.name for each in entry.memberships.all() if each.is_leader), "")
