"""Counts what a page asks of the database."""

from collections import Counter

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def asked(client: Client, address: str, status: int = 200, *, is_warm: bool = False) -> list[str]:
    """Return the statements of a page, after one request that warms the caches if they are cold."""
    assert is_warm or client.get(address).status_code == status, address
    with CaptureQueriesContext(connection) as made:
        assert client.get(address).status_code == status
    return [query["sql"] for query in made.captured_queries]


def check(statements: list[str], most: int) -> None:
    """Fail where there are more than `most`, or the same one with the same parameters twice."""
    assert [sql for sql, times in Counter(statements).items() if times > 1] == []
    assert len(statements) <= most, "\n".join(f"{sql[:60]} … {sql[-120:]}" for sql in statements)
