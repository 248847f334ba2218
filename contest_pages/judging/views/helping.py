"""What judges cannot open, for moderators and managers."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cms.errors import Refused
from contest_pages.judging import actions, overview, rules
from contest_pages.judging.managing_forms import AnswerForm
from contest_pages.judging.models import Trouble
from contest_pages.judging.views.managing import key_in

PER_PAGE = 30


class TroublesView(WagtailAdminTemplateMixin, TemplateView):
    """What judges reported in all stages, what waits first; each is answered in its row."""

    template_name = "judging/admin/troubles.html"
    page_title = gettext_lazy("What judges cannot open")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who may help."""
        if not rules.may_answer_troubles(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict]:
        """Say where this is."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs) -> dict:
        """Return a page of them, each with its form."""
        troubles, query = overview.troubles(), ""
        if stage := key_in(self.request.GET.get("stage", "")):
            troubles, query = troubles.filter(review__judge__stage=stage), f"stage={stage}&"
        page = Paginator(troubles, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page_of_troubles": page,
            "query": query,
            "rows": [
                (each, kwargs.get("form") if each == kwargs.get("trouble") else None)
                for each in page
            ],
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Answer one."""
        trouble = get_object_or_404(Trouble, pk=key_in(request.POST.get("trouble", "")))
        form = AnswerForm(request.POST, instance=Trouble.objects.get(pk=trouble.pk))
        if form.is_valid():
            try:
                actions.answer_trouble(trouble, by=request.user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error("answer", refusal.message)
            else:
                messages.success(request, _("Answered; the judge is told."))
                return redirect(request.get_full_path())
        context = self.get_context_data(form=form, trouble=trouble)
        return self.render_to_response(context, status=422)
