"""The database after its migrations: made once for all that starts from an empty site.

Running some 250 migrations takes longer than most of what is tested.
"""

import fcntl
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: Where a process that a test starts finds it.
VARIABLE = "MIGRATED_DATABASE"


def migrated(shared: Path) -> Path:
    """Return an SQLite database to copy; the first worker to ask makes it in `shared`."""
    if made := os.environ.get(VARIABLE):
        return Path(made)
    file = shared / "migrated" / "madang.sqlite3"
    with (shared / "migrated.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.parent.exists():
            making = shared / "migrating"
            making.mkdir()
            kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity=0"],
                cwd=ROOT,
                env=kept | {"VAR_DIR": str(making), "DJANGO_SETTINGS_MODULE": "settings.dev"},
                check=True,
            )
            making.rename(file.parent)
    os.environ[VARIABLE] = str(file)
    return file
