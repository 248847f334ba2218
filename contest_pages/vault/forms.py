"""What people send to the vault."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cms.accounts.models import normalise_email
from cms.errors import Refused
from contest_pages.vault import rules
from contest_pages.vault.actions.making import people_with
from contest_pages.vault.models import AccessToken, Repository

#: A larger archive is pushed with git.
MOST_ARCHIVE = 100 * 1024 * 1024


def _spans() -> list[tuple[int, str]]:
    """Name the days for which a token may be good, in the language of who asks."""
    return [(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in rules.DAYS]


class TokenForm(forms.Form):
    """A new access token."""

    name = forms.CharField(
        label=_("What it is for"), max_length=60, help_text=_("Such as “my laptop”.")
    )
    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=AccessToken.Scope.choices,
        initial=AccessToken.Scope.WRITE,
        widget=forms.RadioSelect,
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        coerce=int,
        choices=_spans,
        initial=90,
    )


class ArchiveForm(forms.Form):
    """Files in one archive, for teams without git."""

    archive = forms.FileField(
        label=_("Archive"),
        help_text=_(
            "A .zip or .tar.gz of at most 100 MB with all files of your project. "
            "It takes the place of what is there; earlier versions stay in the history."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,.tar.gz,.tgz"}),
    )
    message = forms.CharField(
        label=_("What has changed"), max_length=200, help_text=_("In a few words.")
    )

    def clean_archive(self):
        """Refuse what is too large."""
        file = self.cleaned_data["archive"]
        if file.size > MOST_ARCHIVE:
            raise forms.ValidationError(_("This is larger than 100 MB. Push it with git."))
        return file


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the log; the team reads it."),
    )


class MirrorForm(ReasonForm):
    """Where a repository goes."""

    url = forms.CharField(
        label=_("Address of the repository there"),
        max_length=500,
        help_text=_("Such as https://github.com/example/app.git. What it holds is overwritten."),
    )
    field_order = ("url", "reason")


class ErasingForm(ReasonForm):
    """A return, which cannot be undone."""

    sure = forms.BooleanField(label=_("Everything here is erased. This cannot be undone."))


class RepositoryForm(forms.Form):
    """A repository that is no entry's."""

    title = forms.CharField(label=_("Title"), max_length=120)
    slug = forms.CharField(
        label=_("Address"),
        max_length=80,
        validators=Repository._meta.get_field("slug").validators[:1],
        help_text=_("Small letters, digits and hyphens: /git/….git. It cannot be changed."),
    )
    keepers = forms.CharField(
        label=_("Who may push"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mail addresses of accounts, one a line."),
    )

    def clean_keepers(self) -> list:
        """Return the accounts that are named."""
        lines = self.cleaned_data["keepers"].split()
        try:
            return people_with([normalise_email(each) for each in dict.fromkeys(lines)])
        except Refused as refused:
            raise forms.ValidationError(refused.message) from refused


class KeepersForm(RepositoryForm):
    """Who may push to a repository that is no entry's."""

    title = slug = None
