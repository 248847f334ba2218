"""How long `make run` takes on a fresh clone, with no package at hand, and how long the next time.

`python -m tests.fresh_clone FILE` writes the seconds there.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 900  # seconds


def main(file: Path) -> None:
    """Clone what is committed, start it twice, write how long that took."""
    with tempfile.TemporaryDirectory() as place:
        clone = Path(place) / "madang"
        subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)  # noqa: S603, S607
        took = {name: seconds_to_start(clone) for name in ("first", "second")}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(took))
    print(took)


def seconds_to_start(clone: Path) -> float:
    """Run the site until its home page is there; return the seconds that took."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    began = time.monotonic()
    running = subprocess.Popen(  # noqa: S603
        ["make", "run", f"PORT={port}"],  # noqa: S607
        cwd=clone,
        env=environment(),
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/", running)
        return round(time.monotonic() - began, 1)
    finally:
        os.killpg(running.pid, signal.SIGTERM)  # what runs in the background may not hear SIGINT
        running.wait(60)


def environment() -> dict[str, str]:
    """Return what a stranger's shell has; how pip reaches its mirror, but nothing that it kept."""
    kept = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    kept |= {name: os.environ[name] for name in ("HOME", "LANG", "PATH") if name in os.environ}
    return kept | {"PIP_NO_CACHE_DIR": "1"}


def wait_for(address: str, running: subprocess.Popen) -> None:
    """Return when an address answers; raise RuntimeError when it will not."""
    until = time.monotonic() + PATIENCE
    while running.poll() is None and time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE)  # noqa: S310  (ours)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError("The site did not start.")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
