import pytest

from contest_pages.vault import actions, queries
from tests.contest_pages.vault.git_client import Machine
from tests.factories import draft_entry, leader_of


@pytest.fixture
def machine(tmp_path, settings):
    folder = tmp_path / "machine"
    folder.mkdir()
    machine = Machine(folder)
    settings.WAGTAILADMIN_BASE_URL = machine.address
    yield machine
    machine.close()


@pytest.fixture
def entry(db):
    return draft_entry()


@pytest.fixture
def leader(entry):
    return leader_of(entry)


@pytest.fixture
def repository(entry, leader):
    return actions.make(queries.of_entry(entry), by=leader)
