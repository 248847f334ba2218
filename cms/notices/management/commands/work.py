import logging
import signal
import subprocess
import sys
import time
from contextlib import suppress

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail import hooks

from cms import processes
from cms.notices.actions import queue_overdue
from cms.notices.background import recover_tasks

log = logging.getLogger(__name__)

SWEEP_SECONDS = 60
STOP_SECONDS = 10


class Command(BaseCommand):
    """Keeps a worker for background tasks alive, and loses nothing when it dies.

    The worker is a process of its own. Whatever ends it, its task is made ready again and
    another worker starts. Every minute what was lost elsewhere is queued anew, what is due is
    published, and what rooms registered for the hook `each_minute` is called with the present
    moment. Any number of these may run, on any number of machines.
    """

    help = "Work off background tasks (mail, the search index); publish what is scheduled."

    def handle(self, *args, **options) -> None:
        """Work until somebody stops it."""
        with suppress(KeyboardInterrupt):
            while True:
                self.employ(f"work-{get_random_string(20)}")
                time.sleep(1)  # a worker that cannot start must not be started at full speed

    def employ(self, name: str) -> None:
        """Run one worker until it ends; sweep meanwhile; clean up after it."""
        _when_stopped(lambda *_: sys.exit(0))
        worker = processes.manage(
            "db_worker", "--worker-id", name, "--no-startup-delay", "--no-reload"
        )
        try:
            while worker.poll() is None:
                sweep()
                publish_due()
                act()
                with suppress(subprocess.TimeoutExpired):
                    worker.wait(SWEEP_SECONDS)
            self.stderr.write(f"The worker ended ({worker.returncode}); another one starts.")
        finally:
            _when_stopped(signal.SIG_IGN)  # cleaning up is not broken off
            processes.stop(worker, STOP_SECONDS)
            sweep(dead_worker=name)
            _when_stopped(signal.SIG_DFL)


def _when_stopped(handler) -> None:
    for each in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, handler)


def sweep(dead_worker: str = "") -> None:
    """Queue anew what was lost, and what is due for its next attempt.

    A database that does not answer now may do so in a minute.
    """
    close_old_connections()
    now = timezone.now()
    try:
        recover_tasks(now, dead_worker)
        queue_overdue(now)
    except DatabaseError:
        log.exception("The sweep failed.")


def publish_due() -> None:
    """Publish, and take down, what is due; a page that fails keeps nothing else from its turn."""
    try:
        call_command("publish_scheduled")
    except Exception:
        log.exception("Publishing what is scheduled failed.")


def act() -> None:
    """Do what rooms do every minute; one that fails keeps no other from its turn."""
    for each in hooks.get_hooks("each_minute"):
        try:
            each(timezone.now())
        except Exception:
            log.exception("What is done every minute failed: %s.", each.__name__)
