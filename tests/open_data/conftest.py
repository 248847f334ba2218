"""One planted site for all tests of a module: nothing in them changes it."""

import pytest

from tests.open_data.planted import Planted, plant


@pytest.fixture(scope="module")
def planted(made_once) -> Planted:
    """What everybody may know, and what nobody may."""
    return plant()
