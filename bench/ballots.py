"""Casting ballots from several processes at once: `python -m bench.ballots`.

On a PostgreSQL of its own, or the one of BENCH_DATABASE_URL, in a test database that it makes and
drops: a panel, entries, members; then each process casts its members' ballots, at a common pace or
as fast as it can. What is measured is the act: a process reads stage and panel once, there is no
page; letters and log lines follow within a minute, in the worker's process.
Prints ballots a minute, p50 and p99 in milliseconds, and what was refused, lost or doubled; exit
status 1 where anything was. A tenth of the members send their ballot twice at the same moment, from
two processes.
"""

import argparse
import multiprocessing
import os
import random
import subprocess
import sys
import time

#: Where it stands the database is there already.
DATABASE_IN = "BENCH_DATABASE_URL"
#: What is asked for: so many ballots a minute.
WANTED = 10_000


def on_a_server_of_its_own() -> int:
    """Start PostgreSQL and measure there, in a process that knows its address from the first."""
    from tests.services.servers import postgresql

    with postgresql() as url:
        known = os.environ | {DATABASE_IN: url}
        again = [sys.executable, "-m", "bench.ballots", *sys.argv[1:]]
        return subprocess.run(again, env=known, check=False).returncode  # noqa: S603  (our own)


if __name__ == "__main__" and DATABASE_IN not in os.environ:
    sys.exit(on_a_server_of_its_own())

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
if url := os.environ.get(DATABASE_IN):
    os.environ["DATABASE_URL"] = url

import django  # noqa: E402  (knows its database from the first)

django.setup()

from django.db import close_old_connections, connection  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.accounts.models import mailbox_of  # noqa: E402
from cms.processes import collect_seldom  # noqa: E402
from contest_pages.entries.models.links import hash_of  # noqa: E402
from contest_pages.models import Stage  # noqa: E402
from contest_pages.voting import actions, queries  # noqa: E402
from contest_pages.voting.models import Ballot, PanelMember, Vote  # noqa: E402
from tests.contest_pages.voting.factories import make_entries, make_panel, make_vote  # noqa: E402

CHOSEN = 3


def make_members(panel, number: int) -> list[PanelMember]:
    """Make members in few statements."""
    now = timezone.now()
    rows = [
        PanelMember(
            panel=panel,
            name=f"평가단 {each}",
            email=f"panel{each}@example.net",
            mailbox=mailbox_of(f"panel{each}@example.net"),
            state=PanelMember.State.SELECTED,
            applied_at=now,
            token_hash=hash_of(str(each)),
            created_at=now,
            expires_at=now,
        )
        for each in range(number)
    ]
    return PanelMember.objects.bulk_create(rows, batch_size=500)


def vote(
    members: list[PanelMember], stage_pk: int, entries: list[int], gap: float, start: float
) -> dict:
    """Cast ballots, one every `gap` seconds; return milliseconds, and failures by their words."""
    close_old_connections()
    collect_seldom()
    stages = Stage.objects.select_related("contest", "round").prefetch_related("contest__rounds")
    stage = stages.get(pk=stage_pk)
    panel = queries.panel_of(stage.contest)
    chance, took, failed = random.Random(members[0].pk), [], []  # noqa: S311  (no secret)
    time.sleep(max(0, start - time.time()))
    for place, member in enumerate(members):
        time.sleep(max(0, start + place * gap - time.time()))
        choices = dict.fromkeys(chance.sample(entries, CHOSEN), 1)
        began = time.perf_counter()
        try:
            member.panel = panel
            actions.cast(stage, member, choices=choices)
        except Exception as error:
            failed.append(f"{type(error).__name__}: {error}")
        took.append((time.perf_counter() - began) * 1000)
    connection.close()
    return {"took": took, "failed": failed, "ended": time.time()}


def share_out(members: list[PanelMember], processes: int) -> list[list[PanelMember]]:
    """Share members out; a tenth of each share is in the next one too, at the same place."""
    shares = [members[each::processes] for each in range(processes)]
    for each, share in enumerate(shares[1::2]):
        for place in range(0, min(len(share), len(shares[2 * each])), 10):
            share[place] = shares[2 * each][place]
    return shares


def run(options) -> dict:
    """Build it, vote, and look at what came of it."""
    panel = make_panel(recruiting=False)
    entries = [entry.pk for entry in make_entries(panel, options.entries)]
    stage = make_vote(panel, ballot_most=CHOSEN)
    shares = share_out(make_members(panel, options.ballots), options.processes)
    gap = 60 * options.processes / options.pace if options.pace else 0
    connection.close()
    start = time.time() + 3
    with multiprocessing.get_context("fork").Pool(options.processes) as pool:
        work = [(share, stage.pk, entries, gap, start) for share in shares]
        results = pool.starmap(vote, work, chunksize=1)
    took = sorted(each for result in results for each in result["took"])
    sent = {member for share in shares for member in share}
    ballots, counted = Ballot.objects.filter(stage=stage), queries.tally(stage)
    return {
        "database": connection.vendor,
        "processes": options.processes,
        "sent": len(took),
        "ballots a minute": round(len(took) * 60 / (max(r["ended"] for r in results) - start)),
        "p50 ms": round(took[len(took) // 2], 1),
        "p99 ms": round(took[len(took) * 99 // 100], 1),
        "failed": sum(len(result["failed"]) for result in results),
        "lost": len(sent) - ballots.count(),
        "double": ballots.count() - ballots.values("member").distinct().count(),
        "lines wrong": Vote.objects.filter(ballot__stage=stage).count() - CHOSEN * len(sent),
        "not counted": counted.cast - counted.counted,
        "failures": sorted({words for result in results for words in result["failed"]})[:5],
    }


def main() -> int:
    """Read the options, make the database, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--ballots", type=int, default=2000)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--pace", type=int, default=0, help="ballots a minute; 0: no pause")
    options = parser.parse_args()
    made = setup_databases(verbosity=0, interactive=False)
    try:
        figures = run(options)
    finally:
        connection.close()
        teardown_databases(made, verbosity=0)
    for name, value in figures.items():
        print(f"{name:18} {value}")
    print(f"{'of what is asked':18} {figures['ballots a minute'] / WANTED:.2f}")
    wrong = ("failed", "lost", "double", "lines wrong", "not counted")
    return int(any(figures[name] for name in wrong))


if __name__ == "__main__":
    sys.exit(main())
