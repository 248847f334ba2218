"""Who somebody is to an entry."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry

#: None where an act is allowed, else the sentence for whoever asks.
Reason = str | Promise | None

NOT_YOURS = _("This entry is another team’s.")


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
    return user.is_active and user.has_perm("contest_entries.moderate_entry")
