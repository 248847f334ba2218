"""The report in which editors see which links of apps want mending."""

from django.core.exceptions import PermissionDenied
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from cms.exports import SafeSpreadsheetMixin
from showcase.links import correcting
from showcase.models import LinkCheck

State = LinkCheck.State
#: What wants an editor stands first.
_URGENCY = [State.DEAD, State.MOVED, State.ARCHIVED, State.UNKNOWN, State.ALIVE]


class LinkFilterSet(WagtailFilterSet):
    """Narrows the report."""

    class Meta:
        model = LinkCheck
        fields = ["state", "kind"]


class StateColumn(Column):
    """The state as a word, with what was seen."""

    cell_template_name = "showcase/admin/link_state.html"


class ActsColumn(Column):
    """Where a new address is proposed: the ways to take it or not."""

    cell_template_name = "showcase/admin/link_acts.html"


class LinkReportView(SafeSpreadsheetMixin, ReportView):
    """All links of apps, those first about which something is to be done."""

    page_title = _("Links of apps")
    header_icon = "link"
    model = LinkCheck
    filterset_class = LinkFilterSet
    is_searchable = False
    index_url_name = "showcase_links"
    index_results_url_name = "showcase_links_results"
    default_ordering = None
    export_filename = "app-links"
    list_export = [
        *("app.title", "get_kind_display", "url", "get_state_display", "since"),
        *("checked_at", "failures", "proposed_url"),
    ]
    export_headings = {
        "app.title": _("App"),
        "get_kind_display": _("Link"),
        "url": _("Address"),
        "get_state_display": _("State"),
        "since": _("Since"),
        "checked_at": _("Last checked"),
        "failures": _("Failures in a row"),
        "proposed_url": _("New address"),
    }
    columns = [
        TitleColumn(
            "app",
            label=_("App"),
            accessor="app.title",
            get_url=lambda check: reverse("wagtailadmin_pages:edit", args=[check.app_id]),
        ),
        Column("kind", label=_("Link"), accessor="get_kind_display"),
        StateColumn("state", label=_("State"), accessor="seen"),
        DateColumn("since", label=_("Since")),
        DateColumn("checked_at", label=_("Last checked")),
        ActsColumn("acts", label=_("New address")),
    ]

    def dispatch(self, request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        """Let in who edits pages."""
        if not correcting.sees_links(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet[LinkCheck]:
        """Return all, the urgent first."""
        order = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(_URGENCY)))
        return (
            LinkCheck.objects.select_related("app")
            .defer("app__body")
            .order_by(order, "-since", "pk")
        )

    def get_queryset(self) -> QuerySet[LinkCheck]:
        """Return all: the report is ordered by what is urgent."""
        return self.get_base_queryset()
