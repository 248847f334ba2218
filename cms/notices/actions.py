"""What is done with notices: write, send, try again."""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.log_actions import log as write_log

from cms.accounts.models import User
from cms.errors import Refused
from cms.notices.kinds import NoticeGroup, NoticeKind
from cms.notices.letters import Addressed, Values, Writer
from cms.notices.models import Notice, NoticeRefusal

log = logging.getLogger(__name__)

#: How long a queued task is waited for before the sweep queues another.
LEASE = timedelta(minutes=10)
#: How long after each failed attempt the next one comes; after the last none does.
BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
)
SWEPT_AT_ONCE = 500

State = Notice.State
_is_quiet: ContextVar[bool] = ContextVar("notices_are_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Write no notices: for what is built or imported, where nobody has done anything."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def is_quiet() -> bool:
    """Return whether no notices are written now."""
    return _is_quiet.get()


def notify(
    kind: NoticeKind,
    *,
    to: Iterable[User | str],
    values: Values,
    about: Model | None = None,
    key: str = "",
) -> list[Notice]:
    """Write a notice to each person, in the transaction of the act, and send it after commit.

    `to` holds users, who are written to in their language if they have not refused the kind's
    group, and plain addresses, which get the active one. `values` is called with each language
    active and gives a value for every placeholder of the kind. With a `key` a person gets the
    kind once, however often it is asked for. Returns what was written now.
    """
    if _is_quiet.get():
        return []
    recipients = _recipients(kind.group, to)
    if not recipients:
        return []
    writer, values = Writer(kind), _once_a_language(values)
    written = []
    with transaction.atomic():
        for address, (user, language) in recipients.items():
            letter = Addressed(address, language, values, user, key)
            fields = writer.fields(letter) | {"about": about, "try_at": timezone.now() + LEASE}
            if notice := _write(fields):
                written.append(notice)
                _queue_after_commit(notice.pk)
    return written


def _once_a_language(values: Values) -> Values:
    """Return a function that gives the same values and makes them once in each language."""
    made: dict[str | None, Mapping[str, object]] = {}

    def give() -> Mapping[str, object]:
        language = get_language()
        if language not in made:
            made[language] = values()
        return made[language]

    return give


def _recipients(group: NoticeGroup, to: Iterable[User | str]) -> dict[str, tuple[User | None, str]]:
    """Return user and language of everybody who is to be written to, by address."""
    to = list(to)
    users = [each for each in to if not isinstance(each, str)]
    refused: set[int] = set()
    if group.can_refuse:
        refusals = NoticeRefusal.objects.filter(group=group.key, user__in=users)
        refused = set(refusals.values_list("user_id", flat=True))
    found: dict[str, tuple[User | None, str]] = {
        user.email: (user, user.preferred_language)
        for user in users
        if user.is_active and user.pk not in refused
    }
    for address in to:
        if isinstance(address, str):
            found.setdefault(address, (None, get_language() or settings.LANGUAGE_CODE))
    return found


def _write(fields: dict) -> Notice | None:
    """Write a row; None where one of this kind and key was written to the address before."""
    if not fields["key"]:
        return Notice.objects.create(**fields)
    once = {name: fields[name] for name in ("kind", "address", "key")}
    notice, made = Notice.objects.get_or_create(**once, defaults=fields)
    return notice if made else None


def _queue_after_commit(pk: int) -> None:
    """Have the worker send a notice; where that fails the sweep does it, and the act stands."""

    def queue() -> None:
        from cms.notices.tasks import send_notice  # tasks import actions

        send_notice.enqueue(pk)

    transaction.on_commit(queue, robust=True)


def send(pk: int, now: datetime | None = None) -> None:
    """Send a waiting notice, once: its row is locked while that lasts.

    A process that dies after the mail server took the mail and before the row says so sends it
    a second time, with the same Message-ID.
    """
    with transaction.atomic():
        waiting = Notice.objects.select_for_update(skip_locked=True).filter(state=State.WAITING)
        notice = waiting.filter(pk=pk).first()
        if notice is None:
            return
        now = now or timezone.now()
        notice.attempts += 1
        try:
            _mail(notice).send()
        except Exception as error:  # whatever a mail server, or the way to it, comes up with
            log.warning("Notice %s was not sent: %s", notice.pk, error)
            _note_failure(notice, error, now)
        else:
            notice.state, notice.sent_at, notice.error = State.SENT, now, ""
            if notice.is_secret:
                notice.body = ""
        notice.save()


def _mail(notice: Notice) -> EmailMessage:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    headers = {"Message-ID": f"<notice-{notice.pk}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(notice.subject, notice.body, to=[notice.address], headers=headers)


def _note_failure(notice: Notice, error: Exception, now: datetime) -> None:
    """Have it tried again later, or give it up."""
    notice.error = f"{type(error).__name__}: {error}"[:2000]
    if notice.attempts > len(BACK_OFF):
        notice.state = State.FAILED
    else:
        notice.try_at = now + BACK_OFF[notice.attempts - 1]


def retry(notice: Notice, *, by: User) -> Notice:
    """Try a notice that was given up as if it were new."""
    with transaction.atomic():
        row = Notice.objects.select_for_update().get(pk=notice.pk)
        if row.state != State.FAILED:
            raise Refused(_("This mail has not failed."))
        row.state, row.attempts, row.try_at = State.WAITING, 0, timezone.now() + LEASE
        row.save()
        write_log(instance=row, action="notice.retry", user=by)
        _queue_after_commit(row.pk)
    return row


def queue_overdue(now: datetime) -> int:
    """Queue notices whose task was lost or whose next attempt is due; return how many."""
    with transaction.atomic():
        due = Notice.objects.select_for_update(skip_locked=True).filter(
            state=State.WAITING, try_at__lte=now
        )
        pks = list(due.order_by("try_at").values_list("pk", flat=True)[:SWEPT_AT_ONCE])
        Notice.objects.filter(pk__in=pks).update(try_at=now + LEASE)
        for pk in pks:
            _queue_after_commit(pk)
    return len(pks)


def choose(user: User, wanted: Iterable[str], groups: Iterable[NoticeGroup]) -> None:
    """Keep which of the groups a person wants; what cannot be refused is not asked."""
    wanted = set(wanted)
    offered = {group.key for group in groups if group.can_refuse}
    with transaction.atomic():
        user.notice_refusals.filter(group__in=offered & wanted).delete()
        NoticeRefusal.objects.bulk_create(
            (NoticeRefusal(user=user, group=key) for key in sorted(offered - wanted)),
            ignore_conflicts=True,
        )
