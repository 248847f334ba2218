"""What lets a reader ask “only if it changed”: ETag, Last-Modified, 304."""

import hashlib

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date

KEPT_FOR = 24 * 3600  # seconds


def conditional(request: HttpRequest, answer: HttpResponse, now: float) -> HttpResponse:
    """Return the answer with its validators; 304 where the reader has it, 412 where it should not.

    Both follow from the answer itself, so that they change with all that it shows: rows, rules,
    and the mere passing of an opening or a publication. `now` is in seconds since 1970.
    """
    if answer.status_code != 200 or request.method not in ("GET", "HEAD"):
        return answer
    set_response_etag(answer)
    seen = _first_seen(request.get_full_path(), answer["ETag"], int(now))
    if seen <= now:
        answer["Last-Modified"] = http_date(seen)
    answer.setdefault("Cache-Control", "public, no-cache")
    return get_conditional_response(
        request, etag=answer["ETag"], last_modified=seen, response=answer
    )


def _first_seen(address: str, etag: str, now: int) -> int:
    """Return since when an address gives this answer, as far as the cache remembers.

    It is when it was first given: never before it changed. A change counts from the next second,
    for in this one the answer before may have been given too.
    """
    key = "api-seen:" + hashlib.sha256(address.encode()).hexdigest()
    kept = cache.get(key)
    if kept and kept[0] == etag:
        return kept[1]
    seen = now + 1 if kept else now
    cache.set(key, (etag, seen), timeout=KEPT_FOR)
    return seen
