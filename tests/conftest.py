"""What every test stands on: folders of its own for uploads, and no way out of this machine."""

import io
import socket
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_configure():
    """Compile the Korean catalogues, so that tests read what people read."""
    call_command("catalogue", "--compile", stdout=io.StringIO())


@pytest.fixture(autouse=True)
def uploads_of_this_test(settings, tmp_path):
    """Keep what a test uploads in its own folder, public and private apart."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.PRIVATE_ROOT = str(tmp_path / "private")


@pytest.fixture(autouse=True, scope="session")
def no_other_host():
    """Let nothing that is tested speak to another machine."""
    connect = socket.socket.connect

    def connect_here(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in LOOPBACK:
            raise RuntimeError(f"A test tried to reach {address}.")
        return connect(self, address)

    socket.socket.connect = connect_here
    yield
    socket.socket.connect = connect


@pytest.fixture(autouse=True)
def korean_first(settings):
    """Begin each test in the default language: a request leaves its own behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture
def statements(db):
    """Count what a page costs: `statements(client, url, most=15)`.

    After one warming request nothing may be asked twice (same statement, same parameters) and
    no more than `most` statements may be made. Returns how many there were.
    """

    def count(client, url: str, most: int) -> int:
        assert client.get(url).status_code == 200
        with CaptureQueriesContext(connection) as made:
            assert client.get(url).status_code == 200
        asked = [query["sql"] for query in made.captured_queries]
        repeated = [sql for sql, times in Counter(asked).items() if times > 1]
        assert repeated == []
        assert len(asked) <= most, "\n".join(f"{sql[:60]} … {sql[-120:]}" for sql in asked)
        return len(asked)

    return count


@pytest.fixture
def user(db):
    """A citizen with an account."""
    from tests.factories import UserFactory

    return UserFactory()
