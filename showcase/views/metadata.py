"""What machines read of an app."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from showcase import exporting, queries
from showcase.publiccode.writing import write


@require_safe
def publiccode(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve an app's publiccode.yml; none where the page does not say enough for a valid one.

    It is the same at the Korean and the English address: it holds both languages.
    """
    pages = queries.pages_at(slug)
    reading = exporting.export(pages) if pages else None
    if reading is None or not reading.is_valid:
        raise Http404
    content = write(reading.content)
    etag = quote_etag(hashlib.sha256(content).hexdigest())
    answer = HttpResponse(content, content_type="application/yaml; charset=utf-8")
    answer["ETag"] = etag  # alone: awards and origins change it without the page
    return get_conditional_response(request, etag, None, answer)
