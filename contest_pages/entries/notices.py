"""Who is written to when something happens to an entry."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy

from cms import formats
from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.texts import link
from contest_pages.entries import rules
from contest_pages.entries.models import Entry, Message, Receipt
from contest_pages.entries.queries import moderators, reason_in
from contest_pages.entries.receipts import copy_of

REVIEW_PAGE = "wagtailsnippets_contest_entries_entry:review"

OWN_ENTRIES = NoticeGroup(
    "own_entries",
    gettext_lazy("What becomes of my entries"),
    gettext_lazy("Receipts, requests for changes and decisions."),
    can_refuse=False,
)
MESSAGES = NoticeGroup(
    "messages",
    gettext_lazy("Messages"),
    gettext_lazy("When somebody writes in the conversation on an entry."),
)
TITLE = Placeholder("title", gettext_lazy("The entry’s title."), gettext_lazy("Bike finder"))
CONTEST = Placeholder(
    "contest", gettext_lazy("The contest’s title."), gettext_lazy("Seoul App Contest")
)
RECEIPT = Placeholder("receipt", gettext_lazy("The receipt number."), "M-7K2PXW4C-1")
LINK = Placeholder(
    "link",
    gettext_lazy("The address of the page to go on with."),
    "https://madang.example.org/my/entries/7/",
)
TIME = Placeholder(
    "time",
    gettext_lazy("When it came in, to the second."),
    "2018. 9. 14.(금) 15:21:07 (Asia/Seoul)",
)
REASON = Placeholder(
    "reason",
    gettext_lazy("The reason that the moderator gave."),
    gettext_lazy("Please add a picture of the main screen."),
)
UNTIL = Placeholder(
    "until", gettext_lazy("Until when the team can answer."), "2018. 9. 30.(일) 24:00"
)
STATE = Placeholder("state", gettext_lazy("Where the entry stands now."), gettext_lazy("Submitted"))
TRACK = Placeholder("track", gettext_lazy("The entry’s track."), gettext_lazy("Youth track"))
SENDER = Placeholder("sender", gettext_lazy("Who wrote."), gettext_lazy("The moderators"))
MESSAGE = Placeholder(
    "message", gettext_lazy("What was written."), gettext_lazy("Does your app work offline?")
)
FINGERPRINT = Placeholder(
    "fingerprint", gettext_lazy("The fingerprint of what was received."), "9f86d081884c7d65…"
)
COPY = Placeholder(
    "copy",
    gettext_lazy("A full copy of what was received."),
    gettext_lazy("Title\nBike finder"),
)
OF_RECEIPT = (RECEIPT, TIME, FINGERPRINT, COPY)
ABOUT_ENTRY = (TITLE, CONTEST, LINK)

RECEIVED = NoticeKind(
    "entry_received",
    OWN_ENTRIES,
    gettext_lazy("Entry received"),
    gettext_lazy("Received: {title} ({receipt})"),
    gettext_lazy(
        "Hello {name},\n\n"
        "“{title}” was received for {contest}.\n\n"
        "Receipt number: {receipt}\n"
        "Received: {time}\n"
        "Fingerprint (SHA-256): {fingerprint}\n\n"
        "A moderator checks it next. The receipt, to keep and to print:\n{link}\n\n"
        "This is what was received:\n\n{copy}"
    ),
    (*ABOUT_ENTRY, *OF_RECEIPT),
)
RECEIVED_AGAIN = NoticeKind(
    "entry_received_again",
    OWN_ENTRIES,
    gettext_lazy("Entry received again"),
    gettext_lazy("Received again: {title} ({receipt})"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the changed version of “{title}” was received for {contest}.\n\n"
        "Receipt number: {receipt}\n"
        "Received: {time}\n"
        "Fingerprint (SHA-256): {fingerprint}\n\n"
        "A moderator checks it next. The receipt, to keep and to print:\n{link}\n\n"
        "This is what was received:\n\n{copy}"
    ),
    (*ABOUT_ENTRY, *OF_RECEIPT),
)
TAKEN_BACK = NoticeKind(
    "entry_taken_back",
    OWN_ENTRIES,
    gettext_lazy("Submission taken back"),
    gettext_lazy("Taken back: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the submission of “{title}” for {contest} was taken back. It is your team’s draft "
        "again and does not take part until it is submitted anew, at the latest {until}.\n\n{link}"
    ),
    (*ABOUT_ENTRY, UNTIL),
)
CHANGES_ASKED = NoticeKind(
    "entry_changes_asked",
    OWN_ENTRIES,
    gettext_lazy("Changes asked for"),
    gettext_lazy("Please change: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "a moderator asks your team to change something about “{title}” ({contest}):\n\n"
        "{reason}\n\n"
        "Change your entry and submit it again. Time for it ends: {until}\n\n{link}"
    ),
    (*ABOUT_ENTRY, REASON, UNTIL),
)
ACCEPTED = NoticeKind(
    "entry_accepted",
    OWN_ENTRIES,
    gettext_lazy("Entry accepted"),
    gettext_lazy("Accepted: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "“{title}” was checked and takes part in {contest}.\n\n"
        "What comes next stands on the page of your entry:\n{link}"
    ),
    ABOUT_ENTRY,
)
DISQUALIFIED = NoticeKind(
    "entry_disqualified",
    OWN_ENTRIES,
    gettext_lazy("Entry disqualified"),
    gettext_lazy("Disqualified: {title}"),
    gettext_lazy(
        "Hello {name},\n\n“{title}” was taken out of {contest}. The reason:\n\n{reason}\n\n{link}"
    ),
    (*ABOUT_ENTRY, REASON),
)
REVERSED = NoticeKind(
    "entry_reversed",
    OWN_ENTRIES,
    gettext_lazy("Decision reversed"),
    gettext_lazy("Decision reversed: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the last decision about “{title}” ({contest}) was reversed. The reason:\n\n"
        "{reason}\n\n"
        "The entry now is: {state}\n\n{link}"
    ),
    (*ABOUT_ENTRY, REASON, STATE),
)
MOVED = NoticeKind(
    "entry_moved",
    OWN_ENTRIES,
    gettext_lazy("Entry moved to another track"),
    gettext_lazy("Another track: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the moderators put “{title}” ({contest}) into another track: {track}\n\n"
        "The reason: {reason}\n\n"
        "It stays there, whatever your team submits later.\n\n{link}"
    ),
    (*ABOUT_ENTRY, REASON, TRACK),
)
WITHDRAWN = NoticeKind(
    "entry_withdrawn",
    OWN_ENTRIES,
    gettext_lazy("Entry withdrawn"),
    gettext_lazy("Withdrawn: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "“{title}” was withdrawn from {contest} by your team’s leader and takes part no longer.\n\n"
        "{link}"
    ),
    ABOUT_ENTRY,
)
ENTERED_FOR = NoticeKind(
    "entry_entered_for",
    OWN_ENTRIES,
    gettext_lazy("Entered from paper"),
    gettext_lazy("Your entry is being typed in: {contest}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "a moderator types in what you sent for {contest} on paper. You get a receipt when it is submitted.\n\n"
        "{reason}\n\n"
        "Your entry stands on this page. Sign in with this e-mail address; if you have no password yet, set one "
        "through “Forgot your password?”.\n{link}"
    ),
    (CONTEST, LINK, REASON),
)
MORE_TIME = NoticeKind(
    "entry_more_time",
    OWN_ENTRIES,
    gettext_lazy("More time for an entry"),
    gettext_lazy("More time: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "your team has more time for “{title}” ({contest}): until {until}. The reason:\n\n"
        "{reason}\n\n{link}"
    ),
    (*ABOUT_ENTRY, REASON, UNTIL),
)
MORE_TIME_FOR_ALL = NoticeKind(
    "contest_extended",
    OWN_ENTRIES,
    gettext_lazy("More time for everybody"),
    gettext_lazy("More time: {contest}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{contest} takes entries longer: until {until}. The reason:\n\n"
        "{reason}\n\n"
        "Your entry is not submitted yet. Go on with it here:\n{link}"
    ),
    (CONTEST, LINK, REASON, UNTIL),
)
CALLED_OFF = NoticeKind(
    "contest_called_off",
    OWN_ENTRIES,
    gettext_lazy("Contest called off"),
    gettext_lazy("Called off: {contest}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{contest} was called off. The reason:\n\n{reason}\n\n"
        "Your entry stays on its page, to keep and to print:\n{link}"
    ),
    (CONTEST, LINK, REASON),
)
GOES_ON = NoticeKind(
    "contest_goes_on",
    OWN_ENTRIES,
    gettext_lazy("Contest goes on"),
    gettext_lazy("It goes on: {contest}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{contest} goes on after all. Where your entry stands, and until when:\n{link}"
    ),
    (CONTEST, LINK),
)
NEW_MESSAGE = NoticeKind(
    "entry_message",
    MESSAGES,
    gettext_lazy("New message"),
    gettext_lazy("New message: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{sender} wrote about “{title}” ({contest}):\n\n"
        "{message}\n\n"
        "Read and answer it here:\n{link}"
    ),
    (*ABOUT_ENTRY, SENDER, MESSAGE),
)
#: What the whole team reads of, by act.
RECEIPTS = {"submit": RECEIVED, "resubmit": RECEIVED_AGAIN}
DECISIONS = {
    "take_back": TAKEN_BACK,
    "request_changes": CHANGES_ASKED,
    "accept": ACCEPTED,
    "disqualify": DISQUALIFIED,
    "reverse": REVERSED,
    "move_track": MOVED,
    "withdraw": WITHDRAWN,
    "extend": MORE_TIME,
    "enter_for": ENTERED_FOR,
}
KINDS = (
    *RECEIPTS.values(),
    *DECISIONS.values(),
    MORE_TIME_FOR_ALL,
    CALLED_OFF,
    GOES_ON,
    NEW_MESSAGE,
)


def tell(entry: Entry, action: str, by: User, now: datetime, data: Mapping) -> None:
    """Write to those whom an act concerns; `actions.act.record` calls it after each."""
    if kind := RECEIPTS.get(action):
        receipt = entry.receipts.last()
        notify(kind, to=members_of(entry), about=entry, values=lambda: _received(entry, receipt))
    elif kind := DECISIONS.get(action):
        notify(kind, to=members_of(entry), about=entry, values=lambda: _facts(entry, now, data))
    elif action in ("message", "question"):
        _tell_message(entry, entry.messages.last())


def _tell_message(entry: Entry, message: Message) -> None:
    """Write to the other side: the team, or who sees to the entry, or else all moderators.

    The team reads no moderator's name.
    """
    if message.is_from_staff:
        to, page, sender = members_of(entry), "my_entry", gettext_lazy("The moderators")
    else:
        to = [entry.assignee] if entry.assignee else moderators()
        page, sender = REVIEW_PAGE, message.author.get_full_name()
    notify(
        NEW_MESSAGE,
        to=to,
        about=entry,
        values=lambda: {
            **_names(entry),
            "sender": sender,
            "message": message.text,
            "link": f"{link(page, entry.pk)}#conversation",
        },
    )


def members_of(entry: Entry) -> list[User]:
    """Return the people of the entry's team."""
    return [member.user for member in entry.memberships.select_related("user")]


def _names(entry: Entry) -> dict[str, str]:
    return {"title": str(entry), "contest": entry.contest.title}


def _received(entry: Entry, receipt: Receipt) -> dict[str, str]:
    """Return what a receipt says, in the active language; the entry holds its content."""
    return {
        **_names(entry),
        "link": link("my_receipt", entry.pk, receipt.number),
        "receipt": receipt.code,
        "time": formats.to_the_second(receipt.received_at, get_language()),
        "fingerprint": receipt.sha256,
        "copy": copy_of(entry, receipt.files),
    }


def _facts(entry: Entry, now: datetime, data: Mapping) -> dict[str, str]:
    """Return what mails about a decision say, in the active language."""
    ends = rules.work_ends_at(entry, now)
    return {
        **_names(entry),
        "link": link("my_entry", entry.pk),
        "reason": reason_in(data) or "–",
        "track": entry.track.title if entry.track else "–",
        "state": entry.get_state_display(),
        "until": formats.moment(ends, get_language(), closing=True) if ends else "–",
    }
