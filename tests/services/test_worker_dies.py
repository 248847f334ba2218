"""Nothing is lost when the worker is killed: real processes, a database on disk, a mail server."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cms.notices.actions import LEASE
from cms.notices.background import LOST_AFTER
from cms.notices.models import Notice
from cms.notices.tasks import send_notice
from tests.services.mail_server import MailServer, mail_server

pytestmark = pytest.mark.services
SITE = "site"
SECONDS = 90  # longer than starting a process takes on a busy machine


class Site:
    """A site in production on a database file in which one mail waits."""

    def __init__(self, file: Path, mail: MailServer):
        self.file, self.mail = file, mail
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "settings.production",
            "SECRET_KEY": "x" * 50,
            "ALLOWED_HOSTS": "madang.example.org",
            "BASE_URL": "https://madang.example.org",
            "CACHE_URL": "redis://127.0.0.1:9/0",  # nothing asks it
            "DATABASE_URL": f"sqlite:///{file}",
            "EMAIL_URL": mail.url,
        }

    @contextmanager
    def work(self) -> Iterator[subprocess.Popen]:
        """Run `manage.py work`; at the end stop it as an operator does."""
        process = subprocess.Popen(
            [sys.executable, "manage.py", "work"], cwd=settings.BASE_DIR, env=self.environment
        )
        try:
            yield process
            process.terminate()
            process.wait(SECONDS)
        finally:
            process.kill()
            process.wait()

    @property
    def notices(self) -> list[tuple]:
        """State and attempts of each mail."""
        return list(Notice.objects.using(SITE).values_list("state", "attempts"))

    @property
    def tasks(self) -> list[str]:
        """The status of each task."""
        return list(DBTaskResult.objects.using(SITE).values_list("status", flat=True))


@pytest.fixture
def site(tmp_path, migrated_database, django_db_blocker) -> Iterator[Site]:
    """An empty site's database in which one mail and its task wait."""
    file = tmp_path / "site.sqlite3"
    shutil.copy(migrated_database, file)
    with django_db_blocker.unblock(), mail_server() as mail:
        connections.databases[SITE] = connection.settings_dict | {"NAME": str(file)}
        fill()
        yield Site(file, mail)
        connections[SITE].close()
        del connections[SITE], connections.databases[SITE]


def fill() -> None:
    """Have a mail wait, and its task, and nothing else."""
    DBTaskResult.objects.using(SITE).all().delete()
    notice = a_mail(try_at=timezone.now() + LEASE)
    DBTaskResult.objects.using(SITE).create(
        task_path=send_notice.module_path,
        args_kwargs={"args": [notice.pk], "kwargs": {}},
        backend_name="default",
        run_after=timezone.now(),
    )


def a_mail(try_at: datetime) -> Notice:
    """A mail for which no task is queued; from `try_at` on it is looked for."""
    return Notice.objects.using(SITE).create(
        kind="news",
        address="haneul@example.org",
        language="ko",
        subject="새 앱",
        body="새 앱이 나왔습니다.",
        try_at=try_at,
    )


def worker_of(process: subprocess.Popen) -> int:
    """The pid of the db_worker that `work` started."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return int(children.split()[0])


def test_what_a_dead_worker_a_dead_machine_and_no_queue_left_behind_is_sent_once(site):
    with site.work() as process:
        assert site.mail.somebody_waits.wait(SECONDS)
        site.mail.somebody_waits.clear()
        dead = worker_of(process)
        os.kill(dead, signal.SIGKILL)
        assert site.mail.somebody_waits.wait(SECONDS), "another worker took the mail up"
        worker = worker_of(process)
        assert worker != dead
        process.kill()
        os.kill(worker, signal.SIGKILL)
    assert (site.notices, site.tasks) == ([("waiting", 0)], ["RUNNING"])
    long_ago = timezone.now() - LOST_AFTER
    DBTaskResult.objects.using(SITE).update(started_at=long_ago)
    a_mail(try_at=timezone.now())
    site.mail.answers.set()
    with site.work():
        for _mail in range(2):
            assert site.mail.mail_came.acquire(timeout=SECONDS)
    assert (site.notices, site.tasks) == ([("sent", 1)] * 2, ["SUCCESSFUL"] * 2)
    assert ["Message-ID: <notice-" in mail for mail in site.mail.mails] == [True] * 2
