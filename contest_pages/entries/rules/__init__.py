"""Who may do what with an entry, and when.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
`now` is passed in; what is open is the stages' business.
"""

from contest_pages.entries.rules.behalf import why_not_enter_for
from contest_pages.entries.rules.consents import (
    why_not_agree,
    why_not_answer_as_guardian,
    why_not_ask_guardian,
    why_not_ready,
    why_not_size,
)
from contest_pages.entries.rules.conversation import why_not_write
from contest_pages.entries.rules.deadlines import UNFINISHED, why_not_extend
from contest_pages.entries.rules.members import (
    invitation_ends_at,
    why_not_answer,
    why_not_change_team,
    why_not_invite,
    why_not_invite_again,
    why_not_join,
    why_not_leave,
    why_not_remove,
    why_not_take_invitation_back,
)
from contest_pages.entries.rules.moderators import (
    LATE,
    OVERDUE,
    EntryPermissionPolicy,
    why_not_be_assigned,
    why_not_decide,
    why_not_disqualify,
    why_not_give_back,
    why_not_hand_over,
    why_not_lock,
    why_not_move_track,
    why_not_note,
    why_not_reverse,
    why_not_take_on,
    why_not_unlock,
)
from contest_pages.entries.rules.people import (
    Reason,
    agreeing_person,
    has_entered,
    is_clerk,
    is_leader,
    is_member,
    is_moderator,
)
from contest_pages.entries.rules.team import (
    is_asked_for_changes,
    why_not_edit,
    why_not_enter,
    why_not_start,
    why_not_submit,
    why_not_take_back,
    why_not_withdraw,
    why_not_work,
    work_ends_at,
)

__all__ = [
    "LATE",
    "OVERDUE",
    "UNFINISHED",
    "EntryPermissionPolicy",
    "Reason",
    "agreeing_person",
    "has_entered",
    "invitation_ends_at",
    "is_asked_for_changes",
    "is_clerk",
    "is_leader",
    "is_member",
    "is_moderator",
    "why_not_agree",
    "why_not_answer",
    "why_not_answer_as_guardian",
    "why_not_ask_guardian",
    "why_not_be_assigned",
    "why_not_change_team",
    "why_not_decide",
    "why_not_disqualify",
    "why_not_edit",
    "why_not_enter",
    "why_not_enter_for",
    "why_not_extend",
    "why_not_give_back",
    "why_not_hand_over",
    "why_not_invite",
    "why_not_invite_again",
    "why_not_join",
    "why_not_leave",
    "why_not_lock",
    "why_not_move_track",
    "why_not_note",
    "why_not_ready",
    "why_not_remove",
    "why_not_reverse",
    "why_not_size",
    "why_not_start",
    "why_not_submit",
    "why_not_take_back",
    "why_not_take_invitation_back",
    "why_not_take_on",
    "why_not_unlock",
    "why_not_withdraw",
    "why_not_work",
    "why_not_write",
    "work_ends_at",
]
