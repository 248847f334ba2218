"""What teams are written when something happens to their whole contest."""

from collections.abc import Callable
from datetime import datetime

from django.dispatch import receiver
from django.utils.translation import get_language

from cms import formats
from cms.notices.actions import notify
from cms.notices.kinds import NoticeKind
from cms.notices.texts import link
from contest_pages.entries.models import Entry
from contest_pages.entries.models.entry import EntryQuerySet
from contest_pages.entries.notices import CALLED_OFF, GOES_ON, MORE_TIME_FOR_ALL, members_of
from contest_pages.models import Contest, Extension
from contest_pages.signals import contest_cancelled, contest_reinstated, submission_extended

State = Entry.State
OUT = (State.WITHDRAWN, State.DISQUALIFIED)

# A contest has hundreds of teams, so the worker writes to them. Its task is queued in the
# transaction of the act: both are there, or neither.


@receiver(submission_extended, dispatch_uid="entries.more_time")
def on_extension(sender, extension: Extension, **kwargs) -> None:
    """Have the teams whose entries are not submitted told of it."""
    from contest_pages.entries import tasks  # tasks import this module

    tasks.tell_of_more_time.enqueue(extension.pk)


@receiver(contest_cancelled, dispatch_uid="entries.called_off")
def on_calling_off(sender, contest: Contest, **kwargs) -> None:
    """Have all teams told that are still in the contest."""
    from contest_pages.entries import tasks

    tasks.tell_of_calling_off.enqueue(contest.pk)


@receiver(contest_reinstated, dispatch_uid="entries.goes_on")
def on_going_on(sender, contest: Contest, cancelled_at: datetime, **kwargs) -> None:
    """Have all told who were told that the contest was called off."""
    from contest_pages.entries import tasks

    tasks.tell_of_going_on.enqueue(contest.pk, cancelled_at.isoformat())


def tell_of_more_time(extension: Extension) -> None:
    """Write to the teams whose entries are not submitted."""
    _tell(
        MORE_TIME_FOR_ALL,
        Entry.objects.filter(contest=extension.contest_id, state=State.DRAFT),
        f"extension-{extension.pk}",
        lambda contest: {
            "until": formats.moment(extension.closes_at, get_language(), closing=True),
            "reason": extension.reason,
        },
    )


def tell_of_calling_off(contest: Contest) -> None:
    """Write to all teams that are still in the contest, if it is still called off."""
    if contest.cancelled_at:
        _tell(
            CALLED_OFF,
            Entry.objects.filter(contest=contest.pk).exclude(state__in=OUT),
            contest.cancelled_at.isoformat(),
            lambda contest: {"reason": contest.cancelled_because},
        )


def tell_of_going_on(contest: Contest, cancelled_at: str) -> None:
    """Write to all teams that are still in the contest, if it is not called off again."""
    if contest.cancelled_at is None:
        entries = Entry.objects.filter(contest=contest.pk).exclude(state__in=OUT)
        _tell(GOES_ON, entries, cancelled_at, lambda contest: {})


def _tell(
    kind: NoticeKind,
    entries: EntryQuerySet,
    key: str,
    values: Callable[[Contest], dict[str, str]],
) -> None:
    """Write to each team of the entries, once for each key, however often the task is run."""
    for entry in entries.select_related("contest").iterator(chunk_size=200):
        notify(
            kind,
            to=members_of(entry),
            about=entry,
            key=f"{key}/{entry.pk}",
            values=lambda entry=entry: {
                "contest": entry.contest.title,
                "link": link("my_entry", entry.pk),
                **values(entry.contest),
            },
        )
