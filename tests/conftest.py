"""What every test stands on: folders of its own for uploads, and no way out of this machine."""

import io
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import translation

from cms.processes import collect_seldom
from tests.database import migrated
from tests.report import Report
from tests.statements import asked, check
from tests.web_server import WebServer, running

#: What takes longest is begun first, so that no worker ends long after the other: servers, then
#: the demonstration, which one worker builds while the other goes on.
FIRST = (
    "tests/services/",
    "tests/browser/test_every_page.py",
    "tests/test_access.py",
    "tests/test_costs.py",
)
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def pytest_addoption(parser):
    """Take the folder for what is measured."""
    parser.addoption("--report", metavar="FOLDER", help="write figures and screenshots there")


def pytest_configure(config):
    """Compile the Korean catalogues, so that tests read what people read."""
    collect_seldom()
    call_command("catalogue", "--compile", stdout=io.StringIO())
    folder, is_worker = config.getoption("report"), hasattr(config, "workerinput")
    if folder and not is_worker:
        config.pluginmanager.register(Report(Path(folder)))


def pytest_collection_finish():
    """Leave out of the search for garbage all that was imported meanwhile."""
    collect_seldom()


def pytest_collection_modifyitems(items):
    """Put what takes longest first, where workers share the tests out."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return
    files: dict[str, list] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    first = [name for each in FIRST for name in files if name.startswith(each)]
    waiting = [name for name in files if name.startswith("tests/browser/") and name not in first]
    working = [name for name in files if name not in {*first, *waiting}]
    waiting.sort(key=lambda name: len(files[name]), reverse=True)  # no long one is left to the end
    # A browser waits most of its time: beside one, the other worker had better have work to do.
    each = max(1, len(working) // (len(waiting) or 1))
    order = [*first]
    for place, name in enumerate(waiting):
        order += [name, *working[place * each : (place + 1) * each]]
    order += working[len(waiting) * each :]
    items[:] = [item for name in order for item in files[name]]


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory) -> Path:
    """A folder of this run that all workers see."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def migrated_database(shared_folder) -> Path:
    """An SQLite database that has had its migrations, and nothing else: to copy."""
    return migrated(shared_folder)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, request, tmp_path_factory) -> None:
    """On SQLite begin with a copy of the migrated database."""
    if connection.vendor == "sqlite" and not connection.settings_dict["TEST"]["NAME"]:
        file = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_database"), file)
        connection.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb) -> bool:
    """Keep the copy: it goes with the folder that it is in."""
    return django_db_keepdb or connection.vendor == "sqlite"


def roots_in(folder: Path) -> dict[str, str]:
    """Return the settings that keep uploads in a folder, public and private apart."""
    kept = {"MEDIA_ROOT": "media", "PRIVATE_ROOT": "private", "VAULT_ROOT": "vault"}
    return {name: str(folder / inner) for name, inner in kept.items()}


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """What fixtures of a module make, each of its tests finds as it was made; then it is gone.

    A fixture of the module asks for this one and makes rows; one of the test hands out a deep
    copy of what it made, as Django does with `setUpTestData`, and asks for `files_made_once`
    where there are files too. Gives the folder of these.
    """
    folder = tmp_path_factory.mktemp("made_once")
    with (
        django_db_blocker.unblock(),
        override_settings(**roots_in(folder)),
        translation.override(django_settings.LANGUAGE_CODE),
        transaction.atomic(),
    ):
        yield folder
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def uploads_of_this_test(settings, tmp_path):
    """Keep what a test uploads in its own folder."""
    for name, folder in roots_in(tmp_path).items():
        setattr(settings, name, folder)


@pytest.fixture
def files_made_once(uploads_of_this_test, settings, tmp_path, made_once):
    """Give a test a copy of the files that were made once for its module."""
    shutil.copytree(made_once, tmp_path, dirs_exist_ok=True)


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


@pytest.fixture(autouse=True)
def empty_cache():
    """Begin each test with nothing kept: what the last one made is rolled back."""
    cache.clear()


@pytest.fixture(autouse=True)
def no_reference_index():
    """Leave Wagtail's own list of what uses what: nothing that we test reads it."""
    from wagtail.signal_handlers import disable_reference_index_auto_update

    with disable_reference_index_auto_update():
        yield


@pytest.fixture
def searchable() -> None:
    """For what searches: what is saved is indexed, as on a site. See `no_search_index`."""


@pytest.fixture(autouse=True)
def no_search_index(request, monkeypatch):
    """Leave what a test saves out of the index for searching, unless it is to be `searchable`.

    About a twelfth of the time of all tests went into keeping an index that few of them ask.
    """
    from modelsearch import signal_handlers

    if "searchable" not in request.fixturenames:
        unheard = SimpleNamespace(enqueue=lambda *of_whom: None)
        monkeypatch.setattr(signal_handlers, "insert_or_update_object_task", unheard)


@pytest.fixture
def statements(db):
    """Count what a page costs: `statements(client, url, most=15)`; nothing may be asked twice."""

    def count(client, url: str, most: int) -> int:
        made = asked(client, url)
        check(made, most)
        return len(made)

    return count


@pytest.fixture
def web(settings):
    """A web server on this machine, which may be fetched from for once."""
    settings.FETCH_LOOPBACK = True
    with running(WebServer()) as server:
        yield server


@pytest.fixture
def user(db):
    """A citizen with an account."""
    from tests.factories import UserFactory

    return UserFactory()
