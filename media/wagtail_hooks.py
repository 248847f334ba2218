"""What this room does once a day."""

from datetime import datetime

from wagtail import hooks

from media.actions import discard_expired_uploads


@hooks.register("daily")
def clear_uploads(now: datetime) -> None:
    """Discard uploads that nobody finished."""
    discard_expired_uploads(now)
