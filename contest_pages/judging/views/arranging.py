"""Which judge reviews what, for managers: shared out, by hand, and what stands against it."""

from collections import Counter

from django import forms
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.accounts.models import mailbox_of
from cms.admin_acts import ActView
from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.judging import actions, overview
from contest_pages.judging.assignment import share_out
from contest_pages.judging.conflicts import Tie, barred
from contest_pages.judging.managing_forms import ConflictForm
from contest_pages.judging.models import Conflict, Judge, Review
from contest_pages.judging.shortages import advice, shortages_of
from contest_pages.judging.views.managing import PER_PAGE, OfStage, key_in
from contest_pages.judging.wishes import wish_of


class SeenForm(forms.Form):
    """Which plan was looked at."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)


class AssignView(OfStage, ActView):
    """Shows who would get how many entries, and shares them out."""

    template_name = "judging/admin/assign.html"
    page_title = gettext_lazy("Share out entries")
    form_class = SeenForm
    submit_label = gettext_lazy("Assign now")

    def get_context_data(self, **kwargs) -> dict:
        """Return the plan by judge, and what cannot be had."""
        wish = wish_of(self.stage)
        plan = share_out(wish)
        judges = list(overview.judges_of(self.stage).filter(state__in=Judge.SITTING))
        given = Counter(judge for judge, _entry in plan.given)
        taken = Counter(judge for judge, _entry in plan.taken)
        forbidden = Counter(judge for judge, _entry in wish.barred)
        shortages = shortages_of(plan, self.stage, judges, wish.barred)
        return super().get_context_data(**kwargs) | {
            "stage": self.stage,
            "plan": plan,
            "rows": [
                {
                    "judge": judge,
                    "kept": judge.begun + judge.done,
                    "given": given[judge.pk],
                    "taken": taken[judge.pk],
                    "barred": forbidden[judge.pk],
                    "load": plan.loads[judge.pk],
                }
                for judge in judges
            ],
            "shortages": shortages,
            "advice": advice(shortages),
        }

    def act(self, form: forms.Form) -> str:
        """Share out."""
        seen = form.cleaned_data["seen"]
        plan = actions.assign(self.stage, seen=seen, by=self.request.user)
        return ngettext(
            "%(count)s review was given.", "%(count)s reviews were given.", len(plan.given)
        ) % {"count": len(plan.given)}


class EntryView(OfStage, TemplateView):
    """Who reviews one entry: gives it to a judge or takes it away."""

    template_name = "judging/admin/entry.html"

    @cached_property
    def entry(self) -> Entry:
        """The entry, with its reviews."""
        return get_object_or_404(overview.entries_of(self.stage), pk=self.kwargs["entry_id"])

    def get_page_title(self) -> str:
        """Name the entry."""
        return self.entry.title

    def get_context_data(self, **kwargs) -> dict:
        """Return every judge with what they have to do with the entry."""
        judges = list(overview.judges_of(self.stage))
        reviews = Review.objects.filter(judge__stage=self.stage, entry=self.entry)
        theirs = {review.judge_id: review for review in reviews}
        own = Entry.objects.filter(pk=self.entry.pk)
        why = barred(judges, own)
        return super().get_context_data(**kwargs) | {
            "entry": self.entry,
            "rows": [
                {
                    "judge": judge,
                    "review": theirs.get(judge.pk),
                    "reason": (reason := why.get((judge.pk, self.entry.pk))),
                    # By hand an entry of another track may be given: that is no conflict.
                    "may_have": reason in (None, Tie.TRACK.label),
                }
                for judge in judges
                if judge.sits or judge.pk in theirs
            ],
        }

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Give the entry to the judge that was chosen, or take it away."""
        give, take = request.POST.get("give", ""), request.POST.get("take", "")
        judge = get_object_or_404(self.stage.judges, pk=key_in(give or take))
        names = {"name": judge, "entry": self.entry}
        try:
            if give:
                actions.give(judge, self.entry, by=request.user)
                messages.success(request, _("%(name)s reviews “%(entry)s” too.") % names)
            else:
                review = get_object_or_404(judge.reviews, entry=self.entry)
                actions.take_away(review, by=request.user)
                messages.success(request, _("%(name)s no longer reviews “%(entry)s”.") % names)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("judging_entry", self.stage.pk, self.entry.pk)


class ConflictsView(OfStage, ActView):
    """Which judges must not have which entries, and why; declares what no record shows."""

    template_name = "judging/admin/conflicts.html"
    page_title = gettext_lazy("Conflicts of interest")
    form_class = ConflictForm
    submit_label = gettext_lazy("Declare")

    @cached_property
    def entries(self) -> QuerySet[Entry]:
        """The stage's entries; which those are is asked once."""
        return Entry.objects.scored_in(self.stage)

    def get_form_kwargs(self) -> dict:
        """Offer the stage's judges and entries."""
        return super().get_form_kwargs() | {"stage": self.stage, "entries": self.entries}

    def get_success_url(self) -> str:
        """Stay."""
        return reverse("judging_conflicts", args=[self.stage.pk])

    def get_context_data(self, **kwargs) -> dict:
        """Return every tie, with the review that there is in spite of it."""
        entries = self.entries
        judges = {judge.pk: judge for judge in self.stage.judges.all()}
        titles = {entry.pk: entry for entry in entries.only("pk", "title")}
        reviews = Review.objects.filter(judge__stage=self.stage)
        kept = {
            (review.judge_id, review.entry_id): review
            for review in reviews.exclude(state=Review.State.RECUSED)
        }
        declared = Conflict.objects.filter(entry__in=entries.order_by().values("pk"))
        by_pair = {(mailbox_of(each.email), each.entry_id): each for each in declared}
        found = barred(judges.values(), entries, tracks=False)
        rows = [
            {
                "judge": judges[judge],
                "entry": titles[entry],
                "reason": reason,
                "review": kept.get((judge, entry)),
                "declared": by_pair.get((mailbox_of(judges[judge].email), entry)),
            }
            for (judge, entry), reason in found.items()
        ]
        rows.sort(key=lambda row: (row["judge"].name, row["entry"].title))
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {"page_of_rows": page, "stage": self.stage}

    def post(self, request, *args, **kwargs) -> HttpResponse:
        """Take back what was declared where a row was chosen, else declare."""
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        entries = self.entries.order_by().values("pk")
        here = Conflict.objects.filter(entry__in=entries)
        conflict = get_object_or_404(here, pk=key_in(request.POST["remove"]))
        try:
            actions.remove_conflict(self.stage, conflict, by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The conflict was taken back."))
        return redirect(self.get_success_url())

    def act(self, form: forms.Form) -> str:
        """Declare."""
        values = form.cleaned_data
        judge: Judge = values.pop("judge")
        actions.declare_conflict(self.stage, email=judge.email, by=self.request.user, **values)
        return _("The conflict was declared: the judge does not review this entry.")
