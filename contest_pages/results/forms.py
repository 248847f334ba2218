"""What managers send when they make a result."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateTimeInput

from contest_pages.entries.models import Entry
from contest_pages.results.models import ResultSheet

FOR_ALL = _("It stands in the published result for good: name no judge and no entrant.")


class FreezeForm(forms.Form):
    """Freezes a round as it is now."""

    despite = forms.CharField(
        label=_("Why it is frozen nevertheless"),
        max_length=500,
        required=False,
        help_text=FOR_ALL,
    )
    correction = forms.CharField(
        label=_("What changed, and why"), max_length=500, required=False, help_text=FOR_ALL
    )


class CountersignForm(forms.Form):
    """Countersigns the version that the page showed; left empty, it is published at once."""

    version = forms.CharField(widget=forms.HiddenInput)
    publish_at = forms.DateTimeField(
        label=_("Publish from"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("Asia/Seoul time. Left empty: at once."),
    )


class MoveForm(forms.Form):
    """Moves the publication of a countersigned sheet, with the reason."""

    publish_at = forms.DateTimeField(
        label=_("Publish from"), widget=AdminDateTimeInput, help_text=_("Asia/Seoul time.")
    )
    reason = forms.CharField(label=_("Why it is moved, for the log"), max_length=500)


class TieForm(forms.Form):
    """Puts entries of equal rank in an order: a place for each, and the chair's reason.

    Where the chair has decided (`is_decided`) the entries stand in that order, to be corrected.
    """

    reason = forms.CharField(label=_("The chair’s reason"), max_length=500, help_text=FOR_ALL)

    def __init__(self, *args, entries: list[Entry], is_decided: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.entries, self.is_decided = entries, is_decided
        places = [(number, str(number)) for number in range(1, len(entries) + 1)]
        for place, entry in enumerate(entries, 1):
            self.fields[f"place-{entry.pk}"] = forms.TypedChoiceField(
                label=entry.title,
                choices=places,
                coerce=int,
                initial=place if is_decided else None,
            )

    def clean(self) -> dict:
        """Refuse two entries in one place."""
        cleaned = super().clean()
        places = [cleaned.get(f"place-{entry.pk}") for entry in self.entries]
        if None not in places and len(set(places)) != len(places):
            raise forms.ValidationError(_("Give each entry a place of its own."))
        return cleaned

    def in_order(self) -> list[Entry]:
        """Return the entries in the order that was sent."""
        return sorted(self.entries, key=lambda entry: self.cleaned_data[f"place-{entry.pk}"])


class CitationsForm(forms.Form):
    """The jury's words on each winner of a sheet, in both languages."""

    def __init__(self, *args, sheet: ResultSheet, **kwargs):
        super().__init__(*args, **kwargs)
        self.awards = list(sheet.awards.select_related("prize", "entry").in_order())
        for award in self.awards:
            title = f"{award.prize.title} · {award.entry.title}"
            for language, label in (("ko", _("Korean")), ("en", _("English"))):
                self.fields[f"{language}-{award.pk}"] = forms.CharField(
                    label=f"{title} ({label})",
                    max_length=400,
                    required=False,
                    initial=getattr(award, f"citation_{language}"),
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def clean(self) -> dict:
        """Refuse what was sent from a page of another version."""
        if not self.citations():
            raise forms.ValidationError(_("This page has changed meanwhile. Try again."))
        return self.cleaned_data

    def citations(self) -> dict[int, tuple[str, str]]:
        """Return what was sent, by award; on whom nothing was sent keeps its words."""
        fields = {award.pk: (f"ko-{award.pk}", f"en-{award.pk}") for award in self.awards}
        return {
            pk: tuple(self.cleaned_data[name] for name in names)
            for pk, names in fields.items()
            if all(name in self.data for name in names)
        }
