"""The demonstration's judges and panel: they judge and vote by the acts that people use."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contest_pages.entries.models import Entry
from contest_pages.judging import actions as judging
from contest_pages.judging.models import Review
from contest_pages.models import Contest, Stage
from contest_pages.results.actions import countersign, freeze, write_citations
from contest_pages.results.models import Award, ResultSheet
from contest_pages.voting import actions as voting
from contest_pages.voting.models import Panel

JUDGES = tuple(f"judge{number}" for number in range(1, 6))
CITIZENS = tuple(f"panel{number}" for number in range(1, 10))
#: What the first entry is worth to all judges, and how much less each that follows, in per cent.
BEST, STEP = 97, 3
CONDITIONS_KO = (
    "만 14세 이상이면 누구나 신청할 수 있습니다. 본선에 오른 작품을 살펴보고 온라인으로 투표합니다. "
    "자기 팀의 작품에는 투표할 수 없습니다."
)
CONDITIONS_EN = (
    "Anyone aged 14 or older may apply. Members look at the finalists and vote online; nobody votes "
    "for an entry of their own team."
)
COMMENTS = (
    "시민이 겪는 문제를 정확히 짚었습니다. 첫 화면에서 할 일이 바로 보이면 더 좋겠습니다.",
    "공공데이터를 알맞게 썼습니다. 자료가 갱신되는 때를 화면에 알려 주세요.",
    "쓰기 쉽고 화면낭독기로도 잘 읽힙니다. 처음 쓰는 사람을 위한 안내를 더해 주세요.",
    "소스와 문서가 잘 정리되어 있어 다른 도시에서도 쓸 수 있겠습니다.",
)
CITATIONS = (
    (
        "시민의 일상에 꼭 필요한 기능을 누구나 쓸 수 있게 만들었습니다.",
        "It makes what citizens need every day usable for everyone.",
    ),
    (
        "열린 데이터를 새롭게 엮어 도시의 문제를 풀었습니다.",
        "It weaves open data in a new way and solves a problem of the city.",
    ),
    (
        "완성도가 높고 소스를 이어 쓰기 좋게 정리했습니다.",
        "It is complete, and its source is in good order for others to build on.",
    ),
)


def seat(stage: Stage, people: dict, *, by, now: datetime) -> None:
    """Appoint the five judges, let them pledge, and share the entries out."""
    for number, local in enumerate(JUDGES):
        user = people[local]
        judge = judging.appoint(
            stage, email=user.email, name=user.name, is_chair=number == 0, by=by, now=now
        )
        judging.pledge(judge, text=stage.contest.pledge_ko, by=user, now=now + timedelta(hours=5))
    judging.assign(stage, by=by, now=now + timedelta(days=1))


def score(
    stage: Stage, entries: Sequence[Entry], *, now: datetime, left: Sequence[Entry] = ()
) -> None:
    """Let all judges score their entries; the earlier an entry stands, the more it is worth.

    Of the entries in `left` nothing is scored yet.
    """
    places = {entry.pk: place for place, entry in enumerate(entries)}
    criteria = list(stage.criteria.all())
    given = Review.objects.filter(judge__stage=stage).exclude(entry__in=left)
    for number, review in enumerate(given.select_related("judge__user").order_by("pk")):
        worth = BEST - STEP * places[review.entry_id]
        strictness = review.judge_id % 3
        points = {each.pk: (each.maximum * worth + 50) // 100 for each in criteria}
        points[criteria[0].pk] = max(0, points[criteria[0].pk] - strictness)
        comment = COMMENTS[(places[review.entry_id] + review.judge_id) % len(COMMENTS)]
        judging.submit(
            review,
            points=points,
            comment=comment,
            notes="",
            version=review.version,
            by=review.judge.user,
            now=now + timedelta(minutes=17 * number),
        )


def recruit(contest: Contest, people: dict, *, by, now: datetime, select_at: datetime) -> Panel:
    """Set up the panel of a contest, let the nine citizens apply, and choose them all."""
    stage = next(each for each in contest.schedule if each.title_ko == "시민평가단 모집")
    panel = Panel.objects.create(
        contest=contest,
        recruitment=stage,
        conditions_ko=CONDITIONS_KO,
        conditions_en=CONDITIONS_EN,
    )
    for number, local in enumerate(CITIZENS):
        user, moment = people[local], now + timedelta(hours=7 * number)
        voting.apply_with_account(
            panel, name=user.name, quota=None, agreed=CONDITIONS_KO, by=user, now=moment
        )
    voting.select(panel, by=by, now=select_at)
    return panel


def vote(
    stage: Stage,
    panel: Panel,
    entries: Sequence[Entry],
    *,
    now: datetime,
    most: int = len(CITIZENS),
) -> None:
    """Let the first `most` members choose three entries each, most often the first ones."""
    for number, member in enumerate(panel.members.all()[:most]):
        places = {0 if number % 4 else 1, 1 + number % 3, 2 + number % 4}
        choices = {entries[place].pk: 1 for place in places}
        voting.cast(stage, member, choices=choices, now=now + timedelta(hours=2 * number))
    voting.follow_up(now)


def publish(contest: Contest, number: int, *, people: dict, frozen_at: datetime) -> ResultSheet:
    """Freeze a round's result, have a second person countersign it, publish it two days later."""
    round = contest.rounds.get(number=number)
    sheet = freeze(round, by=people["manager"], now=frozen_at)
    awards = Award.objects.filter(sheet=sheet).order_by("prize__sort_order", "place")
    words = {award.pk: CITATIONS[place % len(CITATIONS)] for place, award in enumerate(awards)}
    write_citations(sheet, words, by=people["manager"], now=frozen_at + timedelta(hours=1))
    return countersign(
        sheet,
        by=people["admin"],
        publish_at=frozen_at + timedelta(days=2),
        now=frozen_at + timedelta(days=1),
    )
