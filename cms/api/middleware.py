"""What holds for every address below /api/ (or /en/api/), whoever answers there."""

import re
import time
from collections.abc import Callable

from django.conf import settings
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from cms.api import limits
from cms.api.problems import CONTENT_TYPE, language_of, problem
from cms.api.validators import conditional

LANGUAGES = "|".join(dict(settings.LANGUAGES))
ADDRESSES = re.compile(rf"/(({LANGUAGES})/)?api/")
METHODS = "GET, HEAD, OPTIONS"
ASKED_WITH = "Accept, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since"
READABLE = (
    "Content-Language, ETag, Last-Modified, RateLimit-Limit, RateLimit-Remaining, "
    "RateLimit-Reset, Retry-After"
)
PAGE = "text/html"
SHOWN_FOR = str(24 * 3600)  # seconds for which a browser remembers what it may ask


class PublicData:
    """Limits, validators, problems in JSON, and leave for every origin to read.

    Stands outside all middleware that could fail or answer, so that this holds for their answers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer below /api/; hand on elsewhere."""
        if not ADDRESSES.match(request.path):
            return self.get_response(request)
        try:
            with translation.override(language_of(request)):
                answer = self._answer(request)
        except Exception as error:  # what fails here nobody else tells as a problem
            answer = problem(response_for_exception(request, error).status_code)
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Access-Control-Expose-Headers"] = READABLE
        return answer

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return _leave()
        now = time.time()
        allowance = limits.count(request, now)
        answer = _too_many(allowance) if allowance.is_used_up else self._read(request, now)
        allowance.tell(answer)
        return answer

    def _read(self, request: HttpRequest, now: float) -> HttpResponse:
        """Answer HEAD as GET without its body; tell what went wrong as a problem."""
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        # Whatever answers may leave another language behind.
        with translation.override(translation.get_language()):
            answer = self.get_response(request)
        if answer.status_code == 200 and not request.accepts(_type_of(answer)):
            said = _("Here is %(type)s only.") % {"type": _type_of(answer)}
            answer = problem(406, said)
        if _type_of(answer) != PAGE:  # which is another for each who is signed in
            answer = conditional(request, answer, now)
        if answer.status_code >= 400 and _type_of(answer) != CONTENT_TYPE:
            answer = problem(answer.status_code)
        if answer.status_code == 405:
            answer["Allow"] = METHODS
        if is_head:
            request.method = "HEAD"
            answer.setdefault("Content-Length", str(len(answer.content)))
            answer.content = b""
        return answer


def _type_of(answer: HttpResponse) -> str:
    return answer.get("Content-Type", "").partition(";")[0]


def _leave() -> HttpResponse:
    """Let scripts of any origin read, without credentials."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": METHODS,
            "Access-Control-Allow-Methods": METHODS,
            "Access-Control-Allow-Headers": ASKED_WITH,
            "Access-Control-Max-Age": SHOWN_FOR,
        },
    )


def _too_many(allowance: limits.Allowance) -> HttpResponse:
    said = _("At most %(limit)s requests a minute. Try again in %(seconds)s seconds.")
    return problem(429, said % {"limit": allowance.limit, "seconds": allowance.resets_in})
