"""Pushing and cloning a repository through the site: `python -m bench.vault`.

A granian process of its own on a database and folder of its own; the real git client pushes a
repository of files that do not compress and clones it again. Prints seconds and the peak memory of
the web process (git's own not counted), beside `git push` and `git clone` with `file://`; exit
status 1 where what is cloned differs, or where the web process grows by more than MOST_GROWN.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

MEGABYTE = 1024 * 1024
#: Streaming in pieces takes a few megabytes whatever comes, in bytes.
MOST_GROWN = 40 * MEGABYTE
START_SECONDS = 60
#: Run in a process of its own: makes an entry, and prints its address and a token.
MAKE = """
import json
from contest_pages.vault import actions, queries
from tests.factories import draft_entry, leader_of
entry = draft_entry()
repository = actions.make(queries.of_entry(entry))
token, secret = actions.make_token(name="bench", scope="write", days=7, by=leader_of(entry))
print(json.dumps({"slug": repository.slug, "secret": secret}))
"""


def known(folder: Path) -> dict[str, str]:
    """Return the environment of the site."""
    names = {"DATABASE_URL"}
    kept = {name: value for name, value in os.environ.items() if name not in names}
    return kept | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "settings.dev"}


def site(folder: Path) -> dict[str, str]:
    """Make a database with an entry in it."""
    from tests.database import migrated

    folder.mkdir()
    shutil.copy(migrated(folder.parent), folder / "madang.sqlite3")
    made = subprocess.run(  # noqa: S603  (our own)
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", MAKE],
        env=known(folder),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(made.stdout.splitlines()[-1])


def served(folder: Path, port: int) -> subprocess.Popen:
    """Start the web process, and return when it answers."""
    server = subprocess.Popen(  # noqa: S603  (our own)
        [
            str(Path(sys.executable).with_name("granian")),
            "--interface=wsgi",
            "--workers=1",
            f"--port={port}",
            "--no-ws",
            "--log-level=error",
            "settings.wsgi:application",
        ],
        env=known(folder),
    )
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5)
            return server
        except (urllib.error.URLError, ConnectionError):
            if server.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)


def memory_of(server: subprocess.Popen) -> int:
    """Return the largest peak, in bytes, of the web process and its worker."""
    peaks = [0]
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            facts = dict(
                line.split(":", 1) for line in status.read_text().splitlines() if ":" in line
            )
        except (FileNotFoundError, ProcessLookupError):
            continue
        mine = server.pid in (int(status.parent.name), int(facts["PPid"]))
        if mine and not facts["Name"].strip().startswith("git") and "VmHWM" in facts:
            peaks.append(int(facts["VmHWM"].split()[0]) * 1024)
    return max(peaks)


def git(*arguments: str, at: Path) -> float:
    """Run git; return how many seconds it took."""
    quiet = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull}
    person = {
        f"GIT_{who}_{what}": "bench@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    environ = {"PATH": os.environ["PATH"], "HOME": str(at), "GIT_TERMINAL_PROMPT": "0"}
    began = time.perf_counter()
    subprocess.run(["git", *arguments], cwd=at, env=environ | quiet | person, check=True)  # noqa: S603, S607
    return time.perf_counter() - began


def project(folder: Path, megabytes: int) -> Path:
    """Make a repository with files of a megabyte each that do not compress."""
    folder.mkdir()
    git("init", "--quiet", "--initial-branch=main", at=folder)
    for name in ("core.compression", "pack.window"):
        git("config", name, "0", at=folder)  # what is measured is the way, not the client
    for number in range(megabytes):
        (folder / f"{number:04}.bin").write_bytes(os.urandom(MEGABYTE))
    git("add", ".", at=folder)
    git("commit", "--quiet", "-m", "All", at=folder)
    return folder


def measure(folder: Path, megabytes: int) -> dict[str, float]:
    """Push and clone both ways."""
    made, files = site(folder / "site"), project(folder / "project", megabytes)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    server = served(folder / "site", port)
    try:
        url = f"http://me:{made['secret']}@127.0.0.1:{port}/git/{made['slug']}.git"
        git("ls-remote", "--quiet", url, at=folder)
        before = memory_of(server)
        pushed = git("push", "--quiet", url, "main", at=files)
        after_push = memory_of(server)
        cloned = git("clone", "--quiet", url, "copy", at=folder)
        peak = memory_of(server)
    finally:
        server.terminate()
        server.wait(30)
    git("init", "--bare", "--quiet", "--initial-branch=main", "plain.git", at=folder)
    plain = f"file://{folder}/plain.git"
    same = all(
        (folder / "copy" / each.name).read_bytes() == each.read_bytes()
        for each in files.glob("*.bin")
    )
    return {
        "megabytes": megabytes,
        "push, seconds": pushed,
        "push, file://": git("push", "--quiet", plain, "main", at=files),
        "clone, seconds": cloned,
        "clone, file://": git("clone", "--quiet", plain, "plain", at=folder),
        "web process, MB": before / MEGABYTE,
        "after the push": after_push / MEGABYTE,
        "peak, MB": peak / MEGABYTE,
        "grown, MB": (peak - before) / MEGABYTE,
        "files wrong": 0 if same else 1,
    }


def main() -> int:
    """Read the options, measure, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, default=100)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), options.megabytes)
    for name, value in figures.items():
        print(f"{name:18} {value:.1f}")
    for act in ("push", "clone"):
        ratio = figures[f"{act}, seconds"] / figures[f"{act}, file://"]
        print(f"{f'{act}, ratio':18} {ratio:.2f}")
    return int(figures["files wrong"] or figures["grown, MB"] * MEGABYTE > MOST_GROWN)


if __name__ == "__main__":
    sys.exit(main())
