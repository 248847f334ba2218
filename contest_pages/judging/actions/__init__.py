"""What can be done in judging: one function per act, one file per subject.

Each locks what it changes, asks `rules`, and writes the log in one transaction. Each raises
`Refused` with a sentence for people.
"""

from contest_pages.judging.actions.appointing import appoint, change, invite_again, withdraw
from contest_pages.judging.actions.assigning import assign, fill_up, give, replace, take_away

__all__ = [
    "appoint",
    "assign",
    "change",
    "fill_up",
    "give",
    "invite_again",
    "replace",
    "take_away",
    "withdraw",
]
