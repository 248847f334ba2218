"""One planted site for all tests of a module: nothing in them changes it."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings

from tests.open_data.planted import Planted, plant


@pytest.fixture(scope="module")
def planted(django_db_setup, django_db_blocker, tmp_path_factory) -> Planted:
    """What everybody may know, and what nobody may."""
    files = tmp_path_factory.mktemp("files")
    folders = {"MEDIA_ROOT": files, "PRIVATE_ROOT": files}
    with django_db_blocker.unblock(), override_settings(**folders), transaction.atomic():
        cache.clear()
        yield plant()
        transaction.set_rollback(True)
