import signal
import socket
import subprocess
import sys
from contextlib import suppress

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError

STOP_SECONDS = 10


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
        call_command("catalogue", "--compile")
        call_command("migrate", verbosity=0)
        if "demo" in get_commands():
            call_command("demo")
        self.stdout.write(f"Madang is on http://127.0.0.1:{port}/ (stop it with Ctrl-C)")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        worker = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, sys.argv[0], "db_worker", "--no-startup-delay", "--no-reload"]
        )
        try:
            # In this process and without a reloader: a second start should take seconds.
            call_command("runserver", f"127.0.0.1:{port}", use_reloader=False)
        finally:
            _stop(worker)


def _check_free(port: int) -> None:
    """Say that a port is taken before any work is done, and what to do about it."""
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError as error:
        raise CommandError(
            f"Port {port} cannot be used ({error.strerror}). Choose another: PORT=8123 make run"
        ) from error


def _stop(process: subprocess.Popen) -> None:
    """Ask a process to end, and insist when it does not."""
    process.terminate()
    with suppress(KeyboardInterrupt):
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
