"""A repository of a test's own, and a web server that lets everybody clone it with real git."""

import gzip
import os
import subprocess
from pathlib import Path

from tests.web_server import Answering, WebServer

_CLEAN = {
    "PATH": os.environ["PATH"],
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    **{
        f"GIT_{who}_{what}": value
        for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "Team"), ("EMAIL", "team@example.org"))
    },
}


def git(*arguments: str, at: Path, given: bytes | None = None, **environ: str) -> bytes:
    """Run git, with nothing of this machine's configuration."""
    done = subprocess.run(  # noqa: S603  (a test's own arguments)
        ["git", *arguments],  # noqa: S607  (the one that is installed)
        cwd=at,
        input=given,
        env=_CLEAN | environ,
        capture_output=True,
        check=True,
    )
    return done.stdout


def repository(at: Path, **files: str | bytes) -> Path:
    """A repository with two commits; the files are in the second."""
    at.mkdir(parents=True)
    git("init", "--quiet", "--initial-branch=main", at=at)
    git("commit", "--quiet", "--allow-empty", "-m", "first", at=at)
    for name, content in files.items():
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    git("add", "--all", at=at)
    git("commit", "--quiet", "--allow-empty", "-m", "second", at=at)
    return at


def serve(web: WebServer, path: str, at: Path) -> str:
    """Let everybody clone a repository from a path of a server; return its address."""

    def advertise(request: Answering) -> None:
        protocol = request.headers.get("Git-Protocol", "")
        refs = git("upload-pack", "--http-backend-info-refs", ".", at=at, GIT_PROTOCOL=protocol)
        start = b"" if protocol else b"001e# service=git-upload-pack\n0000"
        _answer(request, "advertisement", start + refs)

    def send(request: Answering) -> None:
        protocol = request.headers.get("Git-Protocol", "")
        packed = request.headers.get("Content-Encoding") == "gzip"
        asked = gzip.decompress(request.body) if packed else request.body
        said = git("upload-pack", "--stateless-rpc", ".", at=at, given=asked, GIT_PROTOCOL=protocol)
        _answer(request, "result", said)

    web.answers |= {f"{path}/info/refs": advertise, f"{path}/git-upload-pack": send}
    return web.url(path)


def _answer(request: Answering, kind: str, body: bytes) -> None:
    request.answer(200, body, Content_Type=f"application/x-git-upload-pack-{kind}")
