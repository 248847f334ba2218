"""What every test stands on: folders of its own for uploads, and no way out of this machine."""

import io
import socket

import pytest
from django.core.management import call_command

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


@pytest.fixture
def user(db):
    """A citizen with an account."""
    from tests.factories import UserFactory

    return UserFactory()
