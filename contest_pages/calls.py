"""What a visitor can do today about a contest: the buttons of its announcement.

Higher rooms register for the hook `contest_calls`: a function `(request, contest, now)` that
returns a list of Calls, such as "enter" while entries are taken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail import hooks

from cms import formats
from contest_pages.models import Contest, Stage
from contest_pages.queries import State, state_of


@dataclass(frozen=True)
class Call:
    """Something to do: a button; the lightest stands first."""

    label: str
    url: str
    weight: int = 100
    note: str = ""


def calls_for(request: HttpRequest, contest: Contest, now: datetime) -> list[Call]:
    """Gather what can be done today, the most important first."""
    gathered: Iterable[list[Call]] = (
        hook(request, contest, now) for hook in hooks.get_hooks("contest_calls")
    )
    return sorted((call for calls in gathered for call in calls), key=lambda call: call.weight)


def situation(contest: Contest, now: datetime) -> str:
    """Say in one sentence how things stand, for whom no button has anything to offer."""
    language = get_language()
    state = state_of(contest, now)
    submission = contest.submission
    if state == State.CANCELLED:
        return _("This contest was called off: %(reason)s") % {"reason": contest.cancelled_because}
    if state == State.COMING:
        if submission is None:
            return _("The dates will be announced here.")
        return _("Entries open on %(moment)s.") % {
            "moment": formats.unbroken(formats.moment(submission.opens_at, language))
        }
    if state == State.OPEN:
        closes = formats.moment(submission.closes_at, language, closing=True)
        return _("Entries close on %(moment)s.") % {"moment": formats.unbroken(closes)}
    if state == State.CLOSED:
        return _("This contest is over.")
    under_way = [stage.title for stage in contest.open_stages(now) if not stage.is_milestone]
    if under_way:
        return _("Entries are closed. Under way: %(stages)s.") % {"stages": ", ".join(under_way)}
    return _("Entries are closed. The next stage has not begun.")


def next_instant(contest: Contest, now: datetime) -> tuple[Stage, datetime, bool] | None:
    """Return the stage to count down to, its instant, and whether that is its closing.

    What is open and closes first comes before what opens next; milestones only open. Of a
    contest that was called off nothing comes.
    """
    if contest.cancelled_at:
        return None
    closing = [
        (stage.closes_at, stage) for stage in contest.open_stages(now) if not stage.is_milestone
    ]
    if closing:
        instant, stage = min(closing, key=lambda pair: pair[0])
        return stage, instant, True
    opening = [stage for stage in contest.schedule if stage.opens_at > now]
    return (opening[0], opening[0].opens_at, False) if opening else None
