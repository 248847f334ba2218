"""What people choose, and what editors write."""

from django import forms
from django.utils.translation import gettext as _

from cms.notices.kinds import NoticeGroup


class ChoiceForm(forms.Form):
    """A box for each group of mails; what cannot be refused is ticked and stays so."""

    def __init__(self, *args, groups: list[NoticeGroup], refused: set[str], **kwargs):
        super().__init__(*args, **kwargs)
        for group in groups:
            note = "" if group.can_refuse else " " + _("These mails cannot be switched off.")
            self.fields[group.key] = forms.BooleanField(
                label=group.label,
                help_text=f"{group.help}{note}",
                required=False,
                disabled=not group.can_refuse,
                initial=group.key not in refused,
            )

    def wanted(self) -> list[str]:
        """Return the keys of the groups that are ticked."""
        return [key for key, ticked in self.cleaned_data.items() if ticked]
