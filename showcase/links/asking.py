"""Ask an address whether it is alive: politely, and no more than is needed to know."""

import re
import time
from dataclasses import dataclass, replace
from datetime import datetime
from email.utils import parsedate_to_datetime

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone

from cms.fetching import Fetched, Hop, NotFetched, check_number, fetch
from showcase.links import robots
from showcase.publiccode.addresses import parts_of

SECONDS = 20
#: Between two requests to the same host, in seconds, whoever of us sends them.
HOST_PAUSE = 2
ROBOTS_KEPT = 24 * 3600  # seconds
MOST_BYTES = 1024 * 1024  # of a page, in which a forge says that it is archived
_HEADERS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "en"}
PERMANENT = {301, 308}
BUSY = {429, 503}
#: How forges say on a repository's page that it is archived. A README cannot: it has no such classes.
_ARCHIVED = [
    re.compile(r'class="[^"]*\bLabel\b[^"]*"[^>]*>\s*Public archive\s*<'),  # GitHub
    re.compile(r"This is an archived project\. Repository and other project resources are read"),
    re.compile(  # Gitea, Forgejo
        r'class="ui [^"]*\bmessage\b[^"]*"[^>]*>\s*(?:<[^>]*>\s*)*This repo(?:sitory)? (?:is|has been) archived'
    ),
]


class Reach(models.TextChoices):
    """What came of asking."""

    ANSWERS = "answers"
    MISSING = "missing"  # it says that there is nothing
    FAILS = "fails"  # it does not answer, or with an error
    CLOSED = "closed"  # it does not let us in; people perhaps
    LATER = "later"  # it asks for patience
    BARRED = "barred"  # its robots.txt wants no visit


@dataclass(frozen=True)
class Answer:
    """What an address answered."""

    reach: Reach
    status: int = 0
    reason: str = ""  # why nothing came, as cms.fetching has it
    moved_to: str = ""
    archived: bool = False
    wait: float = 0  # seconds for which it wants to be left alone

    @property
    def evidence(self) -> dict:
        """Return what is kept as the reason for what is shown."""
        return {"reach": str(self.reach), "status": self.status, "reason": self.reason}


class _Settled(Exception):
    """Nothing more is to be asked; it carries the answer."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


def ask(url: str, *, is_source: bool = False) -> Answer:
    """Ask whether an address is alive; of a source also whether it is archived. Raises nothing."""
    try:
        came = _come(url, is_source)
    except _Settled as settled:
        return settled.answer
    except NotFetched as failure:
        return Answer(Reach.FAILS, reason=failure.reason)
    if came.status == 429:
        return Answer(Reach.LATER, came.status, wait=_wait(came))
    if came.status in {404, 410}:
        return Answer(Reach.MISSING, came.status)
    if came.status >= 500:
        return Answer(Reach.FAILS, came.status, "error", wait=_wait(came))
    if came.status >= 400:
        return Answer(Reach.CLOSED, came.status)
    archived = is_source and _is_archived(came)
    return Answer(Reach.ANSWERS, came.status, moved_to=_moved_to(url, came), archived=archived)


def _come(url: str, is_source: bool) -> Fetched:
    """Ask for the head; for the page only where the head does not tell, as of a source it never does."""
    if not is_source:
        try:
            head = _follow("HEAD", url, most=0)
        except NotFetched as failure:
            if failure.reason != "no_answer":
                raise
        else:  # some servers answer to heads with errors only
            if head.ok or head.status in BUSY:
                return head
    return _follow("GET", url, most=MOST_BYTES)


def _follow(method: str, url: str, *, most: int) -> Fetched:
    """Fetch, and ask of each address on the way whether we are let in; raises NotFetched, _Settled."""
    hops: list[Hop] = []
    while True:
        _be_let_in(url)
        _take_turn(url)
        came = fetch(
            url,
            most=most,
            timeout=SECONDS,
            method=method,
            headers=_HEADERS,
            whole=False,
            follow=False,
        )
        if not came.leads_to:
            return replace(came, hops=tuple(hops))
        hops.append(Hop(came.status, came.url))
        check_number(hops)
        url = came.leads_to


def _take_turn(url: str) -> None:
    """Wait until nobody of us has asked this host for a while."""
    key = f"links:turn:{parts_of(url).netloc}"
    until = time.monotonic() + 10 * HOST_PAUSE
    while not cache.add(key, True, HOST_PAUSE) and time.monotonic() < until:
        time.sleep(HOST_PAUSE / 10)


def _be_let_in(url: str) -> None:
    """Go on where the server's robots.txt lets us ask; raises _Settled, NotFetched."""
    parts = parts_of(url)
    text = _robots_of(f"{parts.scheme}://{parts.netloc}")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not robots.may_ask(text, path):
        raise _Settled(Answer(Reach.BARRED))


def _robots_of(origin: str) -> str:
    """Return a server's robots.txt; one that fails says nothing of the pages: they are asked later."""
    text = cache.get(key := f"robots:{origin}")
    if text is not None:
        return text
    _take_turn(origin)
    try:
        came = fetch(f"{origin}/robots.txt", most=robots.MOST_BYTES, timeout=SECONDS, whole=False)
    except NotFetched as failure:
        if failure.reason == "no_end":
            raise _Settled(Answer(Reach.LATER)) from None
        raise
    if came.status == 429 or came.status >= 500:
        raise _Settled(Answer(Reach.LATER, came.status, wait=_wait(came)))
    text = came.content.decode("utf-8-sig", "replace") if came.ok else ""
    cache.set(key, text, ROBOTS_KEPT)
    return text


def _moved_to(url: str, came: Fetched) -> str:
    """Return where permanent redirects lead; nothing where the address is still the right one."""
    addresses = [*(hop.url for hop in came.hops), came.url]
    end = url
    for hop, following in zip(came.hops, addresses[1:], strict=True):
        if hop.status not in PERMANENT:
            break
        end = following
    if end.rstrip("/") == url.rstrip("/") or len(end) > 500:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(end)
    except ValidationError:  # no field would take it
        return ""
    return end


def _is_archived(came: Fetched) -> bool:
    text = came.content.decode("utf-8", "replace")
    return any(each.search(text) for each in _ARCHIVED)


def _wait(came: Fetched) -> float:
    """Return for how many seconds a server wants to be left alone."""
    said = came.headers.get("Retry-After", "").strip()
    if said.isdecimal() and len(said) < 10:
        return float(said)
    try:
        return max(0.0, (_aware(parsedate_to_datetime(said)) - timezone.now()).total_seconds())
    except (TypeError, ValueError, OverflowError):
        return 0


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.get_default_timezone())
