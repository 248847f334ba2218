"""Who somebody is to an entry."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.models import Contest

MODERATE = "contest_entries.moderate_entry"
#: None where an act is allowed, else the sentence for whoever asks.
Reason = str | Promise | None

NOT_YOURS = _("This entry is another team’s.")
LEADER_ONLY = _("Only the team’s leader may do this.")


def is_member(user, entry: Entry) -> bool:
    """Return whether the user belongs to the entry's team."""
    return user.is_authenticated and any(
        member.user_id == user.pk for member in entry.memberships.all()
    )


def is_leader(user, entry: Entry) -> bool:
    """Return whether the user leads the entry's team."""
    return user.is_authenticated and any(
        member.user_id == user.pk and member.is_leader for member in entry.memberships.all()
    )


def is_moderator(user) -> bool:
    """Return whether the user may review entries and see who entered."""
    return user.is_active and user.has_perm(MODERATE)


def has_entered(user, entry: Entry) -> bool:
    """Return whether it was the user who entered this for somebody else."""
    return user.is_authenticated and entry.entered_by_id == user.pk


def is_clerk(user, entry: Entry) -> bool:
    """Return whether the user enters this for somebody else, and has not submitted it yet."""
    return has_entered(user, entry) and entry.state == Entry.State.DRAFT and is_moderator(user)


def agreeing_person(user, entry: Entry):
    """Return whose consents the user gives: their own, or the leader's who signed on paper."""
    if not is_clerk(user, entry):
        return user
    return next(member.user for member in entry.memberships.all() if member.is_leader)


def why_not_another_team(user, contest: Contest) -> Reason:
    """Whether the user may belong to one more team of the contest; a withdrawn entry is none."""
    if not contest.one_team_per_person or not user.is_authenticated:
        return None
    other = Entry.objects.of(user).filter(contest=contest).exclude(state=Entry.State.WITHDRAWN)
    if found := other.select_related("draft").first():
        return _(
            "You belong to the team of “%(entry)s” already: in this contest a person may "
            "belong to one team only."
        ) % {"entry": found.working_title}
    return None
