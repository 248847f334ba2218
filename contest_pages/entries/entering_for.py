"""The page on which staff begin to enter what came on paper."""

import uuid

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin_acts import ActView
from contest_pages.entries import actions, rules
from contest_pages.models import Contest, Stage


class EnterForForm(forms.Form):
    """Into which contest, for whom, and why here."""

    contest = forms.ModelChoiceField(label=gettext_lazy("Contest"), queryset=Contest.objects.none())
    email = forms.EmailField(label=gettext_lazy("The person’s e-mail address"))
    name = forms.CharField(
        label=gettext_lazy("The person’s name"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Needed where nobody has an account with the address yet."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("The team reads it; it stays in the log."),
    )
    start_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        taking = Contest.objects.filter(stages__kind=Stage.Kind.SUBMISSION, cancelled_at=None)
        self.fields["contest"].queryset = taking.distinct()


class EnterForView(ActView):
    """Begins an entry for somebody and leads to the form in which it is typed in."""

    page_title = gettext_lazy("Enter for somebody")
    header_icon = "edit"
    form_class = EnterForForm
    submit_label = gettext_lazy("Go on to the form")
    lead = gettext_lazy(
        "For what came on paper in time. You type it in as its team would, record what was signed, "
        "and submit it; the person gets the receipt and leads the team."
    )
    success_url = ""

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let moderators in."""
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict:
        """Give the form its key."""
        return {"start_key": uuid.uuid4()}

    def get_success_url(self) -> str:
        """Lead to the entry's form; before there is one, back to the list."""
        return self.success_url or reverse("wagtailsnippets_contest_entries_entry:list")

    def act(self, form: forms.Form) -> str:
        """Begin the entry."""
        values = dict(form.cleaned_data)
        entry = actions.enter_for(values.pop("contest"), by=self.request.user, **values)
        self.success_url = reverse("my_entry_edit", args=[entry.pk])
        return _("The entry was begun. Type in what came on paper.")
