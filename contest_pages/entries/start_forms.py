"""The form with which an entry starts."""

from collections.abc import Iterable

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _

from contest_pages.entries.models import Entry


class StartForm(forms.Form):
    """How an entry starts; its key starts one once, however often the form is sent."""

    start_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, earlier: Iterable[Entry], **options):
        """Offer the `earlier` entries as a start."""
        super().__init__(*args, **options)
        self.earlier = {str(each.pk): each for each in earlier}
        self.fields["from_entry"] = forms.TypedChoiceField(
            label=_("Start from an earlier entry"),
            choices=[
                ("", _("With an empty form")),
                *((pk, _earlier_label(each)) for pk, each in self.earlier.items()),
            ],
            coerce=self.earlier.get,
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": _("Choose an earlier entry of your own team.")},
            help_text=_(
                "Takes over texts, answers, pictures and files as far as this contest asks for "
                "them. Who belongs to the team, and what you agree to, is asked anew."
            ),
        )


def _earlier_label(entry: Entry) -> str:
    """Name an entry, its contest and its year."""
    return _("%(title)s – %(contest)s, %(year)s") % {
        "title": entry.title,
        "contest": entry.contest.title,
        "year": timezone.localtime(entry.submitted_at).year,
    }
