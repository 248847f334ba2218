"""Who may do what in judging, and when.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
`now` is passed in; what is open is the stages' business.
"""

from contest_pages.judging.rules.managing import (
    MANAGE,
    may_answer_troubles,
    may_manage,
    why_not_chair,
    why_not_invite_again,
    why_not_manage,
    why_not_take_away,
    why_not_withdraw,
)

__all__ = [
    "MANAGE",
    "may_answer_troubles",
    "may_manage",
    "why_not_chair",
    "why_not_invite_again",
    "why_not_manage",
    "why_not_take_away",
    "why_not_withdraw",
]
