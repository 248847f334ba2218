"""What every act shares: the lock, the rule, the log."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision, TaskState

from cms.errors import Refused
from contest_pages.entries import notices
from contest_pages.entries.models import Entry, GuardianConsent, Invitation

Part = TypeVar("Part", Invitation, GuardianConsent)
#: Acts that write to an address which a team gave, and how many such letters it may send a day.
LETTERS = ("entry.invite", "entry.ask_guardian")
MOST_LETTERS = 30


@contextmanager
def acting(
    entry: Entry, why_not: Callable, user, now: datetime | None
) -> Iterator[tuple[Entry, datetime]]:
    """Lock the entry, give its present row, and refuse what the rule refuses."""
    now = now or timezone.now()
    with transaction.atomic():
        row = hold(entry.pk)
        if reason := why_not(user, row, now):
            raise Refused(reason)
        yield row, now


def hold(pk: int) -> Entry:
    """Lock an entry until the transaction ends; return its present row."""
    return Entry.objects.select_for_update(of=("self",)).get(pk=pk)


@contextmanager
def acting_on(
    part: Part, why_not: Callable, user, now: datetime | None
) -> Iterator[tuple[Part, datetime]]:
    """Do the same for a part of an entry that has rules of its own: an invitation, say."""
    now = now or timezone.now()
    with transaction.atomic():
        entry = hold(part.entry_id)
        row = type(part).objects.get(pk=part.pk)
        row.entry = entry
        if reason := why_not(user, row, now):
            raise Refused(reason)
        yield row, now


def refuse_stranger(user) -> None:
    """Refuse who is not signed in, where what follows asks who it is."""
    if not user.is_authenticated:
        raise Refused(_("Sign in first."))


def hold_person(user) -> None:
    """Lock a person's row, after the entry's: who joins two teams at once waits for the first."""
    get_user_model().objects.select_for_update().get(pk=user.pk)


def set_facts(entry: Entry, **facts) -> None:
    """Write facts, and nothing else of the row."""
    for name, value in facts.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(facts))


def stamp(row: Revision | TaskState, **moments: datetime) -> None:
    """Give what Wagtail made or ended in an act the act's own moment, not that of its statement."""
    type(row).objects.filter(pk=row.pk).update(**moments)


def record(
    entry: Entry, action: str, by, now: datetime, revision: Revision | None = None, **data
) -> None:
    """Write the act into Wagtail's log and to those whom it concerns.

    `data` is what the register and the team read of it.
    """
    log(
        instance=entry,
        action=f"entry.{action}",
        user=by,
        revision=revision,
        data=data,
        timestamp=now,
    )
    notices.tell(entry, action, by, now, data)


def reason_given(text: str) -> str:
    """Return a reason without outer space; refuse an empty one."""
    if not (text := text.strip()):
        raise Refused(_("Give a reason: the team reads it."))
    return text


def refuse_flood(entry: Entry, now: datetime) -> None:
    """Refuse to write to strangers without end in a team's name."""
    sent = ModelLogEntry.objects.for_instance(entry).filter(
        action__in=LETTERS, timestamp__gt=now - timedelta(days=1)
    )
    if sent.count() >= MOST_LETTERS:
        raise Refused(_("Too many letters were sent for this entry today. Try again tomorrow."))


def in_both(reason: str, reason_en: str = "") -> dict[str, str]:
    """Return what the log keeps of a reason: as it was given, and in English where it differs."""
    kept = {"reason": reason_given(reason)}
    if (english := reason_en.strip()) and english != kept["reason"]:
        kept["reason_en"] = english
    return kept
