"""A contest from a preset: made once for each module, copied for each test."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages import actions
from contest_pages.models import Contest
from tests.factories import UserFactory


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    """The second factor has tests of its own."""
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture(scope="module")
def made_contest(made_once) -> Contest:
    made = actions.create_contest(
        kind="app",
        title_ko="앱 경진대회",
        slug="app",
        opens_on=timezone.localdate() - timedelta(days=1),
        by=UserFactory(groups=["Editors"]),
    )
    return Contest.objects.get(pk=made.pk)


@pytest.fixture
def contest(made_contest, db) -> Contest:
    """An app contest from the preset that takes entries since yesterday."""
    return deepcopy(made_contest)
