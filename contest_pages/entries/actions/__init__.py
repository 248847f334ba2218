"""What can be done with an entry: one function per act, one file per subject.

Each locks the entry's row, asks `rules`, moves state and Wagtail's workflow in one
transaction, and writes the log. Each raises `Refused` with a sentence for people.
"""

from contest_pages.entries.actions.conversation import write
from contest_pages.entries.actions.deadlines import extend
from contest_pages.entries.actions.deciding import (
    accept,
    disqualify,
    request_changes,
    reverse,
    take_on,
)
from contest_pages.entries.actions.submitting import (
    DraftChanged,
    consents_missing,
    submit,
    take_back,
    withdraw,
)
from contest_pages.entries.actions.writing import as_data, attach, draft_of, save_draft, start

__all__ = [
    "DraftChanged",
    "accept",
    "as_data",
    "attach",
    "consents_missing",
    "disqualify",
    "draft_of",
    "extend",
    "request_changes",
    "reverse",
    "save_draft",
    "start",
    "submit",
    "take_back",
    "take_on",
    "withdraw",
    "write",
]
