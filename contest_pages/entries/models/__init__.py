"""An entry, its team, its draft, its files and what was agreed to."""

from contest_pages.entries.models.consents import ConsentGiven, GuardianConsent
from contest_pages.entries.models.draft import EntryDraft
from contest_pages.entries.models.entry import Entry
from contest_pages.entries.models.files import EntryFile
from contest_pages.entries.models.message import Message
from contest_pages.entries.models.moderation import (
    CheckMark,
    InternalNote,
    LastLook,
    Likeness,
    ReasonText,
)
from contest_pages.entries.models.receipt import Receipt
from contest_pages.entries.models.review import EntryReviewTask
from contest_pages.entries.models.team import Invitation, Membership

__all__ = [
    "CheckMark",
    "ConsentGiven",
    "Entry",
    "EntryDraft",
    "EntryFile",
    "EntryReviewTask",
    "GuardianConsent",
    "InternalNote",
    "Invitation",
    "LastLook",
    "Likeness",
    "Membership",
    "Message",
    "ReasonText",
    "Receipt",
]
