"""What the worker does for the showcase."""

from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from showcase import pictures
from showcase.links import rounds, source
from showcase.models import AppPage

#: Between two batches, so that others have their turn.
BREATH = timedelta(seconds=20)


@task
def check_links() -> None:
    """Ask some of the addresses that are due, and come back for the others."""
    rounds.check_some(timezone.now())
    if check_links.get_backend().supports_defer and rounds.is_due(now := timezone.now()):
        check_links.using(run_after=now + BREATH).enqueue()


@task
def check_source(pk: int) -> None:
    """Look through a public source."""
    source.look(pk)


@task
def fetch_pictures(app_pk: int, found_at: str) -> None:
    """Fetch the pictures that an imported document names."""
    pictures.fetch_pictures(AppPage.objects.get(pk=app_pk), source=found_at)
