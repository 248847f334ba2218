"""What can be done with a contest: one function per act, one file per subject.

Each checks its rule, runs in one transaction and writes the log. Each raises `Refused` with a
sentence for people.
"""

from contest_pages.actions.making import announce, change_contest, create_contest, delete_contest
from contest_pages.actions.scheduling import cancel_contest, extend_submission, reinstate_contest

__all__ = [
    "announce",
    "cancel_contest",
    "change_contest",
    "create_contest",
    "delete_contest",
    "extend_submission",
    "reinstate_contest",
]
