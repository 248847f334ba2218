"""What follows from an answer: which state an address is in, and when it is asked again."""

from datetime import datetime, timedelta

from showcase.links.asking import Answer, Reach
from showcase.models import LinkCheck

#: A living address is asked again after this; not all on one day.
AGAIN, SPREAD_DAYS = timedelta(days=14), 3
BARRED_FOR = timedelta(days=30)
MOST_PATIENCE = timedelta(days=7)
#: Dead is what failed so often, over so long: a server may be down for a weekend.
DEAD_FAILURES, DEAD_AFTER = 4, timedelta(days=5)

State = LinkCheck.State


def settle(check: LinkCheck, answer: Answer, now: datetime) -> None:
    """Write into a check what an answer means; saves nothing."""
    check.checked_at = now
    check.evidence = answer.evidence
    if answer.reach == Reach.ANSWERS:
        _answered(check, answer, now)
    elif answer.reach in {Reach.MISSING, Reach.FAILS}:
        _failed(check, answer, now)
    elif answer.reach == Reach.LATER:
        check.next_at = now + max(timedelta(days=1), _patience(answer))
    elif answer.reach == Reach.BARRED:
        check.next_at = now + BARRED_FOR
    else:
        check.next_at = now + AGAIN


def _answered(check: LinkCheck, answer: Answer, now: datetime) -> None:
    check.failures, check.failing_since = 0, None
    moved_to = "" if answer.moved_to == check.declined_url else answer.moved_to
    check.proposed_url = moved_to
    if answer.archived:
        _enter(check, State.ARCHIVED, now)
    else:
        _enter(check, State.MOVED if moved_to else State.ALIVE, now)
    check.next_at = now + AGAIN + timedelta(hours=check.pk % (24 * SPREAD_DAYS))


def _failed(check: LinkCheck, answer: Answer, now: datetime) -> None:
    check.failures = min(check.failures + 1, 1000)
    check.failing_since = check.failing_since or now
    if check.failures >= DEAD_FAILURES and now - check.failing_since >= DEAD_AFTER:
        check.proposed_url = ""
        _enter(check, State.DEAD, check.failing_since)
    back_off = timedelta(days=min(2 ** (check.failures - 1), AGAIN.days))
    check.next_at = now + max(back_off, _patience(answer))


def _enter(check: LinkCheck, state: str, since: datetime) -> None:
    if check.state != state:
        check.state, check.since = state, since


def _patience(answer: Answer) -> timedelta:
    return min(timedelta(seconds=answer.wait), MOST_PATIENCE)
