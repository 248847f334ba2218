"""What the worker does with panels."""

from django.utils import timezone
from django_tasks import task

from contest_pages.models import Stage
from contest_pages.voting import actions, notices


@task
def tell_of_selection(members: list[int]) -> None:
    """Write to applicants, by their keys, whether they are on the panel."""
    notices.tell_of_selection(members)


@task
def write_links(stage_pk: int) -> None:
    """Send the links to a stage's ballots."""
    stage = Stage.objects.select_related("contest").get(pk=stage_pk)
    actions.write_links(stage, timezone.now())
