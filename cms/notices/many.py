"""One kind of letter to many people, each with values of their own."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from cms.notices.actions import is_quiet
from cms.notices.kinds import NoticeKind
from cms.notices.letters import Addressed, Writer
from cms.notices.models import Notice


def notify_many(kind: NoticeKind, letters: Iterable[Addressed]) -> int:
    """Write the letters in the present transaction in a few statements; return how many.

    For kinds that cannot be refused. They are sent after commit, by the worker.
    """
    letters = list(letters)
    if is_quiet() or not letters:
        return 0
    writer, now = Writer(kind), timezone.now()
    rows = [Notice(**writer.fields(letter), try_at=now) for letter in letters]
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    transaction.on_commit(_queue, robust=True)
    return len(rows)


def _queue() -> None:
    from cms.notices.tasks import queue_due  # tasks import actions

    queue_due.enqueue()
