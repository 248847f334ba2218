"""Entries as a spreadsheet: all that is asked for, with the answers by question."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cms.exports import SafeSpreadsheetMixin
from contest_pages.entries.models import Entry
from contest_pages.entries.queries import field_label
from contest_pages.models import Question
from contest_pages.questions import kind_named

CHUNK = 500
#: Columns of an entry's own fields, in their order; before them stand its facts.
FIELDS = (
    "title",
    "team_name",
    "summary",
    "description",
    "source_url",
    "licence",
    "web_url",
    "android_url",
    "ios_url",
)
HEADINGS = {
    "receipt": _("Receipt number"),
    "contest": _("Contest"),
    "track": _("Track"),
    "state": _("State"),
    "waiting_since": _("Waiting since"),
    "submitted_at": _("First submitted"),
    "decided_at": _("Last decision"),
    "moderator": _("Moderator"),
    "leader": _("Leader"),
    "email": _("Leader’s e-mail address"),
    "members": _("All members"),
}
ANSWER = "answer."


def row_of(entry: Entry) -> dict[str, Any]:
    """Return an entry's cells by column; answers under their question's key."""
    team = [member.user for member in entry.memberships.all()]
    leader = team[0] if team else None
    row = {
        "receipt": entry.receipt,
        "contest": entry.contest.title,
        "track": entry.track.title if entry.track else "",
        "state": entry.get_state_display(),
        "waiting_since": entry.waiting_since or "",
        "submitted_at": entry.submitted_at,
        "decided_at": entry.decided_at or "",
        "moderator": entry.assignee.name if entry.assignee else "",
        "leader": leader.name if leader else "",
        "email": leader.email if leader else "",
        "members": ", ".join(person.name for person in team),
    }
    row |= {name: getattr(entry, name) for name in FIELDS}
    for answer in entry.answers:
        row[f"{ANSWER}{answer['key']}"] = kind_named(answer["kind"]).export(answer)
    return row


def question_keys(entries: QuerySet) -> list[str]:
    """Return the keys of all questions that the entries' contests ask, in their order."""
    contests = entries.order_by().values("contest")
    keys = (
        Question.objects.filter(contest__in=contests)
        .order_by("contest", "sort_order")
        .values_list("key", flat=True)
    )
    return list(dict.fromkeys(keys))


class EntrySpreadsheet(SafeSpreadsheetMixin):
    """Writes entries of `queue.all_entries` as CSV or XLSX; for views."""

    export_filename = "entries"
    export_headings = HEADINGS
    #: The columns that every export has; the questions' come with the entries.
    list_export = [*HEADINGS, *FIELDS]

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str):
        """Add a column for each question, then write."""
        self.list_export = [*HEADINGS, *FIELDS] + [
            f"{ANSWER}{key}" for key in question_keys(queryset)
        ]
        related = queryset.select_related("contest", "track", "assignee")
        return super().as_spreadsheet(
            Rows(related.prefetch_related("memberships__user")), spreadsheet_format
        )

    def to_row_dict(self, item: Entry) -> dict[str, Any]:
        """Fill the columns; a question that was not asked of the entry stays empty."""
        row = row_of(item)
        return {column: row.get(column, "") for column in self.list_export}

    def get_heading(self, queryset, field: str) -> str:
        """Name the columns; an answer’s by its question’s lasting key."""
        if field in FIELDS:
            return field_label(field)
        return str(HEADINGS.get(field, field.removeprefix(ANSWER)))


class Rows:
    """Entries read a part at a time, with what belongs to them."""

    def __init__(self, entries: QuerySet):
        self.entries, self.model = entries, entries.model

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries.iterator(chunk_size=CHUNK))
