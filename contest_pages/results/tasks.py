"""What the worker does with results."""

from django.utils import timezone
from django_tasks import task

from contest_pages.results import notices


@task
def tell_of_published() -> None:
    """Write to the teams of what is published by now."""
    notices.tell_of_published(timezone.now())
