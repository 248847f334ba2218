"""The demonstration's contest of 2018, from the first entry to the last award."""

from datetime import timedelta

from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from contest_pages.results.models import Award
from home.demo import juries, samples
from home.demo.entries import Moments, make_entry

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def make_entries(contest: Contest, people: dict) -> list[Entry]:
    """Enter and accept the samples of 2018, in the autumn of 2018."""
    opens = contest.submission.opens_at
    screened = contest.screening.opens_at + 3 * DAY + 10 * HOUR
    return [
        make_entry(
            contest,
            sample,
            moments=Moments(
                begun=opens + timedelta(days=20 + number, hours=13),
                submitted=opens + timedelta(days=60 + 2 * number, hours=15, minutes=7 * number),
                decided=screened + timedelta(minutes=11 * number),
            ),
            moderator=people["moderator"],
            leader=people["citizen"] if number == 0 else None,
        )
        for number, sample in enumerate(samples.APP_2018)
    ]


def decide(contest: Contest, entries: list[Entry], people: dict) -> None:
    """Judge the entries in two rounds, the second beside the citizens, and publish; once."""
    if contest.sheets.exists():
        return
    manager, (first, final) = people["manager"], contest.judging
    recruiting = next(each for each in contest.schedule if each.title_ko == "시민평가단 모집")
    panel = juries.recruit(
        contest,
        people,
        by=manager,
        now=recruiting.opens_at + 5 * DAY,
        select_at=recruiting.closes_at + 10 * HOUR,
    )
    juries.seat(first, people, by=manager, now=first.opens_at + 9 * HOUR)
    juries.score(first, entries, now=first.opens_at + 3 * DAY)
    juries.publish(contest, 1, people=people, frozen_at=first.closes_at + 10 * HOUR)
    juries.seat(final, people, by=manager, now=final.opens_at + 9 * HOUR)
    juries.score(final, entries, now=final.opens_at + 3 * DAY)
    vote = next(stage for stage in contest.schedule if stage.kind == "voting")
    juries.vote(vote, panel, entries, now=vote.opens_at + 2 * DAY)
    juries.publish(contest, 2, people=people, frozen_at=final.closes_at + 10 * HOUR)


def winners_of(contest: Contest, entries: list[Entry]) -> list[tuple[Entry, samples.Sample]]:
    """Return the entries that won, the highest prize first, each with its sample."""
    by_entry = dict(zip([entry.pk for entry in entries], samples.APP_2018, strict=True))
    won = Award.objects.filter(prize__contest=contest).select_related("entry").in_order()
    return [(award.entry, by_entry[award.entry_id]) for award in won]
