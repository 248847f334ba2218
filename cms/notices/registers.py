"""Mails and failed background tasks in the admin: to look at, and to be tried again."""

import uuid

from django.contrib import messages
from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail_modeladmin.options import ModelAdminGroup
from wagtail_modeladmin.views import InspectView

from cms import formats
from cms.errors import Refused
from cms.notices import actions, background, rules
from cms.notices.kinds import all_kinds
from cms.notices.models import Notice
from cms.registers import ReadOnly, Register, RegisterView


def try_again(register: "RetryRegister", rows: QuerySet, request: HttpRequest) -> None:
    """Try each of the rows again; say how many, and why not those that were refused."""
    done = 0
    for row in rows:
        try:
            register.retry(row, request.user)
        except Refused as refusal:
            messages.warning(request, f"{row}: {refusal}")
        else:
            done += 1
    if done:
        text = ngettext("%(n)s is tried again.", "%(n)s are tried again.", done)
        messages.success(request, text % {"n": done})


class RetryListView(RegisterView):
    """A list whose failed rows can be tried again: all of them that are filtered."""

    def get_context_data(self, **kwargs) -> dict:
        """Count what has failed."""
        failed = self.model_admin.failed(self.queryset).count()
        return {**super().get_context_data(**kwargs), "failed": failed}

    def post(self, request: HttpRequest) -> HttpResponse:
        """Try what has failed again."""
        try_again(self.model_admin, self.model_admin.failed(self.queryset), request)
        return redirect(request.get_full_path())


class RetryInspectView(InspectView):
    """One row, which can be tried again if it has failed."""

    def get_context_data(self, **kwargs) -> dict:
        """Add whether it has failed, and where what it is about is seen to."""
        row = self.model_admin.model.objects.filter(pk=self.instance.pk)
        about = getattr(self.instance, "about", None)
        finder = AdminURLFinder(self.request.user)
        return {
            **super().get_context_data(**kwargs),
            "has_failed": self.model_admin.failed(row).exists(),
            "about_url": finder.get_edit_url(about) if about else None,
        }

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """Try it again."""
        try_again(self.model_admin, [self.instance], request)
        return redirect(request.path)


class RetryRegister(Register):
    """A register of what can fail; says what has failed and how it is tried again."""

    index_view_class = RetryListView
    inspect_view_class = RetryInspectView
    index_template_name = "notices/admin/register.html"
    index_view_extra_css = inspect_view_extra_css = ["notices/admin.css"]
    inspect_view_fields = ()

    def failed(self, rows: QuerySet) -> QuerySet:
        """Narrow rows down to those that have failed."""
        raise NotImplementedError

    def retry(self, row, by) -> None:
        """Try a row again; raise Refused where it has not failed."""
        raise NotImplementedError


class MailAccess(ReadOnly):
    """Each reads the mails that the rules allow."""

    def user_can_list(self, user) -> bool:
        """Return whether there is anything to read for the user."""
        return rules.reads_some(user)

    def user_can_inspect_obj(self, user, obj: Notice) -> bool:
        """Return whether the user may read a mail."""
        return rules.reads(user, obj)


class KindFilter(SimpleListFilter):
    """By the kind of mail, as it is called."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        """Return the kinds there are."""
        return [(kind.key, kind.label) for kind in all_kinds().values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep the kind that was chosen."""
        return queryset.filter(kind=self.value()) if self.value() else queryset


class MailRegister(RetryRegister):
    """Every mail that was written: to whom, about what, and whether it was sent."""

    model = Notice
    permission_helper_class = MailAccess
    base_url_path = "registers/mails"
    menu_label = _("Mails")
    menu_icon = "mail"
    export_filename = "mails"
    inspect_template_name = "notices/admin/mail.html"
    list_display = ("subject", "kind_name", "person", "what_became", "written")
    list_filter = ("state", KindFilter, "created_at")
    list_select_related = ("recipient",)
    search_fields = ("subject", "address", "recipient__name")
    list_export = (
        "created_at",
        "sent_at",
        "kind_name",
        "state",
        "attempts",
        "error",
        "person",
        "address",
        "language",
        "about_name",
        "subject",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what the user may read, with what it is about."""
        return rules.readable_by(request.user).defer("body").prefetch_related("about")

    def failed(self, rows: QuerySet) -> QuerySet:
        """Return the mails that were given up."""
        return rows.filter(state=Notice.State.FAILED)

    def retry(self, row: Notice, by) -> None:
        """Send a mail again."""
        actions.retry(row, by=by)

    def kind_name(self, row: Notice) -> str:
        """Write what its kind is called."""
        return row.kind_label

    kind_name.short_description = _("kind")
    kind_name.admin_order_field = "kind"

    def person(self, row: Notice) -> str:
        """Write who gets it; the address where there is no account."""
        return str(row.recipient or row.address)

    person.short_description = _("person")
    person.admin_order_field = "recipient__name"

    def what_became(self, row: Notice) -> str:
        """Write its state; what has failed stands out."""
        state = row.get_state_display()
        if row.state != Notice.State.FAILED:
            return state
        return format_html('<span class="w-status w-status--critical">{}</span>', state)

    what_became.short_description = _("state")
    what_became.admin_order_field = "state"

    def about_name(self, row: Notice) -> str:
        """Write what it is about."""
        return str(row.about or "")

    about_name.short_description = _("about")

    def written(self, row: Notice) -> str:
        """Write when it was written."""
        return formats.moment(row.created_at, get_language())

    written.short_description = _("written")
    written.admin_order_field = "created_at"


class TaskAccess(ReadOnly):
    """Whoever may see tasks."""

    def user_can_list(self, user) -> bool:
        """Return whether the user may see them."""
        return rules.sees_tasks(user)


class TaskListView(RetryListView):
    """The list, called by what is in it: not every task is."""

    page_title = _("Failed tasks")


class TaskInspectView(RetryInspectView):
    """One task, called after what it does."""

    def get_page_subtitle(self) -> str:
        """Return what it was to do."""
        return self.instance.task_name


class TaskRegister(RetryRegister):
    """Background tasks that failed: of the search index, among others."""

    model = DBTaskResult
    permission_helper_class = TaskAccess
    index_view_class = TaskListView
    inspect_view_class = TaskInspectView
    base_url_path = "registers/tasks"
    menu_label = _("Failed tasks")
    menu_icon = "warning"
    export_filename = "failed-tasks"
    inspect_template_name = "notices/admin/task.html"
    list_display = ("name", "error", "ended")
    list_export = ("finished_at", "task_path", "args_kwargs", "exception_class_path", "traceback")
    search_fields = ("task_path", "traceback")
    ordering = ("-finished_at",)

    def inspect_view(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Answer 404 where the address has no key of a task in it."""
        try:
            uuid.UUID(instance_pk)
        except ValueError as error:
            raise Http404 from error
        return super().inspect_view(request, instance_pk)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what failed."""
        return background.failed_tasks()

    def failed(self, rows: QuerySet) -> QuerySet:
        """Return the tasks that failed."""
        return rows.failed()

    def retry(self, row: DBTaskResult, by) -> None:
        """Run a task again."""
        background.retry_task(row, by=by)

    def name(self, row: DBTaskResult) -> str:
        """Write what it was to do."""
        return row.task_name

    name.short_description = _("task")
    name.admin_order_field = "task_path"

    def error(self, row: DBTaskResult) -> str:
        """Write the last line of what went wrong."""
        return row.traceback.strip().rpartition("\n")[2] or row.exception_class_path

    error.short_description = _("last error")

    def ended(self, row: DBTaskResult) -> str:
        """Write when it failed."""
        return formats.moment(row.finished_at, get_language())

    ended.short_description = _("failed")
    ended.admin_order_field = "finished_at"


class MailAndTasks(ModelAdminGroup):
    """The menu of both."""

    menu_label = _("Mail and tasks")
    menu_icon = "mail"
    menu_order = 180
    items = (MailRegister, TaskRegister)
