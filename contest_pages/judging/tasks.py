"""What the worker does for judging."""

from django_tasks import task

from contest_pages.judging import actions
from contest_pages.judging.models import Review


@task
def replace(review_pk: int) -> None:
    """Find another judge for the entry of who recused."""
    reviews = Review.objects.select_related("judge__stage__contest", "judge__user", "entry")
    actions.replace(reviews.get(pk=review_pk))
