"""Running git: without a shell, in an environment of its own, for a while and no longer.

Nothing of this machine's configuration or of a person's home is asked, and a repository's own is
what we made it: what git is to do stands in CONFIG. No hook is ever run.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

#: Settings of every run; a run adds its own.
CONFIG = {
    "core.hooksPath": os.devnull,
    "core.attributesFile": os.devnull,
    "core.bigFileThreshold": "8m",
    "core.autocrlf": "false",
    "core.symlinks": "false",
    "core.protectNTFS": "true",
    "core.protectHFS": "true",
    "advice.detachedHead": "false",
    "init.defaultBranch": "main",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "pack.threads": "1",
    "pack.windowMemory": "64m",
    "pack.deltaCacheSize": "32m",
    "receive.autogc": "false",
    "receive.fsckObjects": "true",
    "receive.unpackLimit": "1",
    "transfer.advertiseSID": "false",
    "protocol.allow": "never",
}
#: How folders begin in which git, and we, keep what has not been taken yet.
INCOMING = "tmp_objdir-incoming-"
QUICK, SLOW = 20, 900  # seconds
MOST_OUTPUT = 8 * 1024 * 1024
#: How long a process that is asked to end may clear up after itself.
GRACE_SECONDS = 2


class GitFailed(Exception):
    """Git ended with an error; the message is what it complained of, `said` what it said before."""

    def __init__(self, message: str, said: bytes = b""):
        super().__init__(message)
        self.said = said


class TooMuch(GitFailed):
    """Git said more than was asked for, or took longer than it may."""


def environment(at: Path | None, config: Mapping[str, str], **more: str) -> dict[str, str]:
    """Return the environment of a run: nothing of ours but where programs are."""
    settled = CONFIG | config
    if at is not None:
        # The folder may belong to another user, as on a shared disk; no other folder is trusted.
        settled["safe.directory"] = str(at)
    named = {"GIT_CONFIG_COUNT": str(len(settled))}
    for number, (key, value) in enumerate(settled.items()):
        named[f"GIT_CONFIG_KEY_{number}"] = key
        named[f"GIT_CONFIG_VALUE_{number}"] = value
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "LANG": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        **named,
        **({"GIT_DIR": str(at)} if at else {}),
        **more,
    }


@contextmanager
def running(
    *arguments: str,
    at: Path | None = None,
    seconds: float = QUICK,
    config: Mapping[str, str] | None = None,
    environ: Mapping[str, str] | None = None,
    stdin: int = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen]:
    """Run `git …` with its output to be read, and end it and its children on leaving.

    Its time is up after `seconds`: then its output ends, as if it had died.
    """
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(  # noqa: S603  (no shell; arguments are ours or after `--`)
            [shutil.which("git") or "git", *arguments],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=at or "/",
            env=environment(at, config or {}, **(environ or {})),
            start_new_session=True,
        )
        process.complaints = complaints
        watch = Timer(seconds, _end, [process])
        watch.daemon = True
        watch.start()
        try:
            yield process
        finally:
            watch.cancel()
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    with suppress(OSError):
                        pipe.close()
            if process.poll() is None:
                _end(process)


def _end(process: subprocess.Popen) -> None:
    """Ask a process and its children to end, so that they clear up; then make them."""
    for each in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, each)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)


def complaint_of(process: subprocess.Popen) -> str:
    """Return the end of what a process complained of."""
    process.complaints.seek(0)
    return process.complaints.read(1024 * 1024).decode(errors="replace").strip()[-2000:]


def run(*arguments: str, most: int = MOST_OUTPUT, given: bytes = b"", **how) -> bytes:
    """Return what `git …` says; `given` (a pipe's fill at most) is what it is told.

    Raises GitFailed where it ends with an error, TooMuch where it says more than `most` bytes.
    """
    with running(*arguments, stdin=subprocess.PIPE if given else subprocess.DEVNULL, **how) as git:
        if given:
            with suppress(BrokenPipeError):
                git.stdin.write(given)
                git.stdin.close()
        said = git.stdout.read(most + 1)
        if len(said) > most:
            raise TooMuch(arguments[0])
        if git.wait() < 0:
            raise TooMuch(arguments[0])
        if git.returncode:
            raise GitFailed(complaint_of(git) or arguments[0], said)
    return said


def line(*arguments: str, **how) -> str:
    """Return the one line that `git …` says."""
    return run(*arguments, **how).decode(errors="replace").strip()


def size_of(folder: Path) -> int:
    """Return how many bytes the files below a folder have; what is still coming in is not counted."""
    total = 0
    for place, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if not each.startswith(INCOMING)]
        for name in files:
            with suppress(FileNotFoundError):
                total += (Path(place) / name).lstat().st_size
    return total
