"""What accounts add to the frame of every page, and when the admin deletes none."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from cms.accounts import rules
from cms.accounts.models import User
from cms.templatetags.site import Link


@hooks.register("my_menu", order=90)
def my_account(request: HttpRequest) -> Link:
    """Lead to one's own page."""
    address = reverse("profile")
    return Link(_("My account"), address, request.path == address, "user")


@hooks.register("before_delete_user")
def keep_who_took_part(request: HttpRequest, user: User) -> HttpResponse | None:
    """Say why an account is not deleted, before anybody is asked whether they are sure."""
    if reason := rules.why_not_delete([user]):
        messages.error(request, reason)
        return redirect("wagtailusers_users:edit", user.pk)
    return None


@hooks.register("before_bulk_action")
def keep_those_who_took_part(request: HttpRequest, act: str, rows, action) -> HttpResponse | None:
    """Delete none of many accounts where one of them is kept."""
    if act == "delete" and User in action.models and (reason := rules.why_not_delete(rows)):
        messages.error(request, reason)
        return redirect(action.next_url)
    return None
