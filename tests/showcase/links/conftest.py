"""What tests of links stand on."""

import pytest

from showcase.links import asking
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch):
    """Wait less between two requests."""
    monkeypatch.setattr(asking, "HOST_PAUSE", 0.01)
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])
