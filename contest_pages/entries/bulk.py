"""Wagtail's bulk actions on entries: each entry succeeds or fails alone, and the page says which."""

import logging
from dataclasses import dataclass

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from cms.errors import Refused
from cms.notices.actions import quietly
from contest_pages.entries import moderator_notices, queue, rules
from contest_pages.entries.act_forms import ActForm, Choices
from contest_pages.entries.decisions import ACTS, Act, decide
from contest_pages.entries.exports import EntrySpreadsheet
from contest_pages.entries.models import Entry
from contest_pages.entries.queue import Queue
from contest_pages.models import Track

log = logging.getLogger(__name__)
#: How many entries are acted upon in one request; the rest of a longer list is left for the next.
AT_ONCE = 200
ALL = "all"
#: No key of a database is as long.
DIGITS = 19


@dataclass(frozen=True)
class Outcome:
    """What became of one entry."""

    entry: Entry
    #: Why it was refused; empty where it was done.
    refusal: str = ""

    @property
    def url(self) -> str:
        """Return the address of its review page."""
        return reverse(queue.REVIEW, args=[self.entry.pk])


class EntryBulkAction(SnippetBulkAction):
    """An act on the entries that were chosen in the list, as the list showed them.

    Beside its key each entry carries the submission that was shown: another is never decided
    about. A subclass names its act of `decisions.ACTS`.
    """

    models = (Entry,)
    template_name = "entries/admin/bulk.html"
    act: Act
    needs_reason = False

    @classmethod
    def button(cls) -> dict[str, str | Promise]:
        """Return what the list shows of the act below its entries."""
        url = reverse("wagtail_bulk_action", args=["contest_entries", "entry", cls.action_type])
        return {"label": cls.display_name, "aria_label": cls.aria_label, "url": url}

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Let moderators in."""
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def queue(self) -> Queue:
        """The list from which the entries were chosen."""
        return Queue.of(self.request.GET, self.request)

    @property
    def is_all(self) -> bool:
        """Return whether all of the list was chosen, not only what was shown."""
        return ALL in self.request.GET.getlist("id")

    @cached_property
    def chosen(self) -> dict[int, int]:
        """The submission that was shown, by the key of its entry, in the order of the list."""
        if self.request.method == "POST":
            return _parsed(self.request.POST.get("seen", "").split())
        if self.is_all:
            return dict(self.queue.entries().values_list("pk", "latest_revision")[:AT_ONCE])
        return _parsed(self.request.GET.getlist("id"))

    @cached_property
    def entries(self) -> list[Entry]:
        """The chosen entries in the order of the list."""
        found = queue.all_entries(self.request.user).filter(pk__in=self.chosen)
        found = found.select_related("contest", "track", "assignee")
        by_key = {entry.pk: entry for entry in found.order_by()}
        return [by_key[pk] for pk in self.chosen if pk in by_key]

    def get_actionable_objects(self) -> tuple[list[Entry], dict]:
        """Return the chosen entries; whether each can be acted upon is asked when it is done."""
        return self.entries, {"items_with_no_access": []}

    def get_form(self, form_class=None) -> ActForm:
        """Return the form of the act, for many entries."""
        contests = {entry.contest_id for entry in self.entries}
        choices = Choices(list(Track.objects.filter(contest__in=contests)))
        return self.act.form(
            self.request.POST or None, act=self.act.name, choices=choices, one=False
        )

    def get_context_data(self, **kwargs) -> dict:
        """Return what the page shows before the act is done."""
        count = self.queue.entries().count() if self.is_all and not self.request.POST else 0
        return {
            **super().get_context_data(**kwargs),
            "title": self.display_name,
            "button": self.display_name,
            "help": self.act.help,
            "entries": [(entry, self.is_as_shown(entry)) for entry in self.entries],
            "seen": " ".join(f"{pk}.{revision}" for pk, revision in self.chosen.items()),
            "left": max(0, count - len(self.chosen)),
        }

    def is_as_shown(self, entry: Entry) -> bool:
        """Return whether the entry's latest submission is the one that the list showed."""
        return entry.latest_revision_id == self.chosen[entry.pk]

    def prepare_action(self, objects: list[Entry], objects_without_access: dict) -> HttpResponse:
        """Act on each entry in a transaction of its own, and show what became of it.

        Wagtail would do all in one transaction after this: so it is answered here.
        """
        values = self.cleaned_form.values()
        if self.needs_reason and not values["reason"]:
            self.cleaned_form.add_error(None, _("Give a reason: the team reads it."))
            return self.form_invalid(self.cleaned_form)
        outcomes = [self.outcome(entry, values) for entry in objects]
        return self.result(outcomes)

    def outcome(self, entry: Entry, values: dict) -> Outcome:
        """Do the act with one entry; say what became of it."""
        shown = self.chosen[entry.pk]
        try:
            decide(entry, self.act, revision=shown, by=self.request.user, values=values)
        except Refused as refusal:
            return Outcome(entry, str(refusal))
        except Exception:
            # Whatever is wrong with one entry must not hide what was done with the others.
            log.exception("Bulk action %s failed for entry %s", self.action_type, entry.pk)
            return Outcome(entry, _("Something went wrong. Nothing of this entry was changed."))
        return Outcome(entry)

    def result(self, outcomes: list[Outcome]) -> HttpResponse:
        """Show what was done and what was refused, and why."""
        context = {
            "title": self.display_name,
            "header_icon": self.model.snippet_viewset.icon,
            "done": [each for each in outcomes if not each.refusal],
            "refused": [each for each in outcomes if each.refusal],
            "next": self.next_url,
        }
        return render(self.request, "entries/admin/bulk_result.html", context)


def _parsed(words: list[str]) -> dict[int, int]:
    """Read `key.submission` words; what is no such word is left out."""
    found = {}
    for word in words:
        pk, _dot, revision = word.partition(".")
        if pk.isdecimal() and revision.isdecimal() and max(len(pk), len(revision)) < DIGITS:
            found[int(pk)] = int(revision)
    return found


class AcceptMany(EntryBulkAction):
    """Accepts entries."""

    act = ACTS["accept"]
    action_type = "accept"
    display_name = gettext_lazy("Accept")
    aria_label = gettext_lazy("Accept the selected entries")
    action_priority = 10


class RequestChangesMany(EntryBulkAction):
    """Returns entries to their teams with one reason."""

    act = ACTS["request_changes"]
    action_type = "request_changes"
    display_name = gettext_lazy("Ask for changes")
    aria_label = gettext_lazy("Ask the teams of the selected entries for changes")
    action_priority = 20
    needs_reason = True


class AssignMany(EntryBulkAction):
    """Lets one moderator see to entries."""

    act = ACTS["hand_over"]
    action_type = "assign"
    display_name = gettext_lazy("Assign")
    aria_label = gettext_lazy("Assign the selected entries to a moderator")
    action_priority = 30

    def outcome(self, entry: Entry, values: dict) -> Outcome:
        """Write no letter about each: `result` writes one about all."""
        with quietly():
            return super().outcome(entry, values)

    def result(self, outcomes: list[Outcome]) -> HttpResponse:
        """Tell the moderator how many there are."""
        if to := self.cleaned_form.values()["to"]:
            count = sum(not each.refusal for each in outcomes)
            moderator_notices.given(count, to=to, by=self.request.user)
        return super().result(outcomes)


class MoveMany(EntryBulkAction):
    """Puts entries into another track of their contest."""

    act = ACTS["move_track"]
    action_type = "move_track"
    display_name = gettext_lazy("Move to another track")
    aria_label = gettext_lazy("Move the selected entries to another track")
    action_priority = 40


class ExportForm(forms.Form):
    """Asks for the kind of file."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of file"),
        choices=[("xlsx", "XLSX (Excel)"), ("csv", "CSV")],
        initial="xlsx",
        widget=forms.RadioSelect,
    )


class ExportMany(EntrySpreadsheet, EntryBulkAction):
    """Writes entries into a file; of a whole list all of them, however many."""

    action_type = "export"
    display_name = gettext_lazy("Export")
    aria_label = gettext_lazy("Export the selected entries")
    action_priority = 50

    @dataclass(frozen=True)
    class _Writing:
        help: Promise

    act = _Writing(gettext_lazy("With all facts, fields and answers, one entry a row."))

    def get_form(self, form_class=None) -> forms.Form:
        """Ask for the kind of file."""
        return ExportForm(self.request.POST or None)

    def prepare_action(self, objects: list[Entry], objects_without_access: dict) -> HttpResponse:
        """Answer with the file."""
        entries: QuerySet = self.queue.entries()
        if not self.is_all:
            entries = queue.all_entries(self.request.user).filter(pk__in=self.chosen)
        return self.as_spreadsheet(entries, self.cleaned_form.cleaned_data["kind"])


BULK_ACTIONS = (AcceptMany, RequestChangesMany, AssignMany, MoveMany, ExportMany)
