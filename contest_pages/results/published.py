"""What is told of a published sheet: the same on the page, in the file and in the data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from contest_pages.entries.models import Entry
from contest_pages.models import Stage
from contest_pages.results.models import ResultSheet


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


def lines_of(sheet: ResultSheet, found: Sequence[Mapping], now: datetime) -> list[Line]:
    """Tell of some lines of a sheet's ranking; one statement finds who of them is public."""
    document = sheet.document
    receipts = [line["entry"] for line in found]
    public = Entry.objects.public(now).filter(contest=sheet.contest_id, receipt__in=receipts)
    known = {entry.receipt: entry for entry in public.defer("description", "answers")}
    for entry in known.values():
        entry.contest = sheet.contest
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
