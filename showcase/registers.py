"""What people report about apps, in the admin: to read, and to say that it is handled."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail_modeladmin.views import InspectView

from cms import formats
from cms.errors import Refused
from cms.registers import ReadOnly, Register
from showcase import problems, rules
from showcase.models import AppProblem


class ProblemAccess(ReadOnly):
    """Whoever sees to reports."""

    def user_can_list(self, user) -> bool:
        """Return whether the user may see them."""
        return rules.sees_problems(user)


class ProblemView(InspectView):
    """One report, with the button that says that it is handled."""

    def get_context_data(self, **kwargs) -> dict:
        """Add whether there is something to do."""
        open_to = rules.why_not_handle(self.request.user, self.instance) is None
        return {**super().get_context_data(**kwargs), "can_handle": open_to}

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Say that it is handled."""
        try:
            problems.handle(self.instance, by=request.user)
        except Refused as refused:
            messages.warning(request, refused.message)
        else:
            messages.success(request, _("The report is handled. Its address was deleted."))
        return redirect(self.index_url)


class ProblemRegister(Register):
    """Reports, the latest first."""

    model = AppProblem
    permission_helper_class = ProblemAccess
    inspect_view_class = ProblemView
    base_url_path = "showcase/problems"
    menu_label = gettext_lazy("Reports about apps")
    menu_icon = "warning"
    menu_order = 175
    export_filename = "app-problems"
    inspect_template_name = "showcase/admin/problem.html"
    inspect_view_fields = (
        "page",
        "kind",
        "text",
        "email",
        "created_at",
        "handled_at",
        "handled_by",
    )
    list_display = ("app", "what", "beginning", "reported", "what_became")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("page",)
    list_export = ("created_at", "app", "kind", "state", "handled_at", "text")
    search_fields = ("page__title", "text")
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return all of them."""
        return AppProblem.objects.select_related("page", "handled_by")

    def app(self, row: AppProblem) -> str:
        """Name the app."""
        return row.page.title

    app.short_description = gettext_lazy("app")
    app.admin_order_field = "page__title"

    def what(self, row: AppProblem) -> str:
        """Name the kind."""
        return row.get_kind_display()

    what.short_description = gettext_lazy("kind")
    what.admin_order_field = "kind"

    def beginning(self, row: AppProblem) -> str:
        """Write how it begins."""
        return row.text if len(row.text) <= 60 else f"{row.text[:60]}…"

    beginning.short_description = gettext_lazy("what was written")

    def reported(self, row: AppProblem) -> str:
        """Write when it came."""
        return formats.moment(row.created_at, get_language())

    reported.short_description = gettext_lazy("reported")
    reported.admin_order_field = "created_at"

    def what_became(self, row: AppProblem) -> str:
        """Write its state; what is open stands out."""
        tone = "critical" if row.state == AppProblem.State.OPEN else "primary"
        return format_html(
            '<span class="w-status w-status--{}">{}</span>', tone, row.get_state_display()
        )

    what_became.short_description = gettext_lazy("state")
    what_became.admin_order_field = "state"
