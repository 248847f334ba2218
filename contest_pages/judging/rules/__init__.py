"""Who may do what in judging, and when.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
`now` is passed in; what is open is the stages' business.
"""

from contest_pages.judging.rules.desk import (
    is_blind_to,
    is_judge,
    is_own_team,
    may_see_others,
    why_not_answer,
    why_not_compare,
    why_not_decline,
    why_not_open_desk,
    why_not_pledge,
    why_not_recuse,
    why_not_reopen,
    why_not_report,
    why_not_save,
    why_not_see,
    why_not_sign_off,
    why_not_submit,
    why_not_take_sign_off_back,
)
from contest_pages.judging.rules.managing import (
    MANAGE,
    insiders,
    may_answer_troubles,
    may_manage,
    why_not_ask,
    why_not_chair,
    why_not_invite_again,
    why_not_manage,
    why_not_take_away,
    why_not_withdraw,
)

__all__ = [
    "MANAGE",
    "insiders",
    "is_blind_to",
    "is_judge",
    "is_own_team",
    "may_answer_troubles",
    "may_manage",
    "may_see_others",
    "why_not_answer",
    "why_not_ask",
    "why_not_chair",
    "why_not_compare",
    "why_not_decline",
    "why_not_invite_again",
    "why_not_manage",
    "why_not_open_desk",
    "why_not_pledge",
    "why_not_recuse",
    "why_not_reopen",
    "why_not_report",
    "why_not_save",
    "why_not_see",
    "why_not_sign_off",
    "why_not_submit",
    "why_not_take_away",
    "why_not_take_sign_off_back",
    "why_not_withdraw",
]
