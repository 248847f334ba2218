"""The demonstration's contest that is being judged and voted on today."""

from datetime import timedelta

from django.utils import timezone

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from home.demo import juries
from home.demo.entries import Moments, make_entry
from home.demo.judged_samples import APP_JUDGED

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def make_entries(contest: Contest, people: dict) -> list[Entry]:
    """Enter and accept the samples in the time in which that was due."""
    opens, screening = contest.submission.opens_at, contest.screening.opens_at
    return [
        make_entry(
            contest,
            sample,
            moments=Moments(
                begun=opens + timedelta(days=20 + number, hours=13),
                submitted=opens + timedelta(days=70 + 3 * number, hours=16),
                decided=screening + timedelta(days=2, minutes=13 * number),
            ),
            moderator=people["moderator"],
        )
        for number, sample in enumerate(APP_JUDGED)
    ]


def bring_to_the_finals(contest: Contest, entries: list[Entry], people: dict) -> None:
    """Decide the first round; let judges and citizens begin with the last; once."""
    if contest.sheets.exists():
        return
    manager, (first, final) = people["manager"], contest.judging
    recruiting = next(each for each in contest.schedule if each.title_ko == "시민평가단 모집")
    panel = juries.recruit(
        contest,
        people,
        by=manager,
        now=recruiting.opens_at + 3 * DAY,
        select_at=recruiting.closes_at + 10 * HOUR,
    )
    juries.seat(first, people, by=manager, now=first.opens_at + 9 * HOUR)
    juries.score(first, entries, now=first.opens_at + 3 * DAY)
    juries.publish(contest, 1, people=people, frozen_at=first.closes_at + 10 * HOUR)
    juries.seat(final, people, by=manager, now=final.opens_at + 9 * HOUR)
    # Half of the entries are still to be scored, and four members still have to vote.
    juries.score(final, entries, left=entries[4:], now=final.opens_at + 2 * DAY)
    vote = next(stage for stage in contest.schedule if stage.kind == "voting")
    juries.vote(vote, panel, entries, now=min(vote.opens_at + 2 * DAY, timezone.now()), most=5)
