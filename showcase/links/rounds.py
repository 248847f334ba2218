"""Checking all addresses of the showcase, a few at a time over days."""

import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from showcase.links.asking import Answer, Reach, ask
from showcase.links.verdict import settle
from showcase.models import AppPage, LinkCheck
from showcase.publiccode.addresses import parts_of

#: How many addresses that are new to us are asked on one day; the others wait their turn.
NEW_A_DAY = 2_000
#: One batch: short, for mails wait behind it.
BATCH, BATCH_SECONDS = 40, 20
OF_ONE_HOST = 8
LOOKED_AT = 400  # rows among which a batch finds different hosts
#: A batch that dies leaves its addresses to another one after this.
LEASE = timedelta(hours=1)


def follow_pages(now: datetime) -> None:
    """Bring the rows up to what published apps name: new ones, changed ones, no others."""
    wanted = {(app, kind): url for app, kind, url in _named_by_apps()}
    known = {(row.app_id, row.kind): row for row in LinkCheck.objects.only("app", "kind", "url")}
    gone = [row.pk for key, row in known.items() if key not in wanted]
    changed = [key for key, row in known.items() if key in wanted and row.url != wanted[key]]
    with transaction.atomic():
        for start in range(0, len(gone), 500):
            LinkCheck.objects.filter(pk__in=gone[start : start + 500]).delete()
        for key in changed:
            _forget(known[key], wanted[key], now)
        new = [key for key in wanted if key not in known]
        LinkCheck.objects.bulk_create(
            (
                LinkCheck(
                    app_id=app,
                    kind=kind,
                    url=wanted[app, kind],
                    next_at=now + timedelta(days=place // NEW_A_DAY),
                )
                for place, (app, kind) in enumerate(new)
            ),
            batch_size=500,
            ignore_conflicts=True,
        )


def _named_by_apps() -> Iterator[tuple[int, str, str]]:
    """Yield page, kind and address; of an app in several languages the page in the default one."""
    names = list(LinkCheck.FIELDS.values())
    pages = AppPage.objects.live().filter(alias_of=None).order_by("pk")
    rows = pages.values_list("pk", "translation_key", "locale__language_code", *names)
    chosen: dict = {}
    for pk, key, language, *urls in rows.iterator(chunk_size=2000):
        if key not in chosen or language == settings.LANGUAGE_CODE:
            chosen[key] = (pk, urls)
    for pk, urls in chosen.values():
        for kind, url in zip(LinkCheck.FIELDS, urls, strict=True):
            if url:
                yield pk, kind.value, url


def _forget(check: LinkCheck, url: str, now: datetime) -> None:
    """Begin anew with another address."""
    LinkCheck.objects.filter(pk=check.pk).update(
        url=url,
        state=LinkCheck.State.UNKNOWN,
        since=None,
        evidence={},
        checked_at=None,
        next_at=now,
        failures=0,
        failing_since=None,
        proposed_url="",
        declined_url="",
    )


def is_due(now: datetime) -> bool:
    """Whether an address waits to be asked."""
    return LinkCheck.objects.filter(next_at__lte=now).exists()


def check_some(now: datetime) -> int:
    """Ask a batch of the addresses that are due; return how many were asked.

    Any number of these may run at once: each takes addresses of its own.
    """
    ends, asked = time.monotonic() + BATCH_SECONDS, 0
    for check in _in_turn(_claim(now)):
        if time.monotonic() > ends:
            _put_back(check, now)
            continue
        host = _host(check.url)
        if _is_paused(host):
            continue  # its host asked for patience a moment ago; the lease says when it is tried
        answer = ask(check.url, is_source=check.kind == LinkCheck.Kind.SOURCE)
        if answer.reach == Reach.LATER or answer.wait:
            cache.set(f"links:paused:{host}", True, min(max(answer.wait, 3600), 86400))
        _record(check, answer)
        asked += 1
    return asked


def _claim(now: datetime) -> list[LinkCheck]:
    """Take what is due, a few of each host, so that nobody else takes it meanwhile."""
    with transaction.atomic():
        due = LinkCheck.objects.filter(next_at__lte=now).order_by("next_at", "pk")
        taken, of_host = [], Counter()
        for check in due.select_for_update(skip_locked=True)[:LOOKED_AT]:
            host = _host(check.url)
            if len(taken) < BATCH and of_host[host] < OF_ONE_HOST:
                of_host[host] += 1
                taken.append(check)
        LinkCheck.objects.filter(pk__in=[each.pk for each in taken]).update(next_at=now + LEASE)
    return taken


def _in_turn(checks: list[LinkCheck]) -> list[LinkCheck]:
    """Order them so that no host is asked twice in a row where another can be asked between."""
    seen: Counter = Counter()
    places = []
    for check in checks:
        host = _host(check.url)
        places.append((seen[host], len(places), check))
        seen[host] += 1
    return [check for _turn, _place, check in sorted(places, key=lambda each: each[:2])]


def _put_back(check: LinkCheck, now: datetime) -> None:
    LinkCheck.objects.filter(pk=check.pk, url=check.url).update(next_at=now)


def _record(check: LinkCheck, answer: Answer) -> None:
    """Write down what was answered, unless the app names another address by now."""
    with transaction.atomic():
        row = LinkCheck.objects.select_for_update().filter(pk=check.pk, url=check.url).first()
        if row is not None:
            settle(row, answer, timezone.now())
            row.save()


def _host(url: str) -> str:
    return (parts_of(url).hostname or "").lower()


def _is_paused(host: str) -> bool:
    return cache.get(f"links:paused:{host}") is not None
