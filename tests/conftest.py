"""What every test stands on: folders of its own for uploads, and no way out of this machine."""

import gc
import io
import socket
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from tests.report import Report
from tests.statements import asked, check

LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_addoption(parser):
    """Take the folder for what is measured."""
    parser.addoption("--report", metavar="FOLDER", help="write figures and screenshots there")


def pytest_configure(config):
    """Compile the Korean catalogues, so that tests read what people read."""
    # Looking for garbage after every 700 objects takes a seventh of the time.
    gc.set_threshold(200_000, 50, 50)
    call_command("catalogue", "--compile", stdout=io.StringIO())
    folder, is_worker = config.getoption("report"), hasattr(config, "workerinput")
    if folder and not is_worker:
        config.pluginmanager.register(Report(Path(folder)))


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
    """Count what a page costs: `statements(client, url, most=15)`; nothing may be asked twice."""

    def count(client, url: str, most: int) -> int:
        made = asked(client, url)
        check(made, most)
        return len(made)

    return count


@pytest.fixture
def user(db):
    """A citizen with an account."""
    from tests.factories import UserFactory

    return UserFactory()
