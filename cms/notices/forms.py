"""What people choose, and what editors write."""

from django import forms
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.notices.kinds import NoticeGroup, all_kinds
from cms.notices.texts import delivered, unknown_placeholders


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


class NoticeTextForm(WagtailAdminModelForm):
    """An editor's own texts of a kind; begins with those delivered, and keeps what differs."""

    kind = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.noticed = all_kinds().get(self.instance.kind or self.data.get("kind"))
        for name, text in self.delivered().items():
            if not getattr(self.instance, name):
                self.initial[name] = text

    def delivered(self) -> dict[str, str]:
        """Return the delivered texts by the name of their field."""
        if self.noticed is None:
            return {}
        letters = {code: delivered(self.noticed, code) for code in ("ko", "en")}
        return {
            f"{part}_{code}": getattr(letter, part)
            for code, letter in letters.items()
            for part in ("subject", "body")
        }

    def clean_kind(self) -> str:
        """Keep the kind with which the text was begun."""
        if self.noticed is None:
            raise forms.ValidationError(_("There is no such mail."))
        return self.noticed.key

    def clean(self) -> dict:
        """Refuse words in braces that mean nothing; leave blank what is as delivered."""
        cleaned = super().clean()
        for name, text in self.delivered().items():
            own = (cleaned.get(name) or "").replace("\r\n", "\n").strip()
            cleaned[name] = "" if own == text else own
            if unknown := unknown_placeholders(self.noticed, own):
                self.add_error(name, self.why_not(unknown))
        return cleaned

    def why_not(self, unknown: list[str]) -> str:
        """Name what is unknown, and what can be written instead."""
        return _("%(unknown)s is not filled in here. You can write: %(known)s.") % {
            "unknown": ", ".join(f"{{{name}}}" for name in unknown),
            "known": ", ".join(f"{{{name}}}" for name in self.noticed.placeholders),
        }
