"""Entries that resemble each other: remembered as their row says, found beside a review."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils import timezone
from wagtail import hooks

from contest_pages.entries import likeness
from contest_pages.entries.models import Entry, Likeness
from contest_pages.entries.queries import awards_of

#: How many entries are compared, and how many of them shown.
COMPARED, SHOWN = 40, 6
Kind = Likeness.Kind


def marks_of(content: Entry) -> dict[str, list[int]]:
    """Return the marks of what an entry says, by kind."""
    source = likeness.address(content.source_url)
    return {
        Kind.SOURCE: [likeness.mark(source)] if source else [],
        Kind.TITLE: likeness.marks_of(content.title),
        Kind.SUMMARY: likeness.marks_of(content.summary),
    }


def remember(entry: Entry) -> None:
    """Keep the marks of what the entry's row says now, in place of the earlier ones.

    Called wherever content is written to the row: an accepted entry's change is no part of it
    until it is accepted.
    """
    Likeness.objects.filter(entry=entry).delete()
    Likeness.objects.bulk_create(
        Likeness(entry=entry, kind=kind, mark=mark)
        for kind, marks in marks_of(entry).items()
        for mark in marks
    )


@dataclass(frozen=True)
class Resemblance:
    """An entry that resembles the one under review, and in what."""

    entry: Entry
    awards: list[str]
    same_source: bool
    #: From 0 to 100.
    title: int
    summary: int

    @property
    def nearly_title(self) -> bool:
        """Return whether the titles are nearly the same."""
        return self.title >= 100 * likeness.NEARLY

    @property
    def nearly_summary(self) -> bool:
        """Return whether the summaries are nearly the same."""
        return self.summary >= 100 * likeness.NEARLY


def resembling(content: Entry) -> list[Resemblance]:
    """Return the entries of this and earlier contests that resemble a submission.

    Those with an award come first, then those with the same source, then the most alike. Three
    statements, however many entries there are.
    """
    entries = list(_candidates(content))
    awards = awards_of(entries) if entries else {}
    found = [each for entry in entries if (each := _compare(content, entry, awards))]
    found.sort(key=lambda each: (not each.awards, not each.same_source, -each.title - each.summary))
    return found[:SHOWN]


def _candidates(content: Entry) -> Iterable[Entry]:
    """Return the entries that share marks with a submission, winners first."""
    marks = marks_of(content)
    shared = Q()
    for kind, values in marks.items():
        if values:
            shared |= Q(kind=kind, mark__in=values)
    if not shared:
        return []
    alike = (
        Likeness.objects.filter(shared)
        .exclude(entry=content.pk)
        .values("entry")
        .annotate(**{kind: Count("pk", filter=Q(kind=kind)) for kind in Kind.values})
        .filter(
            Q(source__gte=1)
            | Q(title__gte=_enough(marks[Kind.TITLE]))
            | Q(summary__gte=_enough(marks[Kind.SUMMARY]))
        )
        .annotate(won=_has_won())
        .order_by("-won", "-source", "-title", "-summary", "-entry")
    )
    keys = [row["entry"] for row in alike[:COMPARED]]
    return Entry.objects.filter(pk__in=keys).select_related("contest") if keys else []


def _enough(marks: list[int]) -> int:
    """Return how many shared marks make it worth comparing: fewer than likeness needs."""
    return max(1, len(marks) // 3)


def _has_won() -> Case:
    """Return 1 for entries with an award, as the hook `winning_entries` names them."""
    winners: list[QuerySet] = [
        winning(timezone.now()) for winning in hooks.get_hooks("winning_entries")
    ]
    condition = Q(pk__in=[])
    for keys in winners:
        condition |= Q(entry__in=keys)
    return Case(When(condition, then=Value(1)), default=Value(0))


def _compare(content: Entry, other: Entry, awards: dict) -> Resemblance | None:
    """Return in what two entries resemble each other; None if in nothing."""
    source = likeness.address(content.source_url)
    found = Resemblance(
        entry=other,
        awards=awards.get(other.pk, []),
        same_source=bool(source) and source == likeness.address(other.source_url),
        title=round(100 * likeness.alike(content.title, other.title)),
        summary=round(100 * likeness.alike(content.summary, other.summary)),
    )
    return found if found.same_source or found.nearly_title or found.nearly_summary else None
