"""Tests of a process whose database is PostgreSQL: see test_real_servers.py.

By hand: `DATABASE_URL=postgresql://… pytest tests/services/on_postgres -n 0`.
"""

import os
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import setup_databases, teardown_databases

collect_ignore_glob = (
    [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_*.py"]
)


@pytest.fixture(scope="session")
def database(request, django_db_blocker) -> Iterator[None]:
    """Make the test database also where no test is marked: pytest-django goes by its mark."""
    if connection.vendor != "postgresql":
        pytest.skip("only a database with rows to lock can show who wins")
    request.getfixturevalue("django_db_setup")
    if any(each.get_closest_marker("django_db") for each in request.session.items):
        yield
        return
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"})
        yield
        teardown_databases(made, verbosity=0)


@pytest.fixture(autouse=True)
def committed(database, django_db_blocker) -> Iterator[None]:
    """Commit what a test writes, so that its threads see it; nothing is undone.

    pytest-django runs tests without its mark after all others.
    """
    with django_db_blocker.unblock():
        yield
