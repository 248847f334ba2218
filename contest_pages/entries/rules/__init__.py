"""Who may do what with an entry, and when.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
`now` is passed in; what is open is the stages' business.
"""

from contest_pages.entries.rules.conversation import why_not_write
from contest_pages.entries.rules.deadlines import UNFINISHED, why_not_extend
from contest_pages.entries.rules.moderators import (
    EntryPermissionPolicy,
    why_not_decide,
    why_not_disqualify,
    why_not_reverse,
    why_not_take_on,
)
from contest_pages.entries.rules.people import Reason, is_leader, is_member, is_moderator
from contest_pages.entries.rules.team import (
    is_asked_for_changes,
    why_not_edit,
    why_not_start,
    why_not_submit,
    why_not_take_back,
    why_not_withdraw,
    work_ends_at,
)

__all__ = [
    "UNFINISHED",
    "EntryPermissionPolicy",
    "Reason",
    "is_asked_for_changes",
    "is_leader",
    "is_member",
    "is_moderator",
    "why_not_decide",
    "why_not_disqualify",
    "why_not_edit",
    "why_not_extend",
    "why_not_reverse",
    "why_not_start",
    "why_not_submit",
    "why_not_take_back",
    "why_not_take_on",
    "why_not_withdraw",
    "why_not_write",
    "work_ends_at",
]
