"""What tests of entries stand on."""

import pytest


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """Who signs in, and how, is the business of tests/cms/accounts."""
    settings.STAFF_MFA_REQUIRED = False
