"""What can be done with an entry: one function per act, one file per subject.

Each locks the entry's row, asks `rules`, moves state and Wagtail's workflow in one
transaction, and writes the log. Each raises `Refused` with a sentence for people.
"""

from contest_pages.entries.actions.assigning import (
    balance,
    give_back,
    hand_over,
    lock,
    take_on,
    unlock,
)
from contest_pages.entries.actions.behalf import enter_for
from contest_pages.entries.actions.consents import (
    agree,
    ask_guardian,
    give_guardian_consent,
    refuse_guardian_consent,
    say_age,
    withdraw_guardian_consent,
)
from contest_pages.entries.actions.conversation import write
from contest_pages.entries.actions.deadlines import extend
from contest_pages.entries.actions.deciding import (
    accept,
    disqualify,
    move_track,
    request_changes,
    reverse,
)
from contest_pages.entries.actions.reviewing import check, look, note
from contest_pages.entries.actions.starting import start
from contest_pages.entries.actions.submitting import DraftChanged, submit, take_back, withdraw
from contest_pages.entries.actions.team import (
    accept_invitation,
    decline_invitation,
    invite,
    invite_again,
    leave,
    let_lead,
    remove_member,
    withdraw_invitation,
)
from contest_pages.entries.actions.uploading import (
    begin_upload,
    finish_upload,
    place_of,
    uploads_for,
)
from contest_pages.entries.actions.writing import as_data, attach, draft_of, save_draft

__all__ = [
    "DraftChanged",
    "accept",
    "accept_invitation",
    "agree",
    "as_data",
    "ask_guardian",
    "attach",
    "balance",
    "begin_upload",
    "check",
    "decline_invitation",
    "disqualify",
    "draft_of",
    "enter_for",
    "extend",
    "finish_upload",
    "give_back",
    "give_guardian_consent",
    "hand_over",
    "invite",
    "invite_again",
    "leave",
    "let_lead",
    "lock",
    "look",
    "move_track",
    "note",
    "place_of",
    "refuse_guardian_consent",
    "remove_member",
    "request_changes",
    "reverse",
    "save_draft",
    "say_age",
    "start",
    "submit",
    "take_back",
    "take_on",
    "unlock",
    "uploads_for",
    "withdraw",
    "withdraw_guardian_consent",
    "withdraw_invitation",
    "write",
]
