"""Two rounds that are over: made once for each module, copied for each test."""

from copy import deepcopy

import pytest

from tests.contest_pages.results.scene import Scene, scene


@pytest.fixture(scope="module")
def made_scene(made_once) -> Scene:
    return scene()


@pytest.fixture
def made(made_scene, db) -> Scene:
    """Everything scored, nothing frozen."""
    return deepcopy(made_scene)
