"""Processes that a command of ours starts beside itself."""

import subprocess
import sys
from contextlib import suppress


def manage(*arguments: str) -> subprocess.Popen:
    """Start a command of manage.py, out of reach of a Ctrl-C that is meant for its parent."""
    return subprocess.Popen(  # noqa: S603  (our own)
        [sys.executable, sys.argv[0], *arguments], start_new_session=True
    )


def stop(process: subprocess.Popen, seconds: float) -> None:
    """Ask a process to end, and insist when it does not within the seconds."""
    process.terminate()
    with suppress(KeyboardInterrupt):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
