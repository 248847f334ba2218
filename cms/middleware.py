"""What Wagtail's admin needs: a looser content security policy, and answers to nonsense."""

import logging
from collections.abc import Callable

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.core.paginator import InvalidPage
from django.db import DataError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.datastructures import MultiValueDictKeyError
from django.views.defaults import bad_request, page_not_found

log = logging.getLogger(__name__)


def is_in_admin(request: HttpRequest) -> bool:
    """Return whether an address is one of Wagtail's admin."""
    return request.path.startswith(reverse("wagtailadmin_home"))


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the policy of the settings; under the admin inline script and style may run.

    Wagtail's admin starts its date choosers and StreamField with inline scripts.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts from which django-csp builds the header."""
        parts = super().get_policy_parts(request, response, report_only)
        if parts.replace is None and is_in_admin(request):
            parts.replace = {
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
            parts.update = {"img-src": ["blob:"]}
        return parts


class NonsenseInAdmin:
    """Answers 404 where an address of the admin asks for what cannot be.

    Wagtail's views take the page of a list, or a key, to be what their own links say; on `?p=0`,
    `?id=abc` or a number that no database holds they fail. They fail on a form that lacks what
    their scripts add to it, too: that is answered with 400.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that there is no such thing; leave any other failure to Django."""
        if is_in_admin(request) and isinstance(error, MultiValueDictKeyError):
            return bad_request(request, error)  # a form of which a part is missing
        if not (is_in_admin(request) and _is_nonsense(error)):
            return None
        log.warning("Nonsense was asked for: %s", request.get_full_path(), exc_info=error)
        return page_not_found(request, error)


def _is_nonsense(error: Exception) -> bool:
    if isinstance(error, ValueError):  # of a database, or of Django's fields for keys
        return any(words in str(error) for words in ("expected a number but got", "NUL"))
    return isinstance(error, (InvalidPage, OverflowError, DataError))
