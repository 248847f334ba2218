"""What the worker does with notices."""

from django_tasks import task

from cms.notices import actions


@task
def send_notice(pk: int) -> None:
    """Send a waiting notice."""
    actions.send(pk)
