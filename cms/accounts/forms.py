"""What people fill in about themselves, and what administrators fill in about users."""

from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from cms.accounts.models import User, normalise_email


class SignupForm(forms.Form):
    """What allauth's sign-up form asks besides address and password."""

    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text=_("As it should stand on a certificate. Public lists show it masked."),
    )
    field_order = ("name", "email", "password1")

    def signup(self, request, user: User) -> None:
        """Nothing is left to do: the adapter keeps the name. allauth calls this."""


class ProfileForm(forms.ModelForm):
    """A person's own name, organisation and language."""

    class Meta:
        model = User
        fields = ("name", "organisation", "preferred_language")
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
        }

    name = forms.CharField(label=_("Name"), max_length=80)


class _AdminForm(forms.ModelForm):
    """What Wagtail's user forms ask here: one name, a language, no password.

    Whoever is new chooses a password through “Forgot your password?”.
    """

    first_name = None
    last_name = None
    name = forms.CharField(label=_("Name"), max_length=80)

    def clean_email(self) -> str:
        """Keep the address in its one spelling."""
        return normalise_email(self.cleaned_data["email"])


class AdminUserCreationForm(_AdminForm, UserCreationForm):
    """Makes a user in the admin."""

    class Meta(UserCreationForm.Meta):
        model = User
        fields = ("email", "name", "preferred_language", "is_superuser", "groups")

    def save(self, commit: bool = True) -> User:
        """Leave the password unset: an empty one would count as one."""
        self.instance.set_unusable_password()
        return super().save(commit)


class AdminUserEditForm(_AdminForm, UserEditForm):
    """Changes a user in the admin."""

    class Meta(UserEditForm.Meta):
        model = User
        fields = ("email", "name", "preferred_language", "is_active", "is_superuser", "groups")

    def save(self, commit: bool = True) -> User:
        """Forget a former address: it would still sign in and get mails to reset the password."""
        user = super().save(commit)
        if "email" in self.changed_data:
            EmailAddress.objects.filter(user=user).exclude(email=user.email).delete()
        return user


class AdminNameForm(forms.ModelForm):
    """The name, on a person's own page in the admin."""

    class Meta:
        model = User
        fields = ("name",)

    name = forms.CharField(label=_("Name"), max_length=80)
