"""Counts what a page asks of the database."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import Client


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Record the statements that are made, each with its parameters.

    On SQLite Django's own way asks the database how to write each parameter down.
    """
    made = []

    def note(execute, sql, params, many, context):
        made.append(f"{sql} {params}" if params else sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield made


def asked(client: Client, address: str, status: int = 200, *, is_warm: bool = False) -> list[str]:
    """Return the statements of a page, after one request that warms the caches if they are cold."""
    assert is_warm or client.get(address).status_code == status, address
    with recorded() as made:
        assert client.get(address).status_code == status
    return made


def check(statements: list[str], most: int) -> None:
    """Fail where there are more than `most`, or the same one with the same parameters twice."""
    assert [sql for sql, times in Counter(statements).items() if times > 1] == []
    assert len(statements) <= most, "\n".join(f"{sql[:60]} … {sql[-120:]}" for sql in statements)
