"""What a team is told of its own entry after publication."""

from collections import defaultdict
from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contest_pages.entries.models import Entry
from contest_pages.judging.models import Review
from contest_pages.models import Stage
from contest_pages.results import queries
from contest_pages.results.documents import shown
from contest_pages.results.wording import title_in

#: The best share of all ranked entries up to which a band reaches, in percent.
BANDS = (
    (10, gettext_lazy("the best tenth")),
    (25, gettext_lazy("the best quarter")),
    (50, gettext_lazy("the better half")),
)
#: So few have no quarters.
PARTED_FROM = 4


def is_given(entry: Entry, now: datetime) -> bool:
    """Return whether the team of an entry may see feedback: published, and the contest gives it."""
    return entry.contest.gives_feedback and bool(queries.published_lines(entry, now))


def feedback_on(entry: Entry, now: datetime) -> list[dict]:
    """Return by published round the entry's band, its averages by criterion, and comments."""
    return [
        {
            "round": sheet.round,
            "band": band(line["rank"], sheet.document),
            "advances": entry.receipt in sheet.document["advances"],
            "stages": [
                _stage(stage, line, entry)
                for stage in sheet.document["inputs"]["stages"]
                if str(stage["key"]) in line["stages"]
            ],
        }
        for sheet, line in queries.published_lines(entry, now)
    ]


def band(rank: int | None, document: dict) -> str:
    """Return in which part of the ranked entries a rank lies; nothing without a rank.

    Of fewer than `PARTED_FROM` it is the place itself.
    """
    if rank is None:
        return ""
    ranked = sum(line["rank"] is not None for line in document["ranking"])
    if ranked < PARTED_FROM:
        return _("place %(rank)s of %(ranked)s") % {"rank": rank, "ranked": ranked}
    name = next((name for most, name in BANDS if rank * 100 <= most * ranked), None)
    return str(name or _("the other half"))


def _stage(stage: dict, line: dict, entry: Entry) -> dict:
    """Return a stage's score with the averages by criterion, beside those of all entries."""
    told = {"title": title_in(stage), "score": line["stages"][str(stage["key"])]["score"]}
    if stage["kind"] == Stage.Kind.VOTING:
        return told
    own: dict[str, list[int]] = defaultdict(list)
    everybody: dict[str, list[int]] = defaultdict(list)
    for review in stage["reviews"]:
        for key, points in review["points"].items():
            everybody[key].append(points)
            if review["entry"] == entry.receipt:
                own[key].append(points)
    told["criteria"] = [
        {
            "title": title_in(criterion),
            "maximum": criterion["maximum"],
            "mean": shown(_mean(own[key])),
            "all": shown(_mean(everybody[key])),
        }
        for criterion in stage["criteria"]
        if own[key := str(criterion["key"])]
    ]
    told["comments"] = _comments(stage["key"], entry)
    return told


def _mean(points: list[int]) -> Fraction:
    return Fraction(sum(points), len(points))


def _comments(stage: int, entry: Entry) -> list[str]:
    """Return what judges wrote for the team, by its text.

    By the judges' letters the published scores would say who wrote what.
    """
    reviews = Review.objects.counted().filter(judge__stage=stage, entry=entry).exclude(comment="")
    return sorted(reviews.values_list("comment", flat=True))
