import signal
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
        if not settings.DEBUG:
            raise CommandError("`serve` is for development; production runs settings.wsgi.")
        call_command("catalogue", "--compile")
        call_command("migrate", verbosity=0)
        if "demo" in get_commands():
            call_command("demo")
        self.stdout.write(f"Madang is on http://127.0.0.1:{port}/ (stop it with Ctrl-C)")
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        worker = _start("db_worker", "--no-startup-delay")
        try:
            server = _start("runserver", f"127.0.0.1:{port}")
            try:
                sys.exit(server.wait())
            finally:
                _stop(server)
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")
        finally:
            _stop(worker)


def _start(*arguments: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, sys.argv[0], *arguments])  # noqa: S603  (our own command)


def _stop(process: subprocess.Popen) -> None:
    """Ask a process to end, and insist when it does not."""
    process.terminate()
    with suppress(KeyboardInterrupt):
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
