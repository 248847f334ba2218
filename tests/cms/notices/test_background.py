from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from cms.errors import Refused
from cms.notices import background
from cms.notices.background import LOST_AFTER, MOST_WORKERS
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@task
def do_nothing() -> None:
    """A task."""


@pytest.fixture(autouse=True)
def kept_in_the_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def running(worker: str = "first", *, before: int = 0) -> DBTaskResult:
    """A task that a worker has claimed, after others died of it."""
    result = DBTaskResult.objects.get(pk=do_nothing.enqueue().id)
    for number in range(before):
        result.claim(f"earlier-{number}")
    result.claim(worker)
    return result


def status(result: DBTaskResult) -> str:
    return DBTaskResult.objects.get(pk=result.pk).status


def test_the_task_of_a_dead_worker_is_ready_again_and_that_of_a_living_one_goes_on():
    of_dead, of_living = running("dead"), running("living")
    assert background.recover_tasks(timezone.now(), dead_worker="dead") == 1
    assert (status(of_dead), status(of_living)) == ("READY", "RUNNING")


def test_a_task_that_has_run_for_too_long_is_ready_again():
    result = running()
    late = result.started_at + LOST_AFTER
    assert background.recover_tasks(late) == 0
    assert background.recover_tasks(late + timedelta(seconds=1)) == 1
    assert status(result) == "READY"


def test_a_task_that_kills_every_worker_fails_at_last_and_says_why():
    result = running("dead", before=MOST_WORKERS - 1)
    background.recover_tasks(timezone.now(), dead_worker="dead")
    result.refresh_from_db()
    assert result.status == "FAILED"
    assert "WorkerDied" in result.traceback


def test_a_failed_task_is_run_again_from_the_beginning():
    result, manager = running(before=MOST_WORKERS), UserFactory()
    with pytest.raises(Refused):
        background.retry_task(result, by=manager)
    result.set_failed(ValueError("nein"))
    background.retry_task(result, by=manager)
    result.refresh_from_db()
    assert (result.status, result.worker_ids) == ("READY", [])
    assert DBTaskResult.objects.ready().get() == result


def test_tasks_that_ended_long_ago_are_forgotten_failed_ones_later():
    done, failed, waiting = running(), running(), running()
    done.set_successful(None)
    failed.set_failed(ValueError())
    now = timezone.now()
    background.forget_finished(now + background.KEPT + timedelta(minutes=1))
    assert set(DBTaskResult.objects.all()) == {failed, waiting}
    background.forget_finished(now + background.KEPT_FAILED + timedelta(minutes=1))
    assert set(DBTaskResult.objects.all()) == {waiting}
