"""What the worker does with entries."""

from django_tasks import task

from contest_pages.entries import contest_mails
from contest_pages.models import Contest, Extension


@task
def tell_of_more_time(extension_pk: int) -> None:
    """Write to teams that they have more time."""
    contest_mails.tell_of_more_time(Extension.objects.get(pk=extension_pk))


@task
def tell_of_calling_off(contest_pk: int) -> None:
    """Write to teams that their contest was called off."""
    contest_mails.tell_of_calling_off(Contest.objects.get(pk=contest_pk))


@task
def tell_of_going_on(contest_pk: int, cancelled_at: str) -> None:
    """Write to teams that their contest goes on."""
    contest_mails.tell_of_going_on(Contest.objects.get(pk=contest_pk), cancelled_at)
