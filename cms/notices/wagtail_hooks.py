"""What mail adds to the site's frame, to the day, and to the admin."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from cms.notices import background
from cms.templatetags.site import Link


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
