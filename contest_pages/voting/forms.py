"""What applicants type, and what a ballot sends."""

import hashlib
from collections.abc import Mapping

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.models import normalise_email
from cms.errors import Refused
from contest_pages.models import Stage
from contest_pages.voting.models import Panel, PanelMember, Quota

#: The fields of a ballot: chosen entries, or the points of one.
CHOSEN, POINTS = "chosen", "points-"


class ApplyForm(forms.Form):
    """An application: name, group, conditions; of whom we do not know the address too.

    Known are an account, and a member who came by a mailed link.
    """

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=PanelMember._meta.get_field("name").max_length,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("We send a link to this address; the application counts with it."),
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, data: Mapping | None = None, *, panel: Panel, known=None):
        super().__init__(data)
        self.conditions = panel.conditions
        if known:
            del self.fields["email"]
            self.fields["name"].initial = known.name
        if quotas := list(panel.quotas.all()):
            self.fields["quota"] = forms.ModelChoiceField(
                label=_("Which group do you belong to?"),
                queryset=panel.quotas.all(),
                widget=forms.RadioSelect,
                empty_label=None,
            )
            self.fields["quota"].choices = [(quota.pk, quota.title) for quota in quotas]
        # A text that is changed meanwhile has another box: one agrees to what was shown.
        version = hashlib.sha256(self.conditions.encode()).hexdigest()[:12]
        self.box = f"agree_{version}"
        self.fields[self.box] = forms.BooleanField(
            label=_("I have read the conditions and agree to them."),
            error_messages={"required": _("Agree to the conditions to apply.")},
        )

    def clean_email(self) -> str:
        """Keep the address in its one spelling."""
        return normalise_email(self.cleaned_data["email"])

    @property
    def values(self) -> dict[str, str | Quota | None]:
        """Return what a valid form says, as the actions take it."""
        given = {key: self.cleaned_data[key] for key in ("name", "email") if key in self.fields}
        return given | {"quota": self.cleaned_data.get("quota"), "agreed": self.conditions}


def choices_in(data: QueryDict, stage: Stage) -> dict[int, int]:
    """Return the points that a ballot gives, by the key of an entry; raise Refused on nonsense."""
    if stage.ballot == Stage.Ballot.APPROVE:
        pairs = [(entry, "1") for entry in data.getlist(CHOSEN)]
    else:
        pairs = [
            (name.removeprefix(POINTS), points)
            for name, points in data.items()
            if name.startswith(POINTS) and points
        ]
    if not all(_is_number(entry) and _is_number(points) for entry, points in pairs):
        raise Refused(_("This ballot was not made by the page. Open it again."))
    return {int(entry): int(points) for entry, points in pairs}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
