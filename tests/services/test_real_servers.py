"""The suite's own tests once more, in a process that stands on the servers of production.

Only those of what differs: constraints, locks, search, storage.
"""

import os
import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.services

#: Plugins of which these tests use nothing.
WITHOUT = ("-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:playwright")


def run_tests(*paths: str, **environment: str) -> None:
    """Run tests in a process with more in its environment; fail with what it printed."""
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(  # noqa: S603  (our own tests)
        [sys.executable, "-m", "pytest", "-q", *WITHOUT, *paths],
        cwd=settings.BASE_DIR,
        env={**own, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=600,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]


def test_what_the_database_decides_holds_on_postgresql(postgresql_url, valkey_url):
    run_tests(
        "tests/services/on_postgres",
        "tests/cms/search",
        "tests/cms/test_health.py",
        "tests/contest_pages/entries/test_actions.py",
        DATABASE_URL=postgresql_url,
        CACHE_URL=valkey_url,
    )


def test_uploads_are_kept_in_buckets(object_store, migrated_database):
    run_tests("tests/services/on_object_store", **object_store.environment)
