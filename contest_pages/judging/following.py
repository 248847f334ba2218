"""What follows from what judges do."""

from django.dispatch import receiver

from contest_pages.judging import notices
from contest_pages.judging.models import Review, Trouble
from contest_pages.judging.signals import judge_recused, trouble_reported


@receiver(judge_recused, dispatch_uid="judging.replace")
def on_recusal(sender, review: Review, **kwargs) -> None:
    """Have another judge found, by the worker: that locks the stage, and the judge waits less.

    The task is queued in the transaction of the act: both are there, or neither.
    """
    from contest_pages.judging import tasks  # tasks import actions

    tasks.replace.enqueue(review.pk)


@receiver(trouble_reported, dispatch_uid="judging.trouble")
def on_trouble(sender, trouble: Trouble, **kwargs) -> None:
    """Tell the managers."""
    notices.reported(trouble)
