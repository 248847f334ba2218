"""Reads of panels and ballots that more than one place needs."""

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Prefetch, Q, QuerySet, Sum, Value, When
from wagtail import hooks

from cms.accounts.letterboxes import People, with_all_theirs
from cms.accounts.models import mailbox_of
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Stage
from contest_pages.voting.models import Ballot, Panel, PanelMember, Vote

State = PanelMember.State
_BY_WEIGHT = (
    State.SELECTED,
    State.APPLIED,
    State.NOT_SELECTED,
    State.WITHDRAWN,
    State.UNCONFIRMED,
)


def panel_of(contest: Contest) -> Panel | None:
    """Return a contest's panel with its recruitment, None where it has none."""
    panel = Panel.objects.select_related("recruitment").filter(contest=contest).first()
    if panel:
        panel.contest = contest
    return panel


def voting_stages(contest: Contest) -> list[Stage]:
    """Return the stages in which the panel votes, in the order in which they open."""
    stages = [stage for stage in contest.schedule if stage.kind == Stage.Kind.VOTING]
    for stage in stages:
        stage.contest = contest
    return stages


def voting_stage(contest: Contest, now: datetime) -> Stage | None:
    """Return the stage that a ballot is about today: the open one, else the next, else the last."""
    stages = voting_stages(contest)
    left = [stage for stage in stages if not stage.has_closed(now)]
    return next(iter(left), None) or (stages[-1] if stages else None)


def membership_of(panel: Panel, user) -> PanelMember | None:
    """Return the application of an account, also one that was made with its address alone.

    Of several, with several addresses, the one that counts most: a seat before an application.
    """
    if not user.is_authenticated:
        return None
    own = Q(user=user) | Q(user=None, mailbox__in=user.letterboxes.values("mailbox"))
    found = panel.members.filter(own).select_related("quota")
    rows = sorted(found, key=_weight)
    for row in rows:
        row.panel = panel
    return rows[0] if rows else None


def _weight(row: PanelMember) -> tuple:
    """Return by what one of a person's applications comes before another."""
    return _BY_WEIGHT.index(row.state), row.voted_as_id is not None, row.user_id is None, row.pk


def member_of_address(panel: Panel, email: str) -> PanelMember | None:
    """Return whose application an address belongs to: by letter box, or by the person's others."""
    mailbox = mailbox_of(email)
    row = panel.members.filter(mailbox=mailbox).first()
    return row or others_of_person(PanelMember(panel=panel, mailbox=mailbox)).first()


def others_of_person(member: PanelMember) -> QuerySet[PanelMember]:
    """Return what a person has applied with besides: what was only typed in is nobody's yet."""
    person, rows = member.person, member.panel.members
    own = Q(user__in=person.accounts) | Q(mailbox__in=person.mailboxes)
    return rows.filter(own).exclude(pk=member.pk).exclude(state=State.UNCONFIRMED)


def jury_of(contest: int, now: datetime) -> People:
    """Return who judges in a contest; functions registered for the hook `jury_of_contest` know."""
    found = [knows(contest, now) for knows in hooks.get_hooks("jury_of_contest")]
    return People(
        frozenset().union(*(people.accounts for people in found)),
        frozenset().union(*(people.mailboxes for people in found)),
    )


def jurors_among(members: QuerySet[PanelMember], contest: int, now: datetime) -> set[int]:
    """Return the keys of the members who judge the contest."""
    jury = with_all_theirs(jury_of(contest, now))
    own = Q(user__in=jury.accounts) | Q(mailbox__in=jury.mailboxes)
    return set(members.filter(own).order_by().values_list("pk", flat=True))


def has_voted(contest: int, person: People) -> bool:
    """Return whether a person has cast a ballot in a contest."""
    own = Q(member__user__in=person.accounts) | Q(member__mailbox__in=person.mailboxes)
    return Ballot.objects.filter(own, stage__contest=contest).exists()


def shuffled(entries: Collection[Entry], member: PanelMember, stage: Stage) -> list[Entry]:
    """Return entries in an order of the member's own, which says nothing and stays the same."""

    def place(entry: Entry) -> str:
        return hashlib.sha256(f"{member.pk}:{stage.pk}:{entry.pk}".encode()).hexdigest()

    return sorted(entries, key=place)


def own_among(member: PanelMember, entries: QuerySet[Entry]) -> dict[int, bool]:
    """Return for each of the entries whether a team of the member's entered it.

    A team is the member's by any account and any letter box of either side.
    """
    person = member.person
    account = "memberships__user"
    rows = entries.order_by().values_list("pk", account, f"{account}__letterboxes__mailbox")
    own: dict[int, bool] = {}
    for entry, user, mailbox in rows:
        is_own = user in person.accounts or mailbox in person.mailboxes
        own[entry] = own.get(entry, False) or is_own
    return own


def ballots_of_person(member: PanelMember, stage: Stage) -> QuerySet[Ballot]:
    """Return the ballots that a person has cast in the stage: as this member, and as another.

    Who applied with two addresses and confirmed both in one account is one person.
    """
    person = member.person
    ballots = Ballot.objects.filter(stage=stage.pk).order_by()
    if not person.accounts:
        return ballots.filter(member=member.pk)
    return ballots.filter(
        Q(member=member.pk)
        | Q(member__user__in=person.accounts)
        | Q(member__mailbox__in=person.mailboxes)
    )


@dataclass(frozen=True)
class Turnout:
    """How many members there are and how many ballots were cast: all that staff are told."""

    members: int
    cast: int

    @property
    def percent(self) -> int:
        """Return the share in whole percent, rounded down."""
        return self.cast * 100 // self.members if self.members else 0


def turnout(stage: Stage, cast: int | None = None) -> Turnout:
    """Count members and ballots of a stage; the ballots only where `cast` does not say it."""
    members = PanelMember.objects.seated().filter(panel__contest=stage.contest_id).count()
    if cast is None:
        cast = Ballot.objects.filter(stage=stage).count()
    return Turnout(members, cast)


@dataclass(frozen=True)
class Counted:
    """What an entry got: on how many ballots it stands, and the sum of its points."""

    votes: int
    points: int


@dataclass(frozen=True)
class Tally:
    """A stage's count, for the result sheet alone: `entries` has those with a vote, by key."""

    entries: dict[int, Counted]
    #: Ballots cast, and those of them that count: with at least `ballot_fewest` lines.
    cast: int
    counted: int
    members: int


def _counting(stage: Stage) -> QuerySet[Ballot]:
    """Return the ballots that count."""
    lines = Ballot.objects.filter(stage=stage).annotate(lines=Count("votes"))
    return lines.filter(lines__gte=stage.ballot_fewest)


def tally(stage: Stage) -> Tally:
    """Count a stage's ballots in the database, in whole numbers.

    Running counts are shown to nobody: only `results` asks, once the stage has closed.
    """
    rows = (
        Vote.objects.filter(ballot__in=_counting(stage).values("pk"))
        .order_by()
        .values("entry")
        .annotate(votes=Count("pk"), sum=Sum("points"))
    )
    counts = turnout(stage)
    return Tally(
        entries={row["entry"]: Counted(row["votes"], row["sum"]) for row in rows},
        cast=counts.cast,
        counted=_counting(stage).count(),
        members=counts.members,
    )


def anonymous_ballots(stage: Stage, now: datetime) -> QuerySet[Ballot]:
    """Return a stage's ballots as everybody may see them, by code: no member, no time.

    Each has `lines`, its votes with the receipt number of the entry, and the `title` of one that
    is public, else an empty one: as in the ranking.
    """
    is_public = Q(entry__in=Entry.objects.public(now))
    lines = Vote.objects.only("points", "ballot").annotate(
        receipt=F("entry__receipt"),
        title=Case(When(is_public, then="entry__title"), default=Value("")),
    )
    return (
        Ballot.objects.filter(stage=stage)
        .only("code", "stage")
        .order_by("code")
        .prefetch_related(Prefetch("votes", lines.order_by("-points", "entry"), to_attr="lines"))
    )


def is_published(stage: Stage) -> bool:
    """Return whether the result was published to which the stage's ballots led.

    Functions registered for the hook `voting_is_published` know; without one it was not.
    """
    return any(knows(stage) for knows in hooks.get_hooks("voting_is_published"))


def published_stages(contest: Contest, now: datetime) -> list[Stage]:
    """Return the voting stages whose ballots everybody may look at, the latest first."""
    closed = [stage for stage in voting_stages(contest) if stage.has_closed(now)]
    return [stage for stage in reversed(closed) if is_published(stage)]
