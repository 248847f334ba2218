"""What stands before the admin."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class RequireSecondFactor:
    """Sends staff without a second factor to set one up before they see the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless a second factor is missing where it is needed."""
        if settings.STAFF_MFA_REQUIRED and self.is_missing(request):
            messages.warning(request, _("Set up a second factor before you use the admin."))
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request: HttpRequest) -> bool:
        """Return whether a signed-in member of staff asks for the admin without one."""
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return False
        user = request.user
        return user.is_authenticated and not is_mfa_enabled(user)
