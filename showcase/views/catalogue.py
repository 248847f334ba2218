"""The catalogue beside its page: suggestions while one types, and the list to take away."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from showcase import exports, queries
from showcase.listing import Listing
from showcase.models import AppIndexPage


def index_here() -> AppIndexPage:
    """Return the published showcase of the active language, else 404."""
    index = queries.showcase_here()
    if index is None:
        raise Http404
    return index


@require_safe
def suggest(request: HttpRequest) -> JsonResponse:
    """Return titles that go on as `?q=` begins, for whoever types."""
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return JsonResponse({"suggestions": queries.suggestions(index_here(), text)})


WRITERS: dict[str, Callable[..., HttpResponseBase]] = {
    "csv": exports.as_csv,
    "xlsx": exports.as_xlsx,
    "json": exports.as_json,
}


@require_safe
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand out all apps that the address asks for, not the page of them that is shown."""
    apps = Listing(index_here(), request.GET).found()
    name = f"apps-{timezone.localdate():%Y%m%d}.{kind}"
    return WRITERS[kind](exports.rows_of(apps, request), name)
