"""Who may write to whom about an entry."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.entries.rules.people import NOT_YOURS, Reason, is_member, is_moderator


def why_not_write(user, entry: Entry, now: datetime) -> Reason:
    """Whether the user may write a message: its team and moderators, once it was submitted."""
    if not is_member(user, entry) and not is_moderator(user):
        return NOT_YOURS
    if entry.submitted_at is None:
        return _("You can write to the moderators once you have submitted the entry.")
    return None
