"""The site in a process and a folder of its own, as `make run` has it."""

import fcntl
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running site: its base address, and the folder with its database, files, mail and log."""

    address: str
    folder: Path

    def sql(self, statement: str, *values) -> list[tuple]:
        """Say something to the site's database: that time has passed, above all."""
        with closing(sqlite3.connect(self.folder / "madang.sqlite3")) as database, database:
            return database.execute(statement, values).fetchall()


def prepare(shared: Path, mine: Path, migrated: Path) -> None:
    """Fill the folder `mine` with the demonstration, which is built once in `shared`.

    Several workers ask at the same time: the first builds, on a copy of the database `migrated`,
    the others wait and copy.
    """
    built = shared / "demonstration"
    with (shared / "demonstration.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not built.exists():
            building = shared / "building"
            building.mkdir()
            shutil.copy(migrated, building / migrated.name)
            manage(building, "demo", "--verbosity=0")
            building.rename(built)
    shutil.copytree(built, mine)


@contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """Serve what is in a folder until the caller is done."""
    port = _free_port()
    server = Server(f"http://127.0.0.1:{port}", folder)
    with (folder / "server.log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  (our own command)
            [sys.executable, "manage.py", "runserver", f"127.0.0.1:{port}", "--noreload"],
            cwd=ROOT,
            env=_environment(folder) | {"BASE_URL": server.address},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            process.wait(10)


def _environment(folder: Path) -> dict[str, str]:
    """What a command needs to know; nothing of the settings of whoever runs the tests."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "tests.browser.settings",
        "PYTHONUNBUFFERED": "1",
        "VAR_DIR": str(folder),
    }


def manage(folder: Path, *command: str) -> None:
    """Run a management command on a folder."""
    subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "manage.py", *command], cwd=ROOT, env=_environment(folder), check=True
    )


def _free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def _wait_until_ready(server: Server, process: subprocess.Popen) -> None:
    """Return when the site answers; raise RuntimeError with its log when it does not."""
    until = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{server.address}/readyz", timeout=5)  # noqa: S310  (ours)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError((server.folder / "server.log").read_text())
