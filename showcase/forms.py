"""What people write about apps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import normalise_email
from showcase.models import AppProblem

LONGEST = 2_000


class ProblemForm(forms.Form):
    """A report; open to all, so one of its fields is for machines alone."""

    use_required_attribute = False

    kind = forms.ChoiceField(
        label=_("What is it about?"), choices=AppProblem.Kind.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST,
        widget=forms.Textarea,
        help_text=_("What you did, what you expected, on which device. No personal data, please."),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
        help_text=_("Only if you would like an answer. We delete it once your report is handled."),
    )
    # Nobody sees it; who fills in everything is no person.
    website = forms.CharField(required=False, label=_("Leave this empty"))

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return [self[name] for name in ("kind", "text", "email")]

    def clean_email(self) -> str:
        """Keep the address in its one spelling."""
        return normalise_email(self.cleaned_data["email"])

    @property
    def is_question(self) -> bool:
        """Whether somebody asks about reusing the source, where nothing is wrong."""
        return self["kind"].value() == AppProblem.Kind.REUSE

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that nobody sees was filled in."""
        return bool(self.cleaned_data.get("website"))

    @property
    def values(self) -> dict[str, str]:
        """Return what a valid form says, as the act takes it."""
        return {name: self.cleaned_data[name] for name in ("kind", "text", "email")}
