"""A contest whose two rounds are over: six entries, three judges each, a panel in the second."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from contest_pages.entries.models import Entry, Membership
from contest_pages.judging.models import Judge, Review, Score
from contest_pages.models import Contest, Criterion, Prize, Round, Stage
from contest_pages.results import actions
from contest_pages.voting.models import Ballot, Panel, PanelMember, Vote
from tests.factories import ContestFactory, StageFactory, UserFactory

#: What the three judges gave in the first round, and in the second, by entry: 10 are the most.
FIRST = {1: (9, 9, 8), 2: (8, 8, 8), 3: (7, 8, 7), 4: (6, 6, 5), 5: (3, 3, 3), 6: (1, 1, 2)}
SECOND = {1: (7, 7, 7), 2: (9, 9, 9), 3: (8, 8, 8)}
#: How many of ten ballots each stands on.
APPROVALS = {1: 9, 2: 4, 3: 5}
#: Who leads each team.
NAMES = {1: "김한국", 2: "김두리", 3: "박세찬", 4: "이네온", 5: "정다솜", 6: "최여섯"}


@dataclass
class Scene:
    """The contest and who is in it; `entries` by number, `judges` by stage."""

    contest: Contest
    rounds: list[Round]
    stages: dict[str, Stage]
    entries: dict[int, Entry] = field(default_factory=dict)
    judges: dict[int, list[Judge]] = field(default_factory=dict)
    manager: object = None
    second: object = None

    def titles(self, receipts) -> list[str]:
        """Return by which titles entries of receipts are known."""
        by_receipt = {entry.receipt: entry.title for entry in self.entries.values()}
        return [by_receipt[receipt] for receipt in receipts]

    def publish(self, number: int, *, publish_at: datetime | None = None, **said):
        """Freeze a round's result and have the second manager countersign it."""
        sheet = actions.freeze(self.rounds[number - 1], by=self.manager, **said)
        return actions.countersign(sheet, by=self.second, publish_at=publish_at)


def scene(*, second_round: bool = True, **fields) -> Scene:
    """Everything scored, nothing frozen; without the second round's scores if so wished."""
    now = timezone.now()
    contest = ContestFactory(**{"slug": "app-2026", "budget": 9_000_000} | fields)
    rounds = [
        Round.objects.create(contest=contest, number=1, advances=3),
        Round.objects.create(contest=contest, number=2),
    ]
    when = {"opens_at": now - timedelta(days=9), "closes_at": now - timedelta(days=1)}
    StageFactory(contest=contest, kind="submission", **when)
    of = {"contest": contest, **when}
    stages = {
        "first": StageFactory(
            kind="judging", round=rounds[0], weight=100, title_ko="서류심사", **of
        ),
        "second": StageFactory(
            kind="judging", round=rounds[1], weight=70, title_ko="전문가심사", **of
        ),
        "panel": StageFactory(kind="voting", round=rounds[1], weight=30, title_ko="시민평가", **of),
    }
    for place, (title, places, amount) in enumerate(
        [("으뜸상", 1, 5_000_000), ("버금상", 2, 2_000_000)]
    ):
        Prize.objects.create(
            contest=contest, title_ko=title, places=places, amount=amount, sort_order=place
        )
    people = {
        "manager": UserFactory(groups=["Programme managers"], name="김관리"),
        "second": UserFactory(groups=["Programme managers"], name="이확인"),
    }
    made = Scene(contest, rounds, stages, **people)
    for number in FIRST:
        made.entries[number] = entry(contest, number)
    for name in ("first", "second"):
        criteria = [
            Criterion.objects.create(
                contest=contest,
                stage=stages[name],
                title_ko=title,
                weight=weight,
                maximum=10,
                sort_order=place,
            )
            for place, (title, weight) in enumerate([("창의성", 60), ("완성도", 40)])
        ]
        made.judges[stages[name].pk] = [judge(stages[name], n, by=made.manager) for n in range(3)]
        for number, given in (FIRST if name == "first" else SECOND if second_round else {}).items():
            for each, points in zip(made.judges[stages[name].pk], given, strict=True):
                review(each, made.entries[number], dict.fromkeys(criteria, points))
    if second_round:
        vote(stages["panel"], {made.entries[n]: count for n, count in APPROVALS.items()})
    return made


def entry(contest: Contest, number: int, **fields) -> Entry:
    """An accepted entry with the person who leads its team."""
    values = {
        "title": f"출품작 {number}",
        "summary": "한 줄 소개",
        "description": "설명",
        "team_name": f"{number}번 팀",
        "slug": f"출품작-{number}",
        "receipt": f"M-{number}",
        "state": Entry.State.ACCEPTED,
        "live": True,
        "submitted_at": timezone.now(),
        "start_key": uuid.uuid4(),
    }
    made = Entry.objects.create(contest=contest, **values | fields)
    leader = UserFactory(name=NAMES[number])
    Membership.objects.create(entry=made, user=leader, is_leader=True)
    return made


def judge(stage: Stage, number: int, *, by) -> Judge:
    """A judge who has pledged."""
    return Judge.objects.create(
        stage=stage,
        email=f"judge{number}@example.org",
        name=f"심사위원 {number}",
        user=UserFactory(groups=["Judges"]),
        state=Judge.State.PLEDGED,
        pledge="서약합니다.",
        appointed_by=by,
        token_hash=uuid.uuid4().hex,
        created_at=timezone.now(),
        expires_at=timezone.now(),
    )


def review(judge: Judge, entry: Entry, points: dict, *, comment: str = "", state="submitted"):
    """What a judge gave an entry, by criterion."""
    now = timezone.now()
    made = Review.objects.create(
        judge=judge,
        entry=entry,
        state=state,
        comment=comment or f"{entry.title}에 대한 심사평",
        assigned_at=now,
        saved_at=now,
        submitted_at=now if state == "submitted" else None,
    )
    Score.objects.bulk_create(
        Score(review=made, criterion=criterion, points=given) for criterion, given in points.items()
    )
    return made


def vote(stage: Stage, approvals: dict, ballots: int = 10) -> None:
    """Cast ballots so that each entry stands on so many of them."""
    panel = Panel.objects.create(
        contest=stage.contest,
        recruitment=StageFactory(contest=stage.contest, kind="milestone"),
        conditions_ko="시민",
    )
    for number in range(ballots):
        ballot = cast(stage, panel, number)
        Vote.objects.bulk_create(
            Vote(ballot=ballot, entry=entry)
            for place, (entry, count) in enumerate(approvals.items())
            # From one end and from the other: no ballot stays empty.
            if (number < count if place % 2 == 0 else number >= ballots - count)
        )


def cast(stage: Stage, panel: Panel, number: int) -> Ballot:
    """An empty ballot of a new member."""
    now = timezone.now()
    member = PanelMember.objects.create(
        panel=panel,
        email=f"panel{number}@example.org",
        mailbox=f"panel{number}@example.org",
        name=f"평가단 {number}",
        agreed_text="동의",
        state=PanelMember.State.SELECTED,
        applied_at=now,
        token_hash=uuid.uuid4().hex,
        created_at=now,
        expires_at=now,
    )
    return Ballot.objects.create(
        stage=stage, member=member, code=f"B-{number}", cast_at=now, changed_at=now
    )
