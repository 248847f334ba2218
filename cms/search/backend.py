"""Wagtail's search in the database, which on SQLite fails on a quotation mark that someone types."""

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchQueryCompiler,
)
from wagtail.search.backends import database
from wagtail.search.query import PlainText, SearchQuery


class QuotesDoubled:
    """Puts words between quotation marks as SQLite wants it: those inside them doubled."""

    def build_search_query_content(self, query: SearchQuery, config=None):
        """Return the expression that searches, as the class beside this one makes it."""
        if isinstance(query, PlainText):
            query = PlainText(query.query_string.replace('"', '""'), operator=query.operator)
        return super().build_search_query_content(query, config)


class QueryCompiler(QuotesDoubled, SQLiteSearchQueryCompiler):
    """Searches whole words."""


class AutocompleteQueryCompiler(QuotesDoubled, SQLiteAutocompleteQueryCompiler):
    """Searches beginnings of words, as the admin does while one types."""


def SearchBackend(params: dict):  # noqa: N802  (the name that Wagtail looks for)
    """Return the backend of the database that is in use."""
    backend = database.SearchBackend(params)
    if issubclass(SQLiteSearchQueryCompiler, backend.query_compiler_class):
        backend.query_compiler_class = QueryCompiler
        backend.autocomplete_query_compiler_class = AutocompleteQueryCompiler
    return backend
