"""Builds the demonstration with the acts that people use. Repeating it changes nothing."""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone, translation

from cms.notices.actions import quietly
from contest_pages.entries.models import Entry
from contest_pages.models import Contest
from home.demo import finished, judged, open_samples
from home.demo.accounts import make_accounts
from home.demo.contests import PLANS, make_contest
from home.demo.entries import Moments, make_entry
from home.demo.pages import make_site_pages
from home.demo.winners import make_apps
from showcase.models import AppPage

State = Entry.State
#: What becomes of the entries of contests that are open now; the rest wait for their review.
STATES = (State.ACCEPTED, State.SUBMITTED, State.NEEDS_CHANGES, State.SUBMITTED)
#: What the account citizen@example.org has entered in `app-open`.
OF_CITIZEN = {0: State.ACCEPTED, 1: State.NEEDS_CHANGES, 2: State.SUBMITTED, 3: State.DRAFT}


def build(say: Callable[[str], None]) -> None:
    """Make accounts, pages, contests, entries, awards and apps; `say` tells how it goes.

    Nobody is written to: the people of the demonstration have done nothing.
    """
    with quietly(), translation.override("ko"):
        people = make_accounts()
        contests = {plan.slug: make_contest(plan, by=people["admin"]) for plan in PLANS}
        make_site_pages(by=people["admin"])
        say(f"Contests: {', '.join(contests)}")
        contest = contests["app-2018"]
        entries = finished.make_entries(contest, people)
        finished.decide(contest, entries, people)
        make_apps(finished.winners_of(contest, entries), by=people["admin"])
        contest = contests["app-now"]
        judged.bring_to_the_finals(contest, judged.make_entries(contest, people), people)
        for slug, entered in (
            ("app-open", open_samples.APP_OPEN),
            ("idea-open", open_samples.IDEA_OPEN),
            ("oss-open", open_samples.OSS_OPEN),
        ):
            _open_entries(contests[slug], entered, people)
        say(f"Entries: {Entry.objects.count()}, apps: {AppPage.objects.live().count()}")


def _open_entries(contest: Contest, entered: tuple, people: dict) -> None:
    """Enter samples in an open contest, in all the states that an entry can be in."""
    now = timezone.now()
    opens = contest.submission.opens_at
    step = (now - opens) / (len(entered) + 2)
    is_citizens = contest.slug == "app-open"
    for number, sample in enumerate(entered):
        begun = opens + step * number + timedelta(minutes=13)
        make_entry(
            contest,
            sample,
            moments=Moments(begun=begun, submitted=begun + step / 3, decided=begun + step / 2),
            moderator=people["moderator"],
            leader=people["citizen"] if is_citizens and number in OF_CITIZEN else None,
            state=OF_CITIZEN[number]
            if is_citizens and number in OF_CITIZEN
            else STATES[number % len(STATES)],
        )
