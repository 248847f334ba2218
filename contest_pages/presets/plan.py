"""The form that presets have, and how a plan's days become dates."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone


def at(day: int, hour: int = 0) -> timedelta:
    """Return the time from the opening day’s midnight to an hour of a later day."""
    return timedelta(days=day, hours=hour)


def moment(opens_on: date, offset: timedelta) -> datetime:
    """Return the instant that lies `offset` after midnight (site time) of the opening day."""
    return timezone.make_aware(datetime.combine(opens_on, time.min)) + offset


@dataclass(frozen=True)
class StagePlan:
    """A stage, its dates counted from the opening day; `round` is a round’s number."""

    kind: str
    title_ko: str
    title_en: str
    opens: timedelta
    closes: timedelta
    changes_until: timedelta | None = None
    grace_minutes: int = 0
    round: int | None = None
    weight: int | None = None
    is_blind: bool = False
    #: What its judges score, as the columns of Criterion.
    criteria: tuple[dict, ...] = ()
    averaging: str = "mean"
    reviews_per_entry: int = 3


@dataclass(frozen=True)
class Preset:
    """A contest’s first rules; rows are given as the columns of their models."""

    accent: str
    team_min: int
    team_max: int
    budget: int
    tagline: str
    eligibility: str
    stages: list[StagePlan]
    #: (number, how many advance; None in the last)
    rounds: list[tuple[int, int | None]]
    prizes: list[dict]
    questions: list[dict]
    tracks: list[dict] = field(default_factory=list)
    consents: list[dict] = field(default_factory=list)
    #: What moderators check before they accept an entry.
    checks: list[dict] = field(default_factory=list)
    #: (question, answer) pairs, with which the announcement begins.
    faq: list[tuple[str, str]] = field(default_factory=list)
