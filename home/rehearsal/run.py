"""The course of a rehearsal: who does what when; what has to be conserved in the end."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from home.rehearsal.citizens import Citizen
from home.rehearsal.entrants import Team
from home.rehearsal.figures import Figures
from home.rehearsal.judges import Juror
from home.rehearsal.server import Letters, Site
from home.rehearsal.staff import (
    MANAGER,
    MODERATORS,
    SCREENING,
    SECOND_MANAGER,
    SLUG,
    Manager,
    Moderator,
    sign_in,
)
from home.rehearsal.visitor import Visitor

#: As many people act at the same time.
AT_ONCE = 8
#: Of so many entries a moderator asks for changes, and so many are accepted one by one.
ASKED, ONE_BY_ONE = 3, 20
#: The stages of the app contest's preset.
SUBMISSION, RECRUITMENT = "접수", "시민평가단 모집"
FIRST, FINAL, VOTE = "2차 예선심사", "3차 본선심사", "시민평가"
DELIVERY, BRIEFING, CEREMONY = "소스와 결과물 제출", "참가 설명회", "시상식"
DAY = 24 * 60
#: How many awards the preset's prizes are, and what they cost in won.
AWARDS, PRIZE_SUM = 14, 18_000_000
#: How long after its second signature the last result is published.
SOON = timedelta(seconds=10)
#: From when to when each stage lasts, in minutes from the moment at which a phase begins.
PHASES = {
    "submission": {
        BRIEFING: (-DAY, -DAY + 60),
        SUBMISSION: (-DAY, DAY),
        RECRUITMENT: (-DAY, DAY),
        SCREENING: (DAY, 2 * DAY),
        FIRST: (2 * DAY, 3 * DAY),
        FINAL: (3 * DAY, 4 * DAY),
        VOTE: (3 * DAY, 4 * DAY),
        DELIVERY: (4 * DAY, 5 * DAY),
        CEREMONY: (6 * DAY, 6 * DAY + 60),
    },
    "last minutes": {SUBMISSION: (-DAY, 6)},
    "screening": {
        SUBMISSION: (-2 * DAY, 0),
        RECRUITMENT: (-2 * DAY, 0),
        SCREENING: (0, DAY),
    },
    "first judging": {SCREENING: (-DAY, 0), FIRST: (0, DAY)},
    "finals": {FIRST: (-DAY, 0), FINAL: (0, DAY), VOTE: (0, DAY)},
    "results": {FINAL: (-DAY, 0), VOTE: (-DAY, 0), DELIVERY: (0, DAY)},
}


@dataclass
class Rehearsal:
    """One contest from the announcement to the showcase, with so many of each."""

    site: Site
    password: str
    entries: int
    panel: int
    judges: int
    say: Callable[[str], None]
    figures: Figures = field(default_factory=Figures)
    conserved: dict[str, int] = field(default_factory=dict)
    #: Whether two sides have the same, by the sentence that says that they have not.
    same: dict[str, bool] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = Letters(self.site.folder)
        self.teams = [
            Team(number, self._visitor(), self.password) for number in range(1, self.entries + 1)
        ]
        self.citizens = [Citizen(number, self._visitor()) for number in range(1, self.panel + 1)]
        self.jurors = [
            Juror(number, self._visitor(), self.password) for number in range(1, self.judges + 1)
        ]

    def run(self) -> None:
        """Hold the contest; what people could not do stands in `figures.errors`."""
        self.manager = Manager(self._staff(MANAGER))
        self.second = Manager(self._staff(SECOND_MANAGER))
        self.moderators = [Moderator(self._staff(address)) for address in MODERATORS]
        self.announce()
        self.enter()
        self.moderate()
        self.judge_first()
        self.decide_finals()
        self.publish()
        self.count()

    def _visitor(self) -> Visitor:
        return Visitor(self.site.base, self.figures)

    def _staff(self, address: str) -> Visitor:
        return sign_in(self._visitor(), address, self.password)

    def _each(self, act: Callable, people: Iterable) -> None:
        """Let people act, several at a time; what one could not do does not stop the others."""

        def attempt(person) -> None:
            try:
                act(person)
            except Exception as error:  # whatever it is, it is what the rehearsal is to find
                self.figures.complain(error)

        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(attempt, people))

    def _begin(self, phase: str) -> None:
        """Move the stages so that a phase begins now."""
        now = timezone.now().replace(second=0, microsecond=0)

        def at(minutes: int):
            return now + timedelta(minutes=minutes)

        self.say(f"{phase}: {self.figures.requests} requests so far")
        dates = PHASES[phase]
        self.manager.move(
            {name: (at(opens), at(closes)) for name, (opens, closes) in dates.items()}
        )

    def announce(self) -> None:
        """Make and announce the contest, and set up its panel."""
        self.manager.make_contest()
        self.second.form_at = self.manager.form_at
        self._begin("submission")
        self.manager.have_all_judge(FINAL, self.judges)
        self.manager.set_up_panel()

    def enter(self) -> None:
        """Have all sign up and draft, the panel apply, and a third submit in the last minutes."""
        letters = self.letters
        self._each(Team.sign_up, self.teams)
        self._each(Citizen.apply, self.citizens)
        self._each(lambda team: team.draft(letters), self.teams)
        self._each(lambda citizen: citizen.confirm(letters), self.citizens)
        early = len(self.teams) * 2 // 3
        self._each(Team.submit, self.teams[:early])
        self._begin("last minutes")
        self._each(Team.submit, self.teams[early:])
        self._begin("screening")

    def moderate(self) -> None:
        """Ask some teams for changes, accept some one by one and the rest at once."""
        first, second = self.moderators
        waiting = first.queue()
        asked = waiting[:ASKED]
        self._each(lambda url: first.ask(url, "첫 화면을 알아보기 어렵습니다."), asked)
        self._each(second.accept, waiting[ASKED : ASKED + ONE_BY_ONE])
        self._each(Team.answer, self.teams)
        while first.accept_all():
            pass

    def judge_first(self) -> None:
        """Have judges appointed, pledge and score the first round; freeze its result."""
        letters = self.letters
        self.manager.choose_panel()
        self._begin("first judging")
        self._each(lambda juror: juror.sign_up(letters), self.jurors)
        self._appoint(FIRST)
        self._each(Juror.score_all, self.jurors)
        self._each(Juror.sign_off, self.jurors)
        self._begin("finals")
        self.manager.freeze(1)
        self.second.countersign(1)

    def _appoint(self, title: str) -> None:
        stage_at = self.manager.judging(title)
        self.manager.appoint(stage_at, [(juror.address, juror.name) for juror in self.jurors])
        self._each(lambda juror: juror.pledge(self.letters), self.jurors)
        self.manager.assign(stage_at)

    def decide_finals(self) -> None:
        """Have judges score the finalists and the panel vote."""
        self._appoint(FINAL)
        self.manager.send_ballots()
        self._each(Juror.score_all, self.jurors)
        self._each(lambda citizen: citizen.vote(self.letters), self.citizens)
        self._begin("results")

    def publish(self) -> None:
        """Freeze, countersign and publish the last result; put the winners' apps on show.

        It is published at an instant that is still to come: before it nobody sees the result.
        """
        self.manager.freeze(2)
        publish_at = timezone.now().replace(microsecond=0) + SOON
        self.second.countersign(2, publish_at)
        result, reader = f"/contests/{SLUG}/results/2/scores.csv", self._visitor()
        reader.open(result, "await result", status=404)
        time.sleep(max(0, (publish_at - timezone.now()).total_seconds()))
        reader.open(result, "await result")
        self.manager.publish_winners()

    def count(self) -> None:
        """Count on all sides what must be the same."""
        submitted = {receipt.rpartition("-")[0] for team in self.teams for receipt in team.receipts}
        exported = self.moderators[0].export()
        cast = {citizen.code for citizen in self.citizens if citizen.code}
        document = self.manager.document(2)
        amounts = {prize["key"]: prize["amount"] for prize in document["inputs"]["prizes"]}
        voting = next(s for s in document["inputs"]["stages"] if s["kind"] == "voting")
        self.conserved = {
            "entries_submitted": len(submitted),
            "entries_received": self.moderators[0].count_accepted(),
            "entries_exported": len(exported),
            "ballots_cast": len(cast),
            "ballots_counted": voting["ballots"],
            "awards": len(document["awards"]),
            "prize_sum": sum(amounts[award["prize"]] for award in document["awards"]),
            "apps_on_show": self._count_apps(),
        }
        self.same = {
            "The receipts of the teams are not those of the export.": submitted == exported,
            "The codes of the ballots are not those of the published list.": cast
            == self._listed_codes(),
        }

    def _count_apps(self) -> int:
        """Return how many apps of this year the public showcase says that it has."""
        address = f"/showcase/?year={timezone.localdate().year}"
        page = self._visitor().open(address, "read showcase")
        return int(page.tree.get_element_by_id("catalogue-count").findtext("strong"))

    def _listed_codes(self) -> set[str]:
        """Return the codes on the published list of ballots."""
        page = self._visitor().open(f"/contests/{SLUG}/vote/ballots.csv", "read ballots")
        lines = page.answer.content.decode("utf-8-sig").splitlines()[1:]
        return {line.split(",")[0].strip('"') for line in lines}

    def lost(self) -> list[str]:
        """Return a sentence for each figure that was not conserved."""
        if not self.conserved:
            return ["The rehearsal did not come to its end."]
        wanted = {
            "entries_submitted": self.entries,
            "entries_received": self.entries,
            "entries_exported": self.entries,
            "ballots_cast": self.panel,
            "ballots_counted": self.panel,
            "awards": AWARDS,
            "prize_sum": PRIZE_SUM,
            "apps_on_show": AWARDS,
        }
        wrong = [
            f"{name}: {self.conserved[name]:,} and not {number:,}."
            for name, number in wanted.items()
            if self.conserved[name] != number
        ]
        if not self.same:
            wrong.append("Receipts and codes of ballots were not compared.")
        return wrong + [sentence for sentence, is_so in self.same.items() if not is_so]
