"""Searching on SQLite: what someone types may hold quotation marks, and much may be found."""

from django.db.models import CharField, F, FloatField, Func, QuerySet, Subquery
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchQueryCompiler,
)
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.query import MatchAll, Not, PlainText, SearchQuery


class Score(Func):
    """The measure that a subquery of keys and scores has for a row."""

    template = "(SELECT score FROM %(expressions)s)"
    arg_joiner = " WHERE key = "
    output_field = FloatField()


class QuotesDoubled:
    """Puts words between quotation marks as SQLite wants it: those inside them doubled."""

    def build_search_query_content(self, query: SearchQuery, config=None):
        """Return the expression that searches, as the class beside this one makes it."""
        if isinstance(query, PlainText):
            query = PlainText(query.query_string.replace('"', '""'), operator=query.operator)
        return super().build_search_query_content(query, config)


class QueryCompiler(QuotesDoubled, SQLiteSearchQueryCompiler):
    """Searches whole words."""

    def search(self, config, start, stop, score_field=None) -> QuerySet:
        """Put first what fits best, measured for all rows at once.

        Wagtail's own statement asks the index again for each row that was found.
        """
        words = normalize(self.query)
        by_score = self.order_by_relevance and score_field is None
        if not by_score or isinstance(words, (MatchAll, Not)):
            return super().search(config, start, stop, score_field)
        # "+ 0": else SQLite begins with all rows of the kind, and asks the index for each of them.
        index = SQLiteFTSIndexEntry.objects.alias(
            kind=F("index_entry__content_type_id") + 0
        ).filter(
            MatchExpression(
                self.fields or self.FTS_TABLE_FIELDS, self.build_search_query(words, config=config)
            ),
            kind__in=get_descendants_content_types_pks(self.queryset.model),
        )
        # DISTINCT: else SQLite merges the subquery into the statement, and measures row by row.
        scores = index.distinct().values(
            key=F("index_entry__object_id"),
            score=self._build_rank_expression(self.get_search_vectors(), config),
        )
        found = self.queryset.filter(pk__in=index.values("index_entry__object_id"))
        return found.order_by(Score(Subquery(scores), Cast("pk", CharField())), "-pk")[start:stop]


class AutocompleteQueryCompiler(QuotesDoubled, SQLiteAutocompleteQueryCompiler):
    """Searches beginnings of words, as the admin does while one types."""


def mend(backend) -> None:
    """Let a backend that searches with SQLite's full-text index take quotation marks."""
    if issubclass(SQLiteSearchQueryCompiler, backend.query_compiler_class):
        backend.query_compiler_class = QueryCompiler
        backend.autocomplete_query_compiler_class = AutocompleteQueryCompiler
