"""One stage, one judge, one entry that was given to them: made once for each module."""

from copy import deepcopy

import pytest

from contest_pages.judging.models import Review
from tests.contest_pages.judging.people import give, judge_of, judging_stage
from tests.factories import accepted_entry


@pytest.fixture(scope="module")
def made_review(made_once) -> Review:
    stage = judging_stage()
    return give(judge_of(stage), accepted_entry(stage.contest))


@pytest.fixture
def review(made_review, db) -> Review:
    """An accepted entry that was given to the judge."""
    return deepcopy(made_review)


@pytest.fixture
def judge(review):
    """A judge who has pledged."""
    return review.judge


@pytest.fixture
def stage(judge):
    """A stage of judging that is open, with two criteria."""
    return judge.stage


@pytest.fixture
def desk(client, judge):
    """A browser in which the judge is signed in."""
    client.force_login(judge.user)
    return client
