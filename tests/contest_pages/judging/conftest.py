"""One stage, one judge, one entry that was given to them."""

import pytest

from tests.contest_pages.judging.people import give, judge_of, judging_stage
from tests.factories import accepted_entry


@pytest.fixture
def stage(db):
    """A stage of judging that is open, with two criteria."""
    return judging_stage()


@pytest.fixture
def judge(stage):
    """A judge who has pledged."""
    return judge_of(stage)


@pytest.fixture
def review(judge):
    """An accepted entry that was given to the judge."""
    return give(judge, accepted_entry(judge.stage.contest))


@pytest.fixture
def desk(client, judge):
    """A browser in which the judge is signed in."""
    client.force_login(judge.user)
    return client
