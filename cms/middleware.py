"""The content security policy: strict, save for Wagtail's admin."""

from csp.constants import SELF, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Sends the policy of the settings; under the admin inline script and style may run.

    Wagtail's admin starts its date choosers and StreamField with inline scripts.
    """

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Return the parts from which django-csp builds the header."""
        parts = super().get_policy_parts(request, response, report_only)
        if parts.replace is None and request.path.startswith(reverse("wagtailadmin_home")):
            parts.replace = {
                "script-src": [SELF, UNSAFE_INLINE],
                "style-src": [SELF, UNSAFE_INLINE],
            }
            parts.update = {"img-src": ["blob:"]}
        return parts
