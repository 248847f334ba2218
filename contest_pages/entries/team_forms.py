"""The forms of a team: who is invited, what each agrees to, who the guardian is."""

from collections.abc import Iterable, Mapping

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import normalise_email
from contest_pages.entries.agreements import Agreement
from contest_pages.entries.models import GuardianConsent
from contest_pages.models import Consent


class InviteForm(forms.Form):
    """The address that is to be invited."""

    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("We write to this address. Whoever joins needs an account with it."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def clean_email(self) -> str:
        """Keep the address in its one spelling."""
        return normalise_email(self.cleaned_data["email"])


class ConsentForm(forms.Form):
    """One box for each consent; a text that was changed meanwhile has another box."""

    use_required_attribute = False
    #: What is said where a required box is empty.
    REFUSED: str | Promise = _("Agree to this to take part.")

    def __init__(self, data: Mapping | None = None, *, consents: Iterable[Consent], **options):
        super().__init__(data, **options)
        self.consents = {f"consent_{each.pk}_{each.version}": each for each in consents}
        for name, consent in self.consents.items():
            self.fields[name] = forms.BooleanField(
                label=consent.title,
                required=consent.is_required,
                error_messages={"required": self.REFUSED},
            )

    @property
    def asked(self) -> list[tuple[Consent, BoundField]]:
        """Each consent with its box."""
        return [(consent, self[name]) for name, consent in self.consents.items()]

    def agreed(self) -> list[Consent]:
        """Return the consents that were given."""
        return [each for name, each in self.consents.items() if self.cleaned_data.get(name)]


class AgreeForm(ConsentForm):
    """What a member has still to agree to; until all that is required is, their age too."""

    def __init__(self, data: Mapping | None = None, *, agreement: Agreement):
        super().__init__(data, consents=agreement.missing)
        self.agreement = agreement
        if agreement.asks_age and not agreement.has_agreed:
            self.fields["is_under_14"] = forms.TypedChoiceField(
                label=_("Your age"),
                choices=[("no", _("I am 14 or older")), ("yes", _("I am under 14"))],
                coerce=lambda value: value == "yes",
                widget=forms.RadioSelect,
                initial={True: "yes", False: "no"}.get(agreement.member.is_under_14),
                help_text=_("Under 14 a guardian has to agree too. We keep no date of birth."),
            )

    @property
    def said_under_14(self) -> bool | None:
        """What was said now; what was said before where it is not asked."""
        return self.cleaned_data.get("is_under_14", self.agreement.member.is_under_14)


class GuardianForm(forms.Form):
    """Whom to ask for a member who is under 14."""

    name = forms.CharField(
        label=_("Guardian’s name"),
        max_length=GuardianConsent._meta.get_field("guardian_name").max_length,
    )
    email = forms.EmailField(
        label=_("Guardian’s e-mail address"),
        help_text=_("We send a link on which your guardian can read everything and agree."),
        widget=forms.EmailInput({"autocomplete": "off"}),
    )


class GuardianConsentForm(ConsentForm):
    """What a guardian agrees to for a child."""

    REFUSED = _("Agree to this, or refuse below.")

    is_guardian = forms.BooleanField(
        label="", error_messages={"required": _("Only the guardian can agree.")}
    )

    def __init__(self, data: Mapping | None = None, *, child: str, **options):
        super().__init__(data, **options)
        self.fields["is_guardian"].label = _("I am the legal guardian of %(child)s") % {
            "child": child
        }
