"""Hold a whole contest on a throw-away site and see that nothing is lost."""

import json
import os
import secrets
import tempfile
import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from home.rehearsal.run import Rehearsal
from home.rehearsal.server import serving

#: In this variable of the environment stands an empty database to be used in place of a new file.
DATABASE_IN = "REHEARSAL_DATABASE_URL"
#: Fewer could not fill the fourteen places of the preset's prizes.
FEWEST_ENTRIES = 14


class Command(BaseCommand):
    """Starts a server of its own; nothing of the site on which it is called is touched."""

    help = "Rehearse a whole contest over HTTP against a server on a throw-away database."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Take the size of the contest, as the one of 2018 had it, and a file for the figures."""
        parser.add_argument("--entries", type=int, default=208)
        parser.add_argument("--panel", type=int, default=1390)
        parser.add_argument("--judges", type=int, default=10)
        parser.add_argument("--json", type=Path, help="write the figures there")

    def handle(self, *args, entries: int, panel: int, judges: int, **options) -> None:
        """Rehearse, print the table, and fail where a figure is not conserved."""
        if entries < FEWEST_ENTRIES or panel < 1 or judges < 3:
            raise CommandError(f"At least {FEWEST_ENTRIES} entries, 3 judges and 1 panel member.")
        database_url = os.environ.get(DATABASE_IN, "")
        began, password = time.monotonic(), secrets.token_urlsafe(12)
        call_command("catalogue", "--compile", stdout=StringIO())  # people read Korean
        with (
            tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder,
            serving(Path(folder), database_url, password) as site,
        ):
            rehearsal = Rehearsal(site, password, entries, panel, judges, say=self.stdout.write)
            try:
                rehearsal.run()
            except Exception as error:  # the figures so far say how far it went
                rehearsal.figures.complain(error)
        seconds = round(time.monotonic() - began, 1)
        self.report(rehearsal, seconds, options["json"])

    def report(self, rehearsal: Rehearsal, seconds: float, file: Path | None) -> None:
        """Print and write what was measured; exit with 1 where something was lost."""
        figures = rehearsal.figures
        wrong = rehearsal.lost()
        result = {
            "requests": figures.requests,
            "errors": len(figures.errors),
            "seconds": seconds,
            "steps": figures.steps(),
            "conserved": rehearsal.conserved,
        }
        if file:
            file.write_text(json.dumps(result, ensure_ascii=False, indent=1))
        self.stdout.write(f"{'step':22}{'requests':>9}{'errors':>8}{'p50 ms':>10}{'p95 ms':>10}")
        for step, row in figures.steps().items():
            counts = f"{row['count']:>9}{row['errors']:>8}"
            self.stdout.write(f"{step:22}{counts}{row['p50_ms']:>10}{row['p95_ms']:>10}")
        self.stdout.write(f"{'in all':22}{figures.requests:>9}{len(figures.errors):>8}")
        self.stdout.write(f"\n{seconds} s")
        for name, number in rehearsal.conserved.items():
            self.stdout.write(f"{name:22}{number:>12,}")
        for step, error in figures.errors[:20]:
            self.stderr.write(f"{step}: {error}")
        if figures.errors or wrong:
            for sentence in wrong:
                self.stderr.write(sentence)
            raise SystemExit(1)
        self.stdout.write("Nothing was lost.")
