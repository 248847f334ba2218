"""Searching on SQLite: what someone types may hold quotation marks."""

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchQueryCompiler,
)
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


def mend(backend) -> None:
    """Let a backend that searches with SQLite's full-text index take quotation marks."""
    if issubclass(SQLiteSearchQueryCompiler, backend.query_compiler_class):
        backend.query_compiler_class = QueryCompiler
        backend.autocomplete_query_compiler_class = AutocompleteQueryCompiler
