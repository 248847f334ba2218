"""Look for secrets in a tree of files: a program of its own, which can be ended when it takes long.

Run as `python -P secrets_scan.py TREE`: one JSON line a finding, `[path, line, kind]`, never the secret.
It asks no server whether a secret is a working one.
"""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
from detect_secrets.core.scan import scan_file
from detect_secrets.settings import get_settings

MOST_BYTES = 1_000_000  # of a file: generated ones are larger than written ones
LONGEST_LINE = 5_000
#: Other people's code, and files full of sums that look like keys.
NOT_WRITTEN = {".git", "node_modules", "vendor", "bower_components", ".venv", "dist", "build"}
GENERATED = (".min.js", ".min.css", ".map", ".lock", "-lock.json", ".sum", ".svg", ".ipynb")


def files_of(tree: Path) -> Iterator[Path]:
    """Yield the files that somebody wrote; never through a link."""
    for place, folders, names in os.walk(tree):
        folders[:] = sorted(each for each in folders if each not in NOT_WRITTEN)
        for path in (Path(place, name) for name in sorted(names)):
            if path.name.endswith(GENERATED) or path.is_symlink() or not path.is_file():
                continue
            if path.stat().st_size <= MOST_BYTES and _is_written(path):
                yield path


def _is_written(path: Path) -> bool:
    content = path.read_bytes()
    return b"\0" not in content and all(len(line) <= LONGEST_LINE for line in content.splitlines())


def main(tree: Path) -> None:
    """Print what is found."""
    # What looks random is mostly a sum, what looks like an address is mostly one: too much noise.
    noisy = {"Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector"}
    plugins = {each.__name__ for each in get_mapping_from_secret_type_to_class().values()} - noisy
    get_settings().configure_plugins([{"name": name} for name in sorted(plugins)])
    # Whoever left a secret does not decide that nobody sees it.
    get_settings().disable_filters("detect_secrets.filters.allowlist.is_line_allowlisted")
    for path in files_of(tree):
        shown = os.fsencode(path.relative_to(tree)).decode(errors="replace")  # it need not be UTF-8
        seen = set()
        for secret in scan_file(str(path)):
            finding = (shown, secret.line_number, secret.type)
            if finding not in seen:
                seen.add(finding)
                print(json.dumps(finding), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
