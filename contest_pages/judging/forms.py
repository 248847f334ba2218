"""The judges' forms."""

from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from contest_pages.judging.models import Review, Trouble
from contest_pages.judging.queries import points_of
from contest_pages.models import Criterion

POINTS = "points_"


class ReviewForm(forms.Form):
    """Points on each criterion that applies, and two texts.

    With `complete` every criterion that is not optional is asked for, as submitting does.
    """

    use_required_attribute = False
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput({"autocomplete": "off"}))

    def __init__(self, *args, criteria: list[Criterion], complete: bool = False, **options):
        super().__init__(*args, **options)
        self.criteria = criteria
        for criterion in criteria:
            self.fields[f"{POINTS}{criterion.pk}"] = _points_field(criterion, complete)
        for name in ("comment", "notes"):
            field = Review._meta.get_field(name).formfield(widget=forms.Textarea({"rows": 4}))
            self.fields[name] = field

    @classmethod
    def of(cls, review: Review, criteria: list[Criterion]) -> "ReviewForm":
        """Return the form of what was kept last."""
        points = {f"{POINTS}{pk}": given for pk, given in points_of(review).items()}
        texts = {"version": review.version, "comment": review.comment, "notes": review.notes}
        return cls(initial=points | texts, criteria=criteria)

    @property
    def rows(self) -> list[dict]:
        """Return each criterion with its field."""
        return [{"criterion": each, "field": self[f"{POINTS}{each.pk}"]} for each in self.criteria]

    @property
    def given(self) -> Mapping:
        """Return what is valid, as `actions.save` takes it."""
        data = self.cleaned_data
        return {
            "points": {each.pk: data.get(f"{POINTS}{each.pk}") for each in self.criteria},
            "comment": data.get("comment", ""),
            "notes": data.get("notes", ""),
            "version": data["version"],
        }


def _points_field(criterion: Criterion, complete: bool) -> forms.IntegerField:
    attributes = {
        "inputmode": "numeric",
        "autocomplete": "off",
        "data-points": "",
        "data-maximum": criterion.maximum,
        "data-weight": criterion.weight,
    }
    if criterion.is_optional:
        attributes["data-optional"] = ""
    return forms.IntegerField(
        label=criterion.title,
        min_value=0,
        max_value=criterion.maximum,
        required=complete and not criterion.is_optional,
        widget=forms.NumberInput(attributes),
        error_messages={"required": _("Give points here.")},
    )


class RecuseForm(forms.Form):
    """Why a judge gives an entry back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=Review._meta.get_field("reason").max_length,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("The programme managers read it, nobody else."),
    )


class TroubleForm(forms.Form):
    """What of an entry cannot be opened."""

    text = forms.CharField(
        label=_("What does not open?"),
        max_length=Trouble._meta.get_field("text").max_length,
        widget=forms.Textarea({"rows": 2}),
    )
