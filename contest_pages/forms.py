"""The forms with which staff make and change contests."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput, AdminDateTimeInput

from cms.accents import Accent
from contest_pages import rules
from contest_pages.models import Contest
from contest_pages.validation import ContestRows


class NewContestForm(forms.ModelForm):
    """Asks what a contest begins with; the rest comes from its kind's preset."""

    opens_on = forms.DateField(
        label=gettext_lazy("Entries open on"),
        widget=AdminDateInput,
        initial=timezone.localdate,
        help_text=gettext_lazy("All dates are counted from this day; you can change each later."),
    )

    class Meta:
        model = Contest
        fields = ("kind", "title_ko", "title_en", "slug")

    def clean_slug(self) -> str:
        """Keep addresses in small letters."""
        return self.cleaned_data["slug"].lower()


class StageForm(WagtailAdminModelForm):
    """A stage as a row of the contest's form: only the contest's own rounds can be chosen."""

    def __init__(self, *args, rounds=(), **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["round"]
        field.choices = [("", field.empty_label), *((row.pk, str(row)) for row in rounds)]
        field.queryset = field.queryset.filter(pk__in=[row.pk for row in rounds])
        # Setting the queryset read the choices anew: one statement for each row.
        field.widget.choices = [("", "–"), *((row.pk, str(row)) for row in rounds)]


class CriterionForm(WagtailAdminModelForm):
    """A criterion as a row of the contest's form: only the contest's own judging and tracks."""

    def __init__(self, *args, stages=(), tracks=(), **kwargs):
        super().__init__(*args, **kwargs)
        for name, rows in (("stage", stages), ("tracks", tracks)):
            field = self.fields[name]
            field.queryset = field.queryset.filter(pk__in=[row.pk for row in rows])
            choices = [(row.pk, str(row)) for row in rows]
            field.widget.choices = choices if name == "tracks" else [("", "–"), *choices]
        for name in ("guidance_ko", "guidance_en"):
            self.fields[name].widget.attrs["rows"] = 3


class ContestForm(WagtailAdminModelForm):
    """A contest with all its rows; what the rows must be together is in `validation`."""

    accent = forms.ChoiceField(
        label=gettext_lazy("Accent colour"),
        choices=Accent.choices,
        help_text=gettext_lazy("Colours the announcement, the cards and the drawn pattern."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "stages" in self.formsets:
            rounds = list(self.instance.rounds.all()) if self.instance.pk else []
            self.formsets["stages"].form_kwargs["rounds"] = rounds
        if "criteria" in self.formsets:
            rows = self.formsets["criteria"].form_kwargs
            saved = bool(self.instance.pk)
            rows["stages"] = self.instance.judging if saved else []
            rows["tracks"] = list(self.instance.tracks.all()) if saved else []
        if self.instance.pk and rules.was_announced(self.instance):
            for name in rules.FIXED_WHEN_ANNOUNCED:
                self.fields[name].disabled = True
                self.fields[name].help_text = rules.ANNOUNCED

    def clean(self) -> dict:
        """Check the rows against each other; every error names its row and says why."""
        cleaned = super().clean()
        uses = rules.uses_of(self.instance) if self.instance.pk else {}
        rows = ContestRows(self.formsets, uses)
        for message in rows.problems():
            self.add_error(None, message)
        if message := rows.over_budget(cleaned.get("budget")):
            self.add_error("budget", message)
            # With one of these Wagtail lists all errors above the form, whatever the tab.
            self.add_error(None, _("Please check the budget and the prizes."))
        if opens_at := cleaned.get("gallery_opens_at"):
            ends = rows.blind_until()
            if message := rules.why_not_open_gallery(opens_at, ends, timezone.now()):
                self.add_error("gallery_opens_at", message)
                self.add_error(None, _("Please check the gallery’s opening and the stages."))
        return cleaned


class PublicReason(forms.Form):
    """A reason that everybody reads, in both languages."""

    reason_ko = forms.CharField(label=gettext_lazy("Reason in Korean"), max_length=300)
    reason_en = forms.CharField(
        label=gettext_lazy("Reason in English"), max_length=300, required=False
    )


class ExtendForm(PublicReason):
    """Until when entries are taken, and why longer than announced."""

    closes_at = forms.DateTimeField(
        label=gettext_lazy("New closing"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy(
            "From this instant the stage is closed. For “until 30 September” enter 1 October 00:00."
        ),
    )
    field_order = ("closes_at", "reason_ko", "reason_en")


class CancelForm(PublicReason):
    """Why a contest is called off."""


class ReinstateForm(forms.Form):
    """Why a contest goes on after all; for the log."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the log"), max_length=300)
