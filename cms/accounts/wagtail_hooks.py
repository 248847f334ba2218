"""What accounts add to the frame of every page."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks

from cms.templatetags.site import Link


@hooks.register("my_menu", order=90)
def my_account(request: HttpRequest) -> Link:
    """Lead to one's own page."""
    address = reverse("profile")
    return Link(_("My account"), address, request.path == address, "user")
