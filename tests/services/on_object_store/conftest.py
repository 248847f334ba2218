"""Tests of a process whose environment names an object store: see test_real_servers.py."""

import os

import pytest

from tests.services.servers import ObjectStore

collect_ignore_glob = [] if os.environ.get("S3_ENDPOINT_URL") else ["test_*.py"]


@pytest.fixture
def store() -> ObjectStore:
    """The object store that this process was told of."""
    return ObjectStore(endpoint=os.environ["S3_ENDPOINT_URL"])
