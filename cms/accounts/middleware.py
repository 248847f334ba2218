"""What stands before the admin."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.defaults import permission_denied


class GuardAdmin:
    """Lets into the admin only those who may, and of those only with a second factor.

    Whoever is not signed in is sent to sign in by Wagtail itself; sent there too, somebody who
    is signed in without a right to the admin would come back for ever.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless something is missing for the admin."""
        if not self.is_guarded(request):
            return self.get_response(request)
        if not request.user.has_perm("wagtailadmin.access_admin"):
            return permission_denied(request, None)
        if settings.STAFF_MFA_REQUIRED and not is_mfa_enabled(request.user):
            with override(request.user.preferred_language):
                messages.warning(request, _("Set up a second factor before you use the admin."))
                return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_guarded(self, request: HttpRequest) -> bool:
        """Return whether somebody who is signed in asks for the admin."""
        home = reverse("wagtailadmin_home")
        return request.path.startswith(home) and request.user.is_authenticated
