"""What the worker does with notices."""

from django.utils import timezone
from django_tasks import task

from cms.notices import actions


@task
def send_notice(pk: int) -> None:
    """Send a waiting notice."""
    actions.send(pk)


@task
def queue_due() -> None:
    """Queue all that is due, some hundreds at a time."""
    while actions.queue_overdue(timezone.now()):
        pass
