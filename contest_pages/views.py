"""Acts of staff that Wagtail's own views do not offer."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cms.admin_acts import ActView
from cms.errors import Refused
from contest_pages import actions, rules
from contest_pages.forms import CancelForm, ExtendForm, ReinstateForm
from contest_pages.models import Contest


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the announcement of a contest that has none, and go there."""
    contest = get_object_or_404(Contest, pk=pk)
    try:
        page = actions.announce(contest, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("wagtailsnippets_contest_pages_contest:edit", contest.pk)
    return redirect("wagtailadmin_pages:edit", page.pk)


class ContestActView(ActView):
    """An act that concerns a whole contest."""

    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may, to a contest that is there."""
        if not self.may(request.user):
            raise PermissionDenied
        self.contest = get_object_or_404(Contest, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the contest."""
        return str(self.contest)

    def get_success_url(self) -> str:
        """Go back to the contest's form."""
        return reverse("wagtailsnippets_contest_pages_contest:edit", args=[self.contest.pk])


class ExtendView(ContestActView):
    """Gives everybody more time, with a public notice."""

    page_title = gettext_lazy("Extend the submission")
    form_class = ExtendForm
    submit_label = gettext_lazy("Extend for everybody")
    lead = gettext_lazy(
        "Takes effect at once. The announcement and a notice on the home page say so with the "
        "reason, and teams whose entries are not submitted are told by e-mail."
    )
    may = staticmethod(rules.may_manage)

    def get_initial(self) -> dict:
        """Begin with the present closing."""
        stage = self.contest.submission
        return {"closes_at": stage.closes_at} if stage else {}

    def act(self, form: forms.Form) -> str:
        """Extend."""
        actions.extend_submission(self.contest, by=self.request.user, **form.cleaned_data)
        return _("The submission of “%(contest)s” was extended.") % {"contest": self.contest}


class CancelView(ContestActView):
    """Calls a contest off."""

    page_title = gettext_lazy("Call the contest off")
    form_class = CancelForm
    submit_label = gettext_lazy("Call it off")
    lead = gettext_lazy(
        "Nothing of the contest is open after that, and its gallery closes. The announcement stays and gives "
        "the reason; all teams are told by e-mail. You can reinstate it."
    )
    may = staticmethod(rules.may_cancel)

    def act(self, form: forms.Form) -> str:
        """Call off."""
        actions.cancel_contest(self.contest, by=self.request.user, **form.cleaned_data)
        return _("“%(contest)s” was called off.") % {"contest": self.contest}


class ReinstateView(ContestActView):
    """Goes on with a contest that was called off."""

    page_title = gettext_lazy("Reinstate the contest")
    form_class = ReinstateForm
    submit_label = gettext_lazy("Reinstate")
    lead = gettext_lazy("The contest goes on with the dates that it has: check them.")
    may = staticmethod(rules.may_cancel)

    def act(self, form: forms.Form) -> str:
        """Reinstate."""
        actions.reinstate_contest(self.contest, by=self.request.user, **form.cleaned_data)
        return _("“%(contest)s” goes on.") % {"contest": self.contest}
