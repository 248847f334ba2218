"""How long a ranking takes beside the bare SQL aggregate of the same scores.

`python -m bench.ranking` builds 10,000 entries × 10 judges × 5 criteria in a throw-away SQLite
file, measures both five times in turn and prints the fastest of each, and their ratio, which is
to stay at 3 or below. The ranking: sums in the database, exact scores, ranks, equals parted by
criterion, trimmed means. The bare aggregate: one statement that gives each entry its mean.
"""

import os
import random
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from datetime import timedelta

ENTRIES, JUDGES, CRITERIA = 10_000, 10, 5
MAXIMA, WEIGHTS = (10, 20, 30, 25, 15), (30, 25, 20, 15, 10)
MOST = 3
BARE = """
    SELECT review.entry_id,
           SUM(score.points * criterion.weight * 1.0 / criterion.maximum) / SUM(criterion.weight)
    FROM contest_judging_score score
    JOIN contest_judging_review review ON review.id = score.review_id
    JOIN contest_judging_judge judge ON judge.id = review.judge_id
    JOIN contest_pages_criterion criterion ON criterion.id = score.criterion_id
    WHERE review.state = 'submitted' AND judge.stage_id = %s
    GROUP BY review.entry_id
"""


def main() -> int:
    """Build, measure, print; return 1 where the ratio is above MOST."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "settings.dev"}
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        round = build()
        stage = round.stages.get()
        ranked, bare = fastest(lambda: standings_of(round), lambda: aggregate(stage.pk))
    ratio = ranked / bare
    print(f"{ENTRIES:,} entries × {JUDGES} judges × {CRITERIA} criteria")
    print(f"bare SQL aggregate  {bare * 1000:8.0f} ms")
    print(f"ranking             {ranked * 1000:8.0f} ms")
    print(f"ratio               {ratio:8.2f}    (at most {MOST})")
    return int(ratio > MOST)


def standings_of(round) -> list:
    """Rank a round as its sheet does."""
    from contest_pages.results import computing, reading

    stages = reading.scoring_stages(round)
    entries = list(reading.in_the_running(stages).values_list("pk", flat=True))
    return computing.ranked(round, stages, entries, computing.inputs_of(stages, entries))


def build():
    """Insert a contest whose every judge has scored every entry; return its round."""
    from django.contrib.auth import get_user_model
    from django.utils import timezone

    from contest_pages.entries.models import Entry
    from contest_pages.judging.models import Judge, Review, Score
    from contest_pages.models import Contest, Criterion, Round, Stage

    now = timezone.now()
    user = get_user_model().objects.create_user(email="bench@example.org", password=None)
    contest = Contest.objects.create(slug="bench", title_ko="시험", kind="app")
    round = Round.objects.create(contest=contest, number=1)
    stage = Stage.objects.create(
        contest=contest,
        round=round,
        kind="judging",
        title_ko="심사",
        weight=100,
        opens_at=now - timedelta(days=2),
        closes_at=now - timedelta(days=1),
        averaging="trimmed",
    )
    criteria = [
        Criterion.objects.create(
            contest=contest, stage=stage, title_ko="기준", maximum=most, weight=weight
        )
        for most, weight in zip(MAXIMA, WEIGHTS, strict=True)
    ]
    judges = [
        Judge.objects.create(
            stage=stage,
            email=f"judge{n}@example.org",
            name="심사",
            appointed_by=user,
            token_hash=f"{n}",
            created_at=now,
            expires_at=now,
        )
        for n in range(JUDGES)
    ]
    entries = Entry.objects.bulk_create(
        Entry(
            contest=contest,
            slug=f"entry-{n}",
            receipt=f"M-{n}",
            state="accepted",
            live=True,
            start_key=uuid.uuid4(),
            title=f"출품작 {n}",
            submitted_at=now,
        )
        for n in range(ENTRIES)
    )
    reviews = Review.objects.bulk_create(
        Review(judge=judge, entry=entry, state="submitted", assigned_at=now, submitted_at=now)
        for entry in entries
        for judge in judges
    )
    draw = random.Random(2018)  # noqa: S311  (samples, not secrets)
    Score.objects.bulk_create(
        Score(review=review, criterion=criterion, points=draw.randint(0, criterion.maximum))
        for review in reviews
        for criterion in criteria
    )
    return round


def aggregate(stage: int) -> list:
    """Run the bare aggregate."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(BARE, [stage])
        return cursor.fetchall()


def fastest(*acts: Callable[[], object], times: int = 5) -> list[float]:
    """Return the fewest seconds of processor time that each act took, done in turn.

    Not by the clock: what else runs on the machine is no part of it. SQLite runs in this process.
    """
    taken: list[list[float]] = [[] for _act in acts]
    for _time in range(times):
        for act, seconds in zip(acts, taken, strict=True):
            begun = time.process_time()
            act()
            seconds.append(time.process_time() - begun)
    return [min(seconds) for seconds in taken]


if __name__ == "__main__":
    sys.exit(main())
