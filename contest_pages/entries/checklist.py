"""The contest's checklist, as the review page shows and takes it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms

from contest_pages.entries.models import CheckMark, Entry
from contest_pages.entries.submissions import Submission
from contest_pages.models import CheckItem

Verdict = CheckMark.Verdict


@dataclass(frozen=True)
class Line:
    """A line of the checklist, what was found of the submission shown, and of the last before."""

    item: CheckItem
    mark: CheckMark | None
    before: CheckMark | None

    @property
    def verdict(self) -> str:
        """Return what was found; empty where nobody has looked."""
        return self.mark.verdict if self.mark else ""

    @property
    def is_fulfilled(self) -> bool:
        """Return whether somebody has found it fulfilled."""
        return self.verdict == Verdict.OK


def lines_of(entry: Entry, shown: Submission, submissions: list[Submission]) -> list[Line]:
    """Return the checklist for a submission; two statements, however long it is."""
    numbers = {each.revision.pk: each.number for each in submissions}
    now: dict[int, CheckMark] = {}
    before: dict[int, CheckMark] = {}
    marks = CheckMark.objects.filter(entry=entry).select_related("by").order_by("revision")
    for mark in marks.exclude(verdict="", note=""):
        number = numbers.get(mark.revision_id, 0)
        if number == shown.number:
            now[mark.item_id] = mark
        elif number < shown.number:
            before[mark.item_id] = mark
    return [
        Line(item, now.get(item.pk), before.get(item.pk)) for item in entry.contest.checks.all()
    ]


class ChecklistForm(forms.Form):
    """What was found for each line: a verdict and a note."""

    revision = forms.IntegerField()

    def __init__(self, data: Mapping, *, entry: Entry):
        super().__init__(data)
        self.items = list(entry.contest.checks.all())
        for item in self.items:
            self.fields[f"verdict-{item.pk}"] = forms.ChoiceField(
                choices=[("", ""), *Verdict.choices], required=False
            )
            self.fields[f"note-{item.pk}"] = forms.CharField(max_length=300, required=False)

    def found(self) -> dict[int, tuple[str, str]]:
        """Return verdict and note by the key of the line."""
        values = self.cleaned_data
        return {
            item.pk: (values[f"verdict-{item.pk}"], values[f"note-{item.pk}"])
            for item in self.items
        }
