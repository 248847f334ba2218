"""Tests of a process whose database is PostgreSQL: see test_real_servers.py."""

import os

collect_ignore_glob = (
    [] if os.environ.get("DATABASE_URL", "").startswith("postgres") else ["test_*.py"]
)
