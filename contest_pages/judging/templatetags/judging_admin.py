"""What the managers' pages ask of a judge's row."""

from datetime import datetime

from django import template

from contest_pages.judging import overview
from contest_pages.judging.models import Judge

register = template.Library()


@register.filter
def last_seen(judge: Judge) -> datetime | None:
    """Return when a judge last did something."""
    return overview.last_seen(judge)
