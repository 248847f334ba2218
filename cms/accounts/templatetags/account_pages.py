"""The pages of a person's account."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def account_tabs(context) -> list[dict]:
    """List the pages of one's account; the present one is marked, also from the pages below."""
    path = context["request"].path
    pages = (
        (_("Name and language"), "profile"),
        (_("E-mail addresses"), "account_email"),
        (_("Password"), "account_change_password"),
        (_("Second factor"), "mfa_index"),
    )
    if settings.SOCIALACCOUNT_PROVIDERS:
        pages += ((_("Linked accounts"), "socialaccount_connections"),)
    return [
        {"title": title, "url": reverse(name), "current": path.startswith(reverse(name))}
        for title, name in pages
    ]
