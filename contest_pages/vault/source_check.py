"""Is a tree of files open source that others can use? Reported, never imposed.

What is found are facts, kept as JSON; what is said of them is made when somebody reads them, in the
reader's language.
"""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from cms import licences
from contest_pages.vault import licence_texts

SECONDS = 60
MOST_FILES = 50_000
MOST_SHOWN = 50  # of secrets, binaries and large files each
LARGE = 10 * 1024 * 1024
MOST_LICENCES = 20
MOST_LICENCE_BYTES = 200_000
_LICENCE_NAMES = ("licence", "license", "copying", "unlicense")
_MEDIA = {
    *("png", "jpg", "jpeg", "gif", "webp", "avif", "ico", "icns", "bmp", "svg", "pdf"),
    *("woff", "woff2", "ttf", "otf", "eot", "mp3", "mp4", "m4a", "ogg", "wav", "webm"),
}


class Secret(NamedTuple):
    """Where a secret was left, and of what kind; never the secret itself."""

    path: str
    line: int
    kind: str


class FileFound(NamedTuple):
    """A file that stands out, and its size in bytes."""

    path: str
    size: int


@dataclass(frozen=True)
class Report:
    """What is in a tree. Lists are cut at MOST_SHOWN; the counts are not."""

    claimed: str = ""
    licence_files: list[str] = field(default_factory=list)
    found: list[str] = field(
        default_factory=list
    )  # SPDX identifiers, of GPL and its like the family
    changed: bool = False
    readme: str = ""
    files: int = 0
    size: int = 0
    secrets: list[Secret] = field(default_factory=list)
    secret_count: int = 0
    binaries: list[FileFound] = field(default_factory=list)
    binary_count: int = 0
    large: list[FileFound] = field(default_factory=list)
    large_count: int = 0
    complete: bool = True  # False: time was up before everything was looked at

    def as_json(self) -> dict:
        """Return it as it is kept."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict) -> "Report":
        """Read what was kept."""
        rows = {"secrets": Secret, "binaries": FileFound, "large": FileFound}
        return cls(
            **{
                key: [rows[key](*row) for row in value] if key in rows else value
                for key, value in kept.items()
            }
        )

    @property
    def is_open(self) -> bool:
        """Whether everything that was found is approved by the Open Source Initiative."""
        return bool(self.found) and not self.changed and all(map(_is_open, self.found))

    @property
    def agrees(self) -> bool:
        """Whether the licence that was found is the one that is claimed."""
        return licence_texts.agree(self.found, self.claimed)


def check(tree: Path, *, licence: str, seconds: float = SECONDS) -> Report:
    """Look through a tree of files, which may be anybody's; follows no link, asks no network."""
    begun = time.monotonic()
    report = look_at(tree, licence=licence, seconds=seconds / 2)
    secrets, scanned = _secrets(tree, seconds - (time.monotonic() - begun))
    return replace(
        report,
        secrets=secrets[:MOST_SHOWN],
        secret_count=len(secrets),
        complete=report.complete and scanned,
    )


def look_at(tree: Path, *, licence: str, seconds: float = SECONDS) -> Report:
    """Say what kinds of files there are, secrets apart: these a program of its own looks for."""
    counted = _Counting(tree)
    finished = counted.run(until=time.monotonic() + seconds)
    return Report(
        claimed=licence,
        **counted.licence(),
        readme=counted.readme,
        files=counted.files,
        size=counted.size,
        binaries=counted.binaries[:MOST_SHOWN],
        binary_count=len(counted.binaries),
        large=counted.large[:MOST_SHOWN],
        large_count=len(counted.large),
        complete=finished,
    )


def _is_open(identifier: str) -> bool:
    return any(map(licences.is_open, (identifier, f"{identifier}-only")))


def _shown(path: Path) -> str:
    """Return a path as it can be kept and shown: a name need not be UTF-8."""
    return os.fsencode(path).decode(errors="replace")


class _Counting:
    """One walk through a tree."""

    def __init__(self, tree: Path):
        self.tree = tree
        self.files = self.size = 0
        self.readme = ""
        self.licence_files: list[Path] = []
        self.binaries: list[FileFound] = []
        self.large: list[FileFound] = []

    def run(self, until: float) -> bool:
        """Look at each file; whether that came to its end."""
        for place, folders, names in os.walk(self.tree):
            folders[:] = sorted(each for each in folders if each != ".git")
            for name in sorted(names):
                if self.files >= MOST_FILES or time.monotonic() > until:
                    return False
                path = Path(place, name)
                if path.is_file() and not path.is_symlink():
                    self._look_at(path)
        return True

    def _look_at(self, path: Path) -> None:
        size, shown = path.lstat().st_size, _shown(path.relative_to(self.tree))
        self.files += 1
        self.size += size
        if size > LARGE:
            self.large.append(FileFound(shown, size))
        if path.suffix.lower().lstrip(".") not in _MEDIA and _is_binary(path):
            self.binaries.append(FileFound(shown, size))
        top, name = path.parent == self.tree, path.name.lower()
        if top and name.startswith("readme"):
            self.readme = self.readme or shown
        is_licence = top and name.split(".")[0].split("-")[0] in _LICENCE_NAMES
        if (is_licence or path.parent == self.tree / "LICENSES") and size <= MOST_LICENCE_BYTES:
            self.licence_files.append(path)

    def licence(self) -> dict:
        """Say which licences the licence files are."""
        found, changed = [], False
        files = self.licence_files[:MOST_LICENCES]
        for path in files:
            text = path.read_text("utf-8", errors="replace")
            recognised = licence_texts.recognise(text)
            found += recognised.identifiers
            changed |= recognised.changed
        return {
            "licence_files": [_shown(path.relative_to(self.tree)) for path in files],
            "found": list(dict.fromkeys(found)),
            "changed": changed,
        }


def _is_binary(path: Path) -> bool:
    with path.open("rb") as file:
        return b"\0" in file.read(8192)


def _secrets(tree: Path, seconds: float) -> tuple[list[Secret], bool]:
    """Return what the scanner found, and whether it came to its end."""
    scanner = Path(__file__).with_name("secrets_scan.py")
    process = subprocess.Popen(  # noqa: S603  (our own program, our own argument)
        [sys.executable, "-P", str(scanner), str(tree)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
        start_new_session=True,
    )
    ended = True
    try:
        said, _nothing = process.communicate(timeout=max(seconds, 1))
    except subprocess.TimeoutExpired:
        ended = False
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        said, _nothing = process.communicate()
    found = [Secret(*json.loads(line)) for line in said.splitlines() if line.endswith(b"]")]
    return found, ended and process.returncode == 0
