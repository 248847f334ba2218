"""Background tasks that were lost or failed.

django-tasks-db marks a task RUNNING, with the worker's id, before it runs it, and does nothing
more about it: a task whose worker dies stays RUNNING for ever. Such tasks are run again here.
So every task must bear being run twice; ours and Wagtail's do.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from wagtail.log_actions import log as write_log

from cms.accounts.models import User
from cms.errors import Refused

#: Longer than any task runs: one that has run so long belongs to a worker that is gone.
LOST_AFTER = timedelta(minutes=30)
#: A task that took so many workers with it is not tried again by itself.
MOST_WORKERS = 3
#: How long it can be seen what a task did.
KEPT, KEPT_FAILED = timedelta(days=14), timedelta(days=90)
#: Tasks that keep Wagtail's indexes; where their row was deleted first, there is nothing to keep.
OF_INDEXES = (
    "wagtail.tasks.update_reference_index_task",
    "modelsearch.tasks.insert_or_update_object_task",
)


class WorkerDied(Exception):
    """Why a task failed that never came to an end."""


def recover_tasks(now: datetime, dead_worker: str = "") -> int:
    """Make ready again what a worker left behind; return how many tasks that were.

    Those of a worker that is known to be dead, and those that have run for too long.
    """
    recovered = 0
    with transaction.atomic():
        running = DBTaskResult.objects.running().select_for_update(skip_locked=True)
        for result in running:
            of_dead = bool(dead_worker) and result.worker_ids[-1:] == [dead_worker]
            if of_dead or result.started_at < now - LOST_AFTER:
                _run_again(result)
                recovered += 1
    return recovered


def _run_again(result: DBTaskResult) -> None:
    if len(result.worker_ids) >= MOST_WORKERS:
        result.set_failed(WorkerDied(f"Each of {MOST_WORKERS} workers died while it ran."))
    else:
        result.status = TaskResultStatus.READY
        result.save(update_fields=["status"])


def failed_tasks() -> QuerySet[DBTaskResult]:
    """Return the tasks whose failure matters."""
    moot = Q(task_path__in=OF_INDEXES, exception_class_path__endswith=".DoesNotExist")
    return DBTaskResult.objects.failed().exclude(moot)


def retry_task(result: DBTaskResult, *, by: User) -> DBTaskResult:
    """Run a failed task again."""
    with transaction.atomic():
        row = DBTaskResult.objects.select_for_update().get(pk=result.pk)
        if row.status != TaskResultStatus.FAILED:
            raise Refused(_("This task has not failed."))
        row.status, row.finished_at, row.worker_ids = TaskResultStatus.READY, None, []
        row.save()
        write_log(instance=row, action="task.retry", user=by, title=row.task_name)
    return row


def forget_finished(now: datetime) -> None:
    """Delete what ended long ago: the queue is read every second."""
    finished = DBTaskResult.objects
    finished.successful().filter(finished_at__lt=now - KEPT).delete()
    finished.failed().filter(finished_at__lt=now - KEPT_FAILED).delete()
