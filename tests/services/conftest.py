"""One of each server for the tests of this folder."""

from collections.abc import Iterator

import environ
import pytest

from tests.services import servers


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """The DATABASE_URL of a PostgreSQL server."""
    with servers.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The CACHE_URL of a Valkey server."""
    with servers.valkey() as url:
        yield url


@pytest.fixture(scope="session")
def object_store() -> Iterator[servers.ObjectStore]:
    """An S3 server with two buckets."""
    with servers.object_store() as store:
        yield store


@pytest.fixture
def on_valkey(valkey_url, settings) -> None:
    """Keep the cache, and what is kept in it, in Valkey, as production does."""
    settings.CACHES = {"default": environ.Env.cache_url_config(valkey_url)}
