"""What mail adds to the site's frame, to the day, and to the admin."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet
from wagtail_modeladmin.options import modeladmin_register

from cms.notices import background, rules
from cms.notices.models import Notice
from cms.notices.panels import FailurePanel
from cms.notices.registers import MailAndTasks
from cms.notices.viewsets import NoticeTextViewSet
from cms.templatetags.site import Link

modeladmin_register(MailAndTasks)
register_snippet(NoticeTextViewSet)


@hooks.register("my_menu", order=80)
def my_notices_link(request: HttpRequest) -> Link:
    """Lead to where one chooses one's mails."""
    url = reverse("my_notices")
    return Link(_("My mails"), url, current=request.path == url, icon="mail")


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Name what staff do about mails and tasks in the log."""
    actions.register_action("notice.retry", _("Send again"), _("Sent the mail again"))
    actions.register_action("task.retry", _("Run again"), _("Ran the task again"))


@hooks.register("daily")
def forget_finished_tasks(now: datetime) -> None:
    """Keep the table of tasks small."""
    background.forget_finished(now)


@hooks.register("construct_homepage_panels")
def show_failures(request: HttpRequest, panels: list) -> None:
    """Say on the admin's home page what has failed, to whoever can try it again."""
    user, mails, tasks = request.user, 0, 0
    if rules.reads_some(user):
        mails = rules.readable_by(user).filter(state=Notice.State.FAILED).count()
    if rules.sees_tasks(user):
        tasks = background.failed_tasks().count()
    if mails or tasks:
        panels.append(FailurePanel(mails, tasks))
