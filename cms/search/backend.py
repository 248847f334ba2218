"""Wagtail's search in the database, which on SQLite fails on a quotation mark that someone types."""

from django.db import connection
from wagtail.search.backends import database


def SearchBackend(params: dict):  # noqa: N802  (the name that Wagtail looks for)
    """Return the backend of the database that is in use."""
    backend = database.SearchBackend(params)
    if connection.vendor == "sqlite":
        # Not above: without SQLite its models are not there, and the import fails.
        from cms.search import sqlite

        sqlite.mend(backend)
    return backend
