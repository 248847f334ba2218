"""What can be done in judging: one function per act, one file per subject.

Each locks what it changes, asks `rules`, and writes the log in one transaction. Each raises
`Refused` with a sentence for people.
"""

from contest_pages.judging.actions.answering import decline, pledge
from contest_pages.judging.actions.appointing import appoint, change, invite_again, withdraw
from contest_pages.judging.actions.assigning import assign, fill_up, give, replace, take_away
from contest_pages.judging.actions.conflicts import declare_conflict, remove_conflict
from contest_pages.judging.actions.helping import answer_trouble, remind, remind_before_closing
from contest_pages.judging.actions.reviewing import (
    ReviewChanged,
    recuse,
    reopen,
    report_trouble,
    save,
    sign_off,
    submit,
    take_sign_off_back,
)

__all__ = [
    "ReviewChanged",
    "answer_trouble",
    "appoint",
    "assign",
    "change",
    "declare_conflict",
    "decline",
    "fill_up",
    "give",
    "invite_again",
    "pledge",
    "recuse",
    "remind",
    "remind_before_closing",
    "remove_conflict",
    "reopen",
    "replace",
    "report_trouble",
    "save",
    "sign_off",
    "submit",
    "take_away",
    "take_sign_off_back",
    "withdraw",
]
