"""One kind of letter to many people, each with values of their own."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from cms.accounts.models import User
from cms.notices.actions import is_quiet, values_of
from cms.notices.kinds import NoticeKind
from cms.notices.models import Notice, NoticeText
from cms.notices.texts import compose, site_name, text_of


@dataclass(frozen=True)
class Addressed:
    """To whom a letter goes, in which language, and what is filled in for them alone."""

    address: str
    language: str
    values: Callable[[], Mapping[str, object]]
    user: User | None = None
    #: A person gets a kind and key once, however often it is asked for.
    key: str = ""


def notify_many(kind: NoticeKind, letters: Iterable[Addressed]) -> int:
    """Write the letters in the present transaction in a few statements; return how many.

    For kinds that cannot be refused. They are sent after commit, by the worker.
    """
    letters = list(letters)
    if is_quiet() or not letters:
        return 0
    own, now = NoticeText.objects.filter(kind=kind.key).first(), timezone.now()
    texts, sites = {}, {}
    for language in {letter.language for letter in letters}:
        with override(language):
            texts[language], sites[language] = text_of(kind, language, own), site_name()
    rows = []
    for letter in letters:
        with override(letter.language):
            name = letter.user.get_full_name() if letter.user else letter.address
            filled = {"name": name} | values_of(kind, letter.values, sites[letter.language])
            text = compose(texts[letter.language], filled, can_choose=letter.user is not None)
        rows.append(
            Notice(
                kind=kind.key,
                key=letter.key,
                recipient=letter.user,
                address=letter.address,
                language=letter.language,
                subject=text.subject,
                body=text.body,
                is_secret=kind.is_secret,
                try_at=now,
            )
        )
    Notice.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    transaction.on_commit(_queue, robust=True)
    return len(rows)


def _queue() -> None:
    from cms.notices.tasks import queue_due  # tasks import actions

    queue_due.enqueue()
