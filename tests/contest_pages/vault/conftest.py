"""An entry with a repository: made once for each module, copied for each test."""

from copy import deepcopy
from types import SimpleNamespace

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


@pytest.fixture(scope="module")
def made(made_once) -> SimpleNamespace:
    entry = draft_entry()
    leader = leader_of(entry)
    repository = actions.make(queries.of_entry(entry), by=leader)
    return SimpleNamespace(entry=entry, leader=leader, repository=repository)


@pytest.fixture
def held(made, db, files_made_once) -> SimpleNamespace:
    """What was made, with a copy of its folder on the disk."""
    return deepcopy(made)


@pytest.fixture
def entry(held):
    return held.entry


@pytest.fixture
def leader(held):
    return held.leader


@pytest.fixture
def repository(held):
    return held.repository
