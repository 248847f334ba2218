"""What editors give the showcase."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contest_pages.questions import FilesInput
from showcase.documents import is_address
from showcase.publiccode.yaml12 import MOST_BYTES

#: Documents that are looked at together (a request has no more files); addresses, which take time.
MOST_FILES, MOST_ADDRESSES = 30, 10
#: Bytes of all files together: they travel with the form until they are taken.
MOST_TOGETHER = 1_500_000


class DocumentFiles(forms.FileField):
    """Several small files of text; cleans to a list of uploads."""

    widget = FilesInput

    def clean(self, data, initial=None) -> list:
        """Refuse too many, and too much."""
        files = [each for each in data or [] if each]
        if len(files) > MOST_FILES:
            raise ValidationError(_("At most %(n)s files at a time."), params={"n": MOST_FILES})
        if sum(min(file.size, MOST_BYTES) for file in files) > MOST_TOGETHER:
            raise ValidationError(_("The files are larger than 1.5 MB together; take fewer."))
        return files


class DocumentsForm(forms.Form):
    """Where the documents are that an editor wants to take in."""

    files = DocumentFiles(
        label=_("Files"), required=False, help_text=_("One or more publiccode.yml files, up to 30.")
    )
    addresses = forms.CharField(
        label=_("Addresses"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Of files, or of repositories at GitHub or GitLab; one on each line, up to 10."
        ),
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].widget.attrs.update({"accept": ".yml,.yaml", "multiple": True})

    def clean_addresses(self) -> list[str]:
        """Return the addresses."""
        lines = [line.strip() for line in self.cleaned_data["addresses"].splitlines()]
        addresses = list(dict.fromkeys(line for line in lines if line))
        if len(addresses) > MOST_ADDRESSES:
            raise ValidationError(
                _("At most %(n)s addresses at a time."), params={"n": MOST_ADDRESSES}
            )
        for address in addresses:
            if not is_address(address):
                raise ValidationError(
                    _("“%(address)s” does not begin with https://."), params={"address": address}
                )
        return addresses

    def clean(self) -> dict:
        """Ask for one of the two."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("files") and not cleaned.get("addresses"):
            raise ValidationError(_("Choose a file or give an address."))
        return cleaned
