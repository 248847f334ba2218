"""Checks of links, for tests."""

from django.utils import timezone

from showcase.models import LinkCheck
from tests.pages import app_page


def source_at(url: str, **fields) -> LinkCheck:
    """The check of an app whose source is at an address."""
    app = app_page(source_url=url, is_android=False)
    now = timezone.now()
    fields = {"checked_at": now, "since": now} | fields
    return LinkCheck.objects.create(app=app, kind="source", url=url, next_at=now, **fields)
