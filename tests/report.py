"""`pytest --report=FOLDER`: writes there what the tests measured, for people to read."""

import json
import os
import platform
import subprocess
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.page_types import ANYONE

KINDS = {"tests/browser/": "browser", "tests/services/": "real servers"}
FRESH_CLONE, SCREENSHOTS = "fresh-clone.json", "screenshots"
OUTCOMES = ("passed", "failed", "skipped")


class Report:
    """Gathers what tests recorded with `record_property`, and writes it when they have run."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.began = time.monotonic()
        self.outcomes: dict[str, Counter] = defaultdict(Counter)
        self.seconds: Counter = Counter()
        self.statements: dict[str, dict[str, dict]] = defaultdict(dict)
        self.visits: dict[str, dict[str, dict]] = defaultdict(dict)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count a test and its seconds; keep what it recorded."""
        kind = next((KINDS[place] for place in KINDS if report.nodeid.startswith(place)), "unit")
        self.seconds[kind] += report.duration
        if report.when == "call" or report.outcome != "passed":
            self.outcomes[kind][report.outcome] += 1
        if report.when == "call":
            for name, found in report.user_properties:
                if name == "statements":
                    self.statements[found["page"]][found["visitor"]] = found
                elif name == "visit":
                    self.visits[found["page"]][found["language"]] = found

    def pytest_sessionfinish(self) -> None:
        """Write the report."""
        sections = {
            "Figures": self.circumstances(),
            "`make run` on a fresh clone": self.starts(),
            "Tests": self.tests(),
            "SQL statements with 10 of everything and with 1,000": self.costs(),
            "Weight of a page in kB, before compression": self.weights(),
            "Barriers that axe-core found": self.barriers(),
            "Screenshots": self.screenshots(),
        }
        text = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections.items())
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "index.md").write_text(f"{text}\n")

    def circumstances(self) -> str:
        """Say what was measured, on what, and how busy it was."""
        commit = subprocess.run(
            ["git", "log", "-1", "--format=%h of %cs"],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        return (
            f"Commit {commit}, Python {platform.python_version()}, {os.cpu_count()} cores; "
            f"in the last 15 minutes {os.getloadavg()[2]:.1f} processes wanted one."
        )

    def starts(self) -> str:
        """Say how long the first and the second start took (tests.fresh_clone)."""
        file = self.folder / FRESH_CLONE
        if not file.exists():
            return "Not measured: `make report` does."
        rows = json.loads(file.read_text()).items()
        return table(["start", "seconds until the home page is there"], rows)

    def tests(self) -> str:
        """Count tests by kind, and add up their seconds."""
        rows = [
            [kind, *(self.outcomes[kind][outcome] for outcome in OUTCOMES), round(seconds)]
            for kind, seconds in self.seconds.items()
        ]
        together = round(time.monotonic() - self.began)
        return (
            table(["kind", *OUTCOMES, "seconds"], rows) + f"\n\nOn the clock: {together} seconds."
        )

    def costs(self) -> str:
        """Tell the statements of visitors without an account and of those with one."""
        rows = []
        for page, of_visitor in self.statements.items():
            with_account = next((of_visitor[each] for each in of_visitor if each != ANYONE), None)
            both = (of_visitor.get(ANYONE), with_account)
            rows.append(
                [page, *(each[n] if each else "–" for each in both for n in ("few", "many"))]
            )
        return table(["page", "anyone, 10", "1,000", "signed in, 10", "1,000"], rows)

    def weights(self) -> str:
        """Tell what each page made the browser load, by kind."""
        weights = {
            page: found["ko"]["weight"] for page, found in self.visits.items() if "ko" in found
        }
        kinds = list(next(iter(weights.values()), []))
        rows = [
            [page, *(f"{weight[kind] / 1000:.1f}" for kind in kinds)]
            for page, weight in weights.items()
        ]
        return table(["page", *kinds], rows)

    def barriers(self) -> str:
        """Tell how many barriers each page has, in each language, theme and width."""
        rows, looks = [], {}
        for page, found in self.visits.items():
            row = {
                f"{language} {look}": count
                for language in found
                for look, count in found[language]["barriers"].items()
            }
            looks |= row
            rows.append((page, row))
        return table(
            ["page", *looks],
            ([page, *(row.get(each, "–") for each in looks)] for page, row in rows),
        )

    def screenshots(self) -> str:
        """Link to the drawings of each page."""
        files = sorted((self.folder / SCREENSHOTS).glob("*.png"))
        return "\n".join(f"- [{file.stem}]({SCREENSHOTS}/{file.name})" for file in files)


def table(head: list[str], rows: Iterable[Iterable]) -> str:
    """Write a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)
