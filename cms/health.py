"""What machines ask: is the server alive, and can it serve."""

import logging
from collections.abc import Callable

from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

log = logging.getLogger(__name__)
PLAIN = "text/plain; charset=utf-8"


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _cache() -> None:
    value = get_random_string(12)
    cache.set("readyz", value, timeout=10)
    if cache.get("readyz") is None:  # another probe may have written since: any value will do
        raise RuntimeError("The cache did not keep what was written.")


def _storage() -> None:
    for name in ("default", "private"):
        storages[name].exists("readyz")  # an object store answers, or raises


PARTS: dict[str, Callable[[], None]] = {
    "database": _database,
    "cache": _cache,
    "storage": _storage,
}


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer 200: the process runs; asks nothing of any other."""
    return HttpResponse("alive\n", content_type=PLAIN)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 if database, cache and storage are reached, else 503; one line for each.

    Why a part failed is logged, not shown.
    """
    lines, failed = [], False
    for name, reach in PARTS.items():
        try:
            reach()
        except Exception:
            log.exception("Not ready: %s", name)
            failed = True
            lines.append(f"{name}: failed")
        else:
            lines.append(f"{name}: ok")
    return HttpResponse("\n".join([*lines, ""]), content_type=PLAIN, status=503 if failed else 200)
