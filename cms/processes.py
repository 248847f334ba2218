"""Processes that a command of ours starts beside itself."""

import gc
import os
import signal
import subprocess
import sys
from contextlib import suppress


def manage(*arguments: str) -> subprocess.Popen:
    """Start a command of manage.py, out of reach of a Ctrl-C that is meant for its parent."""
    return subprocess.Popen(  # noqa: S603  (our own)
        [sys.executable, sys.argv[0], *arguments], start_new_session=True
    )


def stop(process: subprocess.Popen, seconds: float) -> None:
    """Ask a process that began a session to end, and insist when it does not within the seconds.

    What it has started ends with it: a server that is asked before it has begun leaves its workers.
    """
    process.terminate()
    with suppress(KeyboardInterrupt):
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def collect_seldom() -> None:
    """Look for unreachable cycles seldom, in servers and commands: reference counts free the rest.

    By default Python looks after every 700 new objects, and all that was imported is looked
    through again and again.
    """
    gc.freeze()
    gc.set_threshold(200_000, 20, 20)
