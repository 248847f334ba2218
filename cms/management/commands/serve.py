import os
import signal
import socket
import sys

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

from cms import processes

STOP_SECONDS = 15  # the worker's keeper may need 10 of them to stop the worker


class Command(BaseCommand):
    """What `make run` does once the packages are there."""

    help = "Prepare database, catalogues and demonstration, then serve with a task worker."
    requires_system_checks = ()  # the server checks

    def add_arguments(self, parser):
        """Take the port."""
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, port: int, **options):
        """Serve until the server ends or somebody stops it; the worker ends with it."""
        if not settings.DEMO_ALLOWED:
            raise CommandError("`serve` is for development; production runs settings.wsgi.")
        _check_free(port)
        _be_at(f"http://127.0.0.1:{port}")
        call_command("catalogue", "--compile")
        call_command("migrate", verbosity=0)
        if "demo" in get_commands():
            call_command("demo")
        self.stdout.write(f"Madang is on http://127.0.0.1:{port}/ (stop it with Ctrl-C)")
        for each in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, lambda *_: sys.exit(0))
        worker = processes.manage("work")
        try:
            # In this process and without a reloader: a second start should take seconds.
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
        finally:
            processes.stop(worker, STOP_SECONDS)


def _be_at(address: str) -> None:
    """Have mails link to this server, the worker's too, unless somebody says otherwise."""
    settings.WAGTAILADMIN_BASE_URL = os.environ.setdefault("BASE_URL", address)


def _check_free(port: int) -> None:
    """Say that a port is taken before any work is done, and what to do about it."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8123 make run"
        ) from error
