"""The site of a rehearsal: a server and a worker on a database and in a folder of their own."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import requests
from django.conf import settings
from django.core.management.base import CommandError

from cms import processes
from home.rehearsal.staff import PASSWORD_IN

START_SECONDS = 120
STOP_SECONDS = 15
MAIL_SECONDS = 120
#: All that the site learns of where it is started: no bucket, mirror or mail server of another one.
KEPT = ("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH")


def environment_of(folder: Path, base: str, database_url: str, password: str) -> dict[str, str]:
    """Return all that a rehearsal's site is told, and so its worker and its commands."""
    return {name: os.environ[name] for name in KEPT if name in os.environ} | {
        PASSWORD_IN: password,
        "DJANGO_SETTINGS_MODULE": "settings.rehearsal",
        "VAR_DIR": str(folder),
        "BASE_URL": base,
        # One for both of the server's processes, and room for everybody's session.
        "CACHE_URL": f"filecache://{folder / 'cache'}?max_entries=10000",
        "DATABASE_URL": database_url or f"sqlite:///{folder / 'madang.sqlite3'}",
    }


@dataclass(frozen=True)
class Site:
    """A running site: its address, its folder, what its commands need to know."""

    base: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str) -> str:
        """Run a management command there; return what it printed, or raise what it complained of."""
        done = subprocess.run(  # noqa: S603  (our own)
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise CommandError(done.stderr.strip().removeprefix("CommandError: "))
        return done.stdout


@contextmanager
def serving(folder: Path, database_url: str, password: str) -> Iterator[Site]:
    """Serve a site that has staff and nothing else, with a worker, until the caller is done.

    `database_url` names an empty database; without one there is a new SQLite file in `folder`.
    """
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://127.0.0.1:{port}"
    environment = environment_of(folder, base, database_url, password)
    site = Site(base, folder, environment)
    running = []
    try:
        with (folder / "server.log").open("w") as log:

            def start(*command: str) -> None:
                running.append(
                    subprocess.Popen(  # noqa: S603  (our own)
                        [sys.executable, *command],
                        cwd=settings.BASE_DIR,
                        env=environment,
                        stdout=log,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                )

            # The server asks the database nothing while it starts: meanwhile the tables are made.
            granian = ("-m", "granian", "--interface", "wsgi", "--port", str(port))
            # One request at a time in each: several in one process only make each other, and who
            # waits for the lock that one of them holds, wait longer.
            start(
                *granian, "--workers", "2", "--blocking-threads", "1", "settings.wsgi:application"
            )
            site.manage("rehearsal_staff")
            start("manage.py", "work")
        _wait_for(site)
        yield site
    finally:
        for process in reversed(running):
            processes.stop(process, STOP_SECONDS)


def _wait_for(site: Site) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            if requests.get(f"{site.base}/readyz", timeout=5).ok:
                return
        except requests.ConnectionError:
            pass
        time.sleep(0.2)
    raise RuntimeError((site.folder / "server.log").read_text()[-4000:])


class Letters:
    """The mails that the site has sent, each read once from the folder where it keeps them."""

    def __init__(self, folder: Path):
        self.folder = folder / "mail"
        self.lock = threading.Lock()
        self.read: set[str] = set()
        self.kept: dict[str, list[str]] = {}
        self.followed: set[str] = set()

    def look(self) -> None:
        """Read what has come since. Threads wait for each other."""
        if not self.folder.exists():
            return
        with self.lock:
            for name in sorted({each.name for each in os.scandir(self.folder)} - self.read):
                if name.endswith(".eml"):
                    content = (self.folder / name).read_bytes()
                    message = message_from_bytes(content, policy=policy.default)
                    self.kept.setdefault(message["To"], []).append(message.get_content())
                    self.read.add(name)

    def link(self, address: str, part: str) -> str:
        """Return the newest link with `part` that was mailed to an address; wait for it.

        Each is followed once: the next mail of the kind may still be on its way.
        """
        until = time.monotonic() + MAIL_SECONDS
        while time.monotonic() < until:
            for text in reversed(self.kept.get(address, [])):
                for word in text.split():
                    if word.startswith("http") and part in word and word not in self.followed:
                        self.followed.add(word)
                        return word
            self.look()
            time.sleep(0.2)
        raise RuntimeError(f"No mail with a link to …{part}… has come to {address}.")
