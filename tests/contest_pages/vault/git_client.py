"""The real git client, and a server of this test's that it speaks to.

The server answers in the test's own thread, while the client runs: so it sees what the test has
made, and everything is rolled back as ever.
"""

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test.testcases import QuietWSGIRequestHandler

SECONDS = 60


@dataclass(frozen=True)
class Ended:
    """How a run of git ended, and what it printed."""

    code: int
    said: str


class Machine:
    """Somebody's machine with git on it, and the site in its reach."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._server = WSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
        self._server.set_app(WSGIHandler())
        self._server.timeout = 0.02
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)  # the test's own, in a transaction
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Serve no more."""
        self._server.server_close()
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)

    def url(self, slug: str, secret: str = "") -> str:
        """Return the address of a repository, with a token in it."""
        host = urlsplit(self.address).netloc
        return f"http://{f'me:{secret}@' if secret else ''}{host}/git/{slug}.git"

    def git(self, *arguments: str, at: Path | None = None, **environ: str) -> Ended:
        """Run git, and serve what it asks for."""
        known = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "core.compression",  # what is large here does not get smaller
            "GIT_CONFIG_VALUE_0": "0",
            "GIT_AUTHOR_NAME": "개발자",
            "GIT_AUTHOR_EMAIL": "dev@example.org",
            "GIT_COMMITTER_NAME": "개발자",
            "GIT_COMMITTER_EMAIL": "dev@example.org",
            **environ,
        }
        with tempfile.TemporaryFile() as said:
            process = subprocess.Popen(  # noqa: S603  (words of our own tests)
                ["git", *arguments],  # noqa: S607  (whichever is here)
                cwd=at or self.folder,
                env=known,
                stdout=said,
                stderr=said,
            )
            until = time.monotonic() + SECONDS
            while process.poll() is None:
                self._server.handle_request()
                if time.monotonic() > until:
                    process.kill()
                    raise TimeoutError(arguments)
            said.seek(0)
            return Ended(process.returncode, said.read().decode(errors="replace"))

    def project(self, name: str = "project", **files: str | bytes) -> Path:
        """Make a repository with one commit of these files; a dot is written as `__`."""
        folder = self.folder / name
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main", at=folder)
        self.commit(folder, **(files or {"README__md": "# 따릉이 길잡이\n"}))
        return folder

    def commit(self, folder: Path, message: str = "Begin", **files: str | bytes) -> None:
        """Commit these files."""
        for name, content in files.items():
            path = folder / name.replace("__", ".")
            if isinstance(content, str):
                content = content.encode()
            path.write_bytes(content)
        self.git("add", "--all", at=folder)
        self.git("commit", "--quiet", "-m", message, at=folder)
