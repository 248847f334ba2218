"""A contest whose panel votes now on four entries: made once for each module, copied for each test."""

from copy import deepcopy
from types import SimpleNamespace

import pytest

from tests.contest_pages.voting.factories import make_entries, make_panel, make_vote


@pytest.fixture(scope="module")
def made_poll(made_once) -> SimpleNamespace:
    panel = make_panel(recruiting=False)
    entries = make_entries(panel, 4)
    stage = make_vote(panel, ballot_fewest=1, ballot_most=2)
    return SimpleNamespace(panel=panel, entries=entries, stage=stage)


@pytest.fixture
def poll(made_poll, db) -> SimpleNamespace:
    return deepcopy(made_poll)


@pytest.fixture
def panel(poll):
    return poll.panel


@pytest.fixture
def entries(poll):
    return poll.entries


@pytest.fixture
def stage(poll):
    return poll.stage


@pytest.fixture
def url(panel) -> str:
    return f"/contests/{panel.contest.slug}/vote/"
