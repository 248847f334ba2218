import pytest
from django.core.files.storage import Storage

DOWN = {"BACKEND": "tests.cms.test_health.BrokenStorage"}


class BrokenStorage(Storage):
    """An object store that refuses its key."""

    def exists(self, name: str) -> bool:
        raise PermissionError("denied for key AKIA-SECRET")


def test_the_server_says_that_it_is_alive_without_its_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"alive\n")
    assert answer["Content-Type"].startswith("text/plain")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_server_that_reaches_its_parts_is_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.content.decode() == "database: ok\ncache: ok\nstorage: ok\n"


def test_without_a_database_the_server_is_not_ready(client):
    # This test may not use the database: pytest-django refuses the connection.
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: failed\ncache: ok\nstorage: ok\n"


@pytest.mark.django_db
def test_without_its_cache_the_server_is_not_ready(client, settings):
    settings.CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:9/0",
        }
    }
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: ok\ncache: failed\nstorage: ok\n"


@pytest.mark.django_db
def test_what_failed_is_said_and_no_secret(client, settings):
    settings.STORAGES = {**settings.STORAGES, "private": DOWN}
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.decode() == "database: ok\ncache: ok\nstorage: failed\n"
