"""How a router answers: one resource, or a page of a list."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from django.core.paginator import EmptyPage, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja.errors import ValidationError

from cms.api.schemas import Asked, Listed, Page, Resource


def check(request: HttpRequest, asked: Asked) -> None:
    """Refuse parameters that an address does not know: a misspelt filter would filter nothing."""
    unknown = set(request.GET) - set(type(asked).model_fields)
    if unknown:
        raise ValidationError(
            [{"type": "extra_forbidden", "loc": ["query", name]} for name in sorted(unknown)]
        )


def one(request: HttpRequest, asked: Asked, resource: Resource) -> HttpResponse:
    """Answer with one resource."""
    return _written(resource.model_dump(mode="json", include=_fields(asked)), asked)


def listed(
    request: HttpRequest,
    asked: Listed,
    rows: QuerySet | Sequence,
    build: Callable[[list], Iterable[Resource]],
) -> HttpResponse:
    """Answer with the page asked for; `build` makes resources of its rows. Past the end is none."""
    paginator = Paginator(rows, asked.size)
    total = paginator.count
    try:
        found = list(paginator.page(asked.page).object_list) if total else []
    except EmptyPage:
        found = []
    last = paginator.num_pages
    page = Page[Resource](
        total=total,
        page=asked.page,
        size=asked.size,
        next=_address(request, asked.page + 1) if asked.page < last else None,
        previous=_address(request, min(asked.page - 1, last)) if asked.page > 1 else None,
        items=[],
    )
    fields = _fields(asked)
    items = [each.model_dump(mode="json", include=fields) for each in build(found)]
    return _written(page.model_dump(mode="json") | {"items": items}, asked)


def found_in(rows: QuerySet, **known: str):
    """Return the row with these values; raise Http404 where there is none."""
    if any("\0" in value for value in known.values()):  # which PostgreSQL does not take
        raise Http404
    row = rows.filter(**known).first()
    if row is None:
        raise Http404
    return row


def local(instant: datetime | None) -> datetime | None:
    """Return an instant in the site's time."""
    return instant and timezone.localtime(instant)


def _fields(asked: Asked) -> set[str] | None:
    named = getattr(asked, "fields", None)
    return set(named.split(",")) if named else None


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def _written(data: dict, asked: Asked) -> HttpResponse:
    return HttpResponse(
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
        content_type="application/json",
        headers={"Content-Language": asked.lang or "ko, en"},
    )
