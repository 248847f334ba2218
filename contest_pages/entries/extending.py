"""The page on which staff give one entry more time."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.widgets import AdminDateTimeInput

from cms import formats
from cms.admin_acts import ActView
from contest_pages.entries import actions, rules
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Stage


def draft_label(entry: Entry) -> str:
    """Return the title that the team sees, which may stand in its draft only, and its age."""
    title = str(getattr(entry, "draft", entry))
    return f"{title} ({formats.moment(entry.created_at, get_language())})"


class ExtendOneForm(forms.Form):
    """Which entry, until when, and why. An entry is found by who belongs to its team.

    Staff see no drafts: of several entries of one person only the titles are offered.
    """

    contest = forms.ModelChoiceField(label=gettext_lazy("Contest"), queryset=Contest.objects.none())
    email = forms.EmailField(label=gettext_lazy("E-mail address of somebody in the team"))
    entry = forms.CharField(label=gettext_lazy("Entry"), required=False, widget=forms.HiddenInput)
    until = forms.DateTimeField(
        label=gettext_lazy("More time until"),
        widget=AdminDateTimeInput,
        help_text=gettext_lazy("From this instant it is over. Asia/Seoul time."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("The team reads it; it stays in the log."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        taking = Contest.objects.filter(stages__kind=Stage.Kind.SUBMISSION, cancelled_at=None)
        self.fields["contest"].queryset = taking.distinct()

    def clean(self) -> dict:
        """Find the entry; ask which where a person has several."""
        cleaned = super().clean()
        contest, email = cleaned.get("contest"), cleaned.get("email")
        if not contest or not email:
            return cleaned
        found = Entry.objects.filter(
            contest=contest, memberships__user__email__iexact=email, state__in=rules.UNFINISHED
        ).select_related("draft")
        if len(found) > 1:
            offered = [(str(each.pk), draft_label(each)) for each in found]
            self.fields["entry"].widget = forms.Select(choices=[("", "–"), *offered])
            found = [each for each in found if str(each.pk) == cleaned.get("entry")]
            if not found:
                self.add_error("entry", _("This person has several entries here: choose one."))
        elif not found:
            self.add_error("email", _("Nobody with this address has an unfinished entry here."))
        cleaned["entry"] = found[0] if found else None
        return cleaned


class ExtendOneView(ActView):
    """Gives one entry more time."""

    page_title = gettext_lazy("More time for one entry")
    header_icon = "time"
    form_class = ExtendOneForm
    submit_label = gettext_lazy("Give more time")
    lead = gettext_lazy(
        "For one team alone, such as after a failure on our side. To give everybody more time, "
        "extend the submission of the contest."
    )

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let moderators in."""
        if not rules.is_moderator(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_success_url(self) -> str:
        """Go back to the list of entries."""
        return reverse("wagtailsnippets_contest_entries_entry:list")

    def act(self, form: forms.Form) -> str:
        """Extend."""
        values = form.cleaned_data
        entry = actions.extend(
            values["entry"], until=values["until"], reason=values["reason"], by=self.request.user
        )
        return _("The team can work on its entry until %(moment)s.") % {
            "moment": formats.moment(entry.extended_until, get_language(), closing=True)
        }
