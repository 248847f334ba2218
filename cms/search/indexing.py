"""What makes a model findable in Korean."""

from django.db.models import QuerySet
from wagtail.search import index
from wagtail.search.backends import get_search_backend
from wagtail.search.query import SearchQuery

from cms.search.korean import index_text


class KoreanTitle(index.SearchField):
    """The words and pairs of syllables of a title: else only its words count for more than a text.

    Wagtail's index measures titles by themselves, and knows them by the field's name.
    """

    def get_value(self, obj: index.Indexed) -> str:
        """Return what is indexed of an object's title."""
        return index_text(super().get_value(obj))


class KoreanSearch:
    """Indexes every SearchField of a model a second time, as Korean has to be.

    A model takes this beside Wagtail's `Indexed` and
    `search_fields = [*KoreanSearch.search_fields, index.SearchField("title"), …]`.
    """

    search_fields = [KoreanTitle("title"), index.SearchField("search_text")]

    def search_text(self) -> str:
        """Return the words and pairs of syllables of all that is searched."""
        values = (
            field.get_value(self)
            for field in self.get_search_fields()
            if type(field) is index.SearchField and field.field_name != "search_text"
        )
        texts = (value if isinstance(value, list) else [value] for value in values if value)
        return index_text(" ".join(str(text) for part in texts for text in part))


def matching(queryset: QuerySet, query: SearchQuery) -> QuerySet:
    """Return the rows of a queryset that match, best first; one statement, whatever it filters.

    The result keeps the queryset's rows only: chain `select_related` and the like after it.
    """
    everything = queryset.model._default_manager.all()
    found = get_search_backend().search(query, everything).get_queryset()
    return found.filter(pk__in=queryset.order_by().values("pk"))
