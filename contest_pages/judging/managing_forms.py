"""The forms with which managers see to judges."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.models import User, normalise_email
from contest_pages.entries.models import Entry
from contest_pages.judging.models import Conflict, Judge, Trouble
from contest_pages.models import Stage


class JudgeForm(forms.ModelForm):
    """What is known of a judge; conflicts are found by it."""

    class Meta:
        model = Judge
        fields = ("name", "organisation", "domain", "tracks", "is_chair")
        labels = {"is_chair": gettext_lazy("Chair")}
        widgets = {"tracks": forms.CheckboxSelectMultiple}

    def __init__(self, *args, stage: Stage, **kwargs):
        super().__init__(*args, **kwargs)
        tracks = stage.contest.tracks.all()
        self.fields["tracks"].queryset = tracks
        if not tracks.exists():
            del self.fields["tracks"]

    def clean(self) -> dict:
        """Give the tracks also where the contest has none."""
        cleaned = super().clean()
        cleaned.setdefault("tracks", [])
        return cleaned


class AppointForm(JudgeForm):
    """Whom to appoint: an account's address or any other."""

    class Meta(JudgeForm.Meta):
        fields = ("email", *JudgeForm.Meta.fields)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["list"] = "known-judges"
        self.fields["email"].help_text = gettext_lazy(
            "Of an account or any other. The invitation goes there."
        )
        self.fields["name"].required = False
        self.fields["name"].help_text = gettext_lazy("Left empty: the account’s name.")

    def clean(self) -> dict:
        """Take the name of the account where none is given."""
        cleaned = super().clean()
        if not cleaned.get("name") and (email := cleaned.get("email")):
            account = User.objects.filter(email=normalise_email(email)).first()
            if account and account.name:
                cleaned["name"] = account.name
            else:
                self.add_error("name", _("There is no account with this address: give the name."))
        return cleaned


class WithdrawForm(forms.Form):
    """Why a judge is taken out, and what becomes of the entries."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the log"), max_length=300)
    move = forms.BooleanField(
        label=gettext_lazy("Give what is not begun to other judges now"),
        required=False,
        initial=True,
        help_text=gettext_lazy("Otherwise these entries lack a judge until you share out again."),
    )


class ConflictForm(forms.ModelForm):
    """Between which judge and which entry there is a tie."""

    judge = forms.ModelChoiceField(label=gettext_lazy("Judge"), queryset=Judge.objects.none())

    class Meta:
        model = Conflict
        fields = ("entry", "kind", "note")

    field_order = ("judge", "entry", "kind", "note")

    def __init__(self, *args, stage: Stage, entries: QuerySet[Entry], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["judge"].queryset = stage.judges.sitting()
        self.fields["entry"].queryset = entries.order_by("title", "pk")


class AnswerForm(forms.ModelForm):
    """The answer to a judge who cannot open something."""

    class Meta:
        model = Trouble
        fields = ("answer",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["answer"].required = True
