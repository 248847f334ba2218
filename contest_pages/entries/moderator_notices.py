"""What moderators are written about: entries given to them, and what waits."""

from django.utils.translation import gettext_lazy

from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.texts import link
from contest_pages.entries import rules
from contest_pages.entries.models import Entry
from contest_pages.entries.notices import ABOUT_ENTRY, LINK, REVIEW_PAGE, SENDER

QUEUE = "wagtailsnippets_contest_entries_entry:list"

MODERATION = NoticeGroup(
    "moderation",
    gettext_lazy("Entries handed to me"),
    gettext_lazy("When another moderator gives you an entry to see to."),
    concerns=rules.is_moderator,
)
SUMMARY = NoticeGroup(
    "summary",
    gettext_lazy("Daily summary"),
    gettext_lazy("Once a day, what waits for a decision; nothing where nothing waits."),
    concerns=rules.is_moderator,
)

COUNT = Placeholder("count", gettext_lazy("How many entries wait."), "3")
GIVEN = Placeholder("count", gettext_lazy("How many entries you were given."), "3")
LIST = Placeholder(
    "list",
    gettext_lazy("What waits, by contest, the oldest first."),
    gettext_lazy("Seoul App Contest: 1\n- Bike finder"),
)
HANDED_OVER = NoticeKind(
    "entry_handed_over",
    MODERATION,
    gettext_lazy("Entry handed over"),
    gettext_lazy("For you to review: {title}"),
    gettext_lazy("Hello {name},\n\n{sender} gave you “{title}” ({contest}) to review.\n\n{link}"),
    (*ABOUT_ENTRY, SENDER),
)
DAILY_SUMMARY = NoticeKind(
    "entries_waiting",
    SUMMARY,
    gettext_lazy("Daily summary for moderators"),
    gettext_lazy("Entries that wait: {count}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{count} entries wait for a decision, the oldest first:\n\n"
        "{list}\n\n"
        "The whole queue:\n{link}"
    ),
    (COUNT, LIST, LINK),
)
ENTRIES_GIVEN = NoticeKind(
    "entries_given",
    MODERATION,
    gettext_lazy("Entries shared out"),
    gettext_lazy("Entries for you to review: {count}"),
    gettext_lazy(
        "Hello {name},\n\n{sender} gave you entries to review: {count}\n\nYour queue:\n{link}"
    ),
    (GIVEN, LINK, SENDER),
)
KINDS = (HANDED_OVER, ENTRIES_GIVEN, DAILY_SUMMARY)


def handed_over(entry: Entry, by: User) -> None:
    """Tell a moderator that another gave them an entry; who takes one on knows."""
    if entry.assignee == by:
        return
    notify(
        HANDED_OVER,
        to=[entry.assignee],
        about=entry,
        values=lambda: {
            "title": str(entry),
            "contest": entry.contest.title,
            "sender": by.get_full_name(),
            "link": link(REVIEW_PAGE, entry.pk),
        },
    )


def given(count: int, *, to: User, by: User) -> None:
    """Tell a moderator, in one letter, how many entries another gave them at once."""
    if not count or to == by:
        return
    notify(
        ENTRIES_GIVEN,
        to=[to],
        values=lambda: {
            "count": count,
            "sender": by.get_full_name(),
            "link": f"{link(QUEUE)}?waiting=yes&assignee=me",
        },
    )
