"""What is told of a published sheet: the same on the page, in the file and in the data."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contest_pages.entries.models import Entry
from contest_pages.models import Stage
from contest_pages.results.models import ResultSheet
from contest_pages.results.wording import title_in


@dataclass(frozen=True)
class Line:
    """Where an entry stands; `entry` is there if everybody can see it."""

    rank: int | None
    receipt: str
    entry: Entry | None
    #: One for each stage, with two decimals; empty where nothing counts.
    scores: list[str]
    score: str
    advances: bool


@dataclass(frozen=True)
class Given:
    """What a judge gave an entry on a criterion, or what all ballots together did."""

    #: The stage and the criterion as the document has them, with titles in both languages.
    stage: Mapping
    receipt: str
    judge: str = ""
    criterion: Mapping | None = None
    points: int = 0
    ballots: int | None = None


def public_entries(sheet: ResultSheet, receipts: Iterable[str], now: datetime) -> dict[str, Entry]:
    """Return those of some entries of a sheet that everybody can see, by receipt number."""
    public = Entry.objects.public(now).filter(contest=sheet.contest_id, receipt__in=set(receipts))
    known = {entry.receipt: entry for entry in public.defer("description", "answers")}
    for entry in known.values():
        entry.contest = sheet.contest
    return known


def lines_of(
    sheet: ResultSheet, found: Sequence[Mapping], known: Mapping[str, Entry]
) -> list[Line]:
    """Tell of some lines of a sheet's ranking; `known` are its entries that are public."""
    document = sheet.document
    stages = [str(stage["key"]) for stage in document["inputs"]["stages"]]
    advances = set(document["advances"])
    return [
        Line(
            rank=line["rank"],
            receipt=line["entry"],
            entry=known.get(line["entry"]),
            scores=[line["stages"].get(key, {}).get("score", "") for key in stages],
            score=line["score"],
            advances=line["entry"] in advances,
        )
        for line in found
    ]


@dataclass(frozen=True)
class Score:
    """What one judge gave an entry in a stage."""

    judge: str
    #: By criterion, in the stage's order; None where the judge gave none.
    points: list[int | None]
    #: Of 100, with two decimals; and as it counts, where the stage moves scores.
    score: str
    counts: str
    is_left_out: bool


@dataclass(frozen=True)
class Judged:
    """What a stage's judges gave an entry."""

    stage: Mapping
    scores: list[Score]

    @property
    def rows(self) -> list[tuple[str, Mapping, list[int | None]]]:
        """Each criterion, with its title, and what each judge gave on it."""
        return [
            (title_in(criterion), criterion, [score.points[place] for score in self.scores])
            for place, criterion in enumerate(self.stage["criteria"])
        ]

    @property
    def leaves_out(self) -> bool:
        """Return whether the mean leaves some of them out."""
        return any(score.is_left_out for score in self.scores)

    @property
    def is_moved(self) -> bool:
        """Return whether scores count otherwise than they were given."""
        return self.stage["normalisation"] == Stage.Normalisation.Z_SCORE


def judged_in(document: Mapping, receipt: str) -> list[Judged]:
    """Return what judges gave an entry, by stage; stages in which nobody scored it are left out."""
    found = []
    for stage in document["inputs"]["stages"]:
        scores = [
            Score(
                judge=review["judge"],
                points=[review["points"].get(str(each["key"])) for each in stage["criteria"]],
                score=review["score"],
                counts=review.get("counts", ""),
                is_left_out="left_out" in review,
            )
            for review in stage.get("reviews", ())
            if review["entry"] == receipt
        ]
        if scores:
            found.append(Judged(stage, scores))
    return found


def given_in(document: Mapping) -> Iterator[Given]:
    """Yield each score of a judge, who is a letter, and each entry that citizens voted on."""
    for stage in document["inputs"]["stages"]:
        if stage["kind"] == Stage.Kind.VOTING:
            for line in stage["tally"]:
                yield Given(stage, line["entry"], points=line["points"], ballots=line["ballots"])
            continue
        criteria = {str(each["key"]): each for each in stage["criteria"]}
        for review in stage["reviews"]:
            for key, points in review["points"].items():
                yield Given(stage, review["entry"], review["judge"], criteria[key], points)
