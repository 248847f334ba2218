"""The managers' pages of one judge: appointing, changing, inviting again, taking out."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from cms.accounts.groups import JUDGES
from cms.accounts.models import User
from cms.admin_acts import ActView
from cms.errors import Refused
from contest_pages.judging import actions, rules
from contest_pages.judging.managing_forms import AppointForm, JudgeForm, WithdrawForm
from contest_pages.judging.models import Judge
from contest_pages.judging.views.managing import PER_PAGE, OfStage
from contest_pages.models import Stage


class AppointView(OfStage, ActView):
    """Appoints a judge."""

    template_name = "judging/admin/appoint.html"
    page_title = gettext_lazy("Appoint a judge")
    form_class = AppointForm
    submit_label = gettext_lazy("Appoint and invite")
    lead = gettext_lazy(
        "An e-mail asks the person to read the pledge and to accept or decline. Without an account "
        "they make one on the way."
    )

    def get_form_kwargs(self) -> dict:
        """Offer the contest's tracks."""
        return super().get_form_kwargs() | {"stage": self.stage}

    def get_context_data(self, **kwargs) -> dict:
        """Suggest the accounts that have judged, or are to."""
        known = Q(groups__name=JUDGES) | Q(judgeships__isnull=False)
        accounts = User.objects.filter(known, is_active=True).distinct().order_by("name")
        return super().get_context_data(**kwargs) | {"accounts": accounts[:200]}

    def act(self, form: forms.Form) -> str:
        """Appoint."""
        judge = actions.appoint(self.stage, by=self.request.user, **form.cleaned_data)
        return _("%(name)s was appointed; the invitation is on its way.") % {"name": judge}


class OfJudge(OfStage):
    """A page about one judge."""

    @cached_property
    def judge(self) -> Judge:
        """The judge."""
        judges = Judge.objects.select_related("stage__contest", "stage__round", "user")
        return get_object_or_404(judges, pk=self.kwargs["pk"])

    @cached_property
    def stage(self) -> Stage:
        """The judge's stage."""
        return self.judge.stage

    def get_page_subtitle(self) -> str:
        """Name the judge."""
        return str(self.judge)


class JudgeView(OfJudge, ActView):
    """Shows what a judge has to do, and changes what is known of them."""

    template_name = "judging/admin/judge.html"
    form_class = JudgeForm
    submit_label = gettext_lazy("Save")

    def get_page_title(self) -> str:
        """Name the judge."""
        return str(self.judge)

    def get_page_subtitle(self) -> str:
        """Say the name once."""
        return ""

    def get_form_kwargs(self) -> dict:
        """Offer the contest's tracks."""
        # A copy: a form that is refused leaves what was typed in its instance.
        shown = Judge.objects.get(pk=self.judge.pk)
        return super().get_form_kwargs() | {"stage": self.stage, "instance": shown}

    def get_context_data(self, **kwargs) -> dict:
        """Add the judge's reviews, and which acts are open."""
        user, now = self.request.user, timezone.now()
        reviews = self.judge.reviews.select_related("entry__track")
        pages = Paginator(reviews.order_by("state", "entry__title", "pk"), PER_PAGE)
        return super().get_context_data(**kwargs) | {
            "judge": self.judge,
            "page_of_reviews": pages.get_page(self.request.GET.get("p")),
            "may_invite": rules.why_not_invite_again(user, self.judge, now) is None,
            "may_withdraw": rules.why_not_withdraw(user, self.judge, now) is None,
        }

    def act(self, form: forms.Form) -> str:
        """Change."""
        actions.change(self.judge, by=self.request.user, **form.cleaned_data)
        return _("%(name)s was changed.") % {"name": self.judge}


class WithdrawView(OfJudge, ActView):
    """Takes a judge out of the stage."""

    page_title = gettext_lazy("Take out of the stage")
    form_class = WithdrawForm
    submit_label = gettext_lazy("Take out")
    lead = gettext_lazy(
        "Finished reviews stay and count. What is begun is kept, should the judge come back, and "
        "does not count."
    )

    def act(self, form: forms.Form) -> str:
        """Take out."""
        actions.withdraw(self.judge, by=self.request.user, **form.cleaned_data)
        return _("%(name)s no longer judges in this stage.") % {"name": self.judge}


@require_POST
def invite_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a judge a new link."""
    if not rules.may_manage(request.user):
        raise PermissionDenied
    judge = get_object_or_404(Judge, pk=pk)
    try:
        actions.invite_again(judge, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        done = _("A new invitation to %(name)s is on its way; the old link is void.")
        messages.success(request, done % {"name": judge})
    return redirect("judging_stage", judge.stage_id)
