"""The page that documents the API, and what lies beside its addresses."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.api.document import Api
from cms.api.reading import sections_of
from cms.api.schemas import LARGEST_PAGE


@require_safe
def docs(request: HttpRequest, api: Api) -> HttpResponse:
    """Explain the API to people, from its own document."""
    document = api.document(get_language())
    return render(
        request,
        "cms/api/docs.html",
        {
            "document": document,
            "sections": sections_of(document),
            "limit": settings.API_REQUESTS_A_MINUTE,
            "largest": LARGEST_PAGE,
        },
    )


@csrf_exempt
def elsewhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Lead from the root to the page above; from a slash too many, and from below another
    language's prefix, to where the data is.
    """
    if rest in ("", "v1/", "v1"):
        return redirect("api_docs")
    query = request.GET.copy()
    here, data = request.path.rstrip("/"), f"/api/{rest}".rstrip("/")
    if here == request.path or not _is_there(here):
        here = data
        query.setdefault("lang", get_language())
    if here == request.path or not _is_there(here):
        raise Http404
    return redirect(f"{here}?{query.urlencode()}" if query else here, permanent=True)


def _is_there(address: str) -> bool:
    try:
        return resolve(address).func is not elsewhere
    except Resolver404:
        return False
