"""What is done with reports about apps: taken, handled, forgotten in time."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from cms.errors import Refused
from showcase import notices, rules
from showcase.models import AppPage, AppProblem

#: So long an address is kept that nobody has answered, and the words of a report that is handled.
ADDRESS_KEPT = timedelta(days=90)
WORDS_KEPT = timedelta(days=365)

State = AppProblem.State


def report(
    app: AppPage, *, kind: str, text: str, email: str = "", now: datetime | None = None
) -> AppProblem:
    """Take a report from anybody, and write to the editors."""
    with transaction.atomic():
        problem = AppProblem.objects.create(
            page=app, kind=kind, text=text, email=email, created_at=now or timezone.now()
        )
        notices.tell_of(problem)
    return problem


def handle(problem: AppProblem, *, by, now: datetime | None = None) -> AppProblem:
    """Say that a report is handled; the address to answer to is forgotten. Raises Refused."""
    now = now or timezone.now()
    with transaction.atomic():
        row = AppProblem.objects.select_for_update().select_related("page").get(pk=problem.pk)
        if reason := rules.why_not_handle(by, row):
            raise Refused(reason)
        row.state, row.handled_at, row.handled_by, row.email = State.HANDLED, now, by, ""
        row.save()
        log(instance=row, action="showcase.handle_problem", user=by, timestamp=now)
    return row


def forget(now: datetime) -> None:
    """Forget addresses and words that nobody needs any more; what was reported stays counted."""
    AppProblem.objects.filter(created_at__lt=now - ADDRESS_KEPT).exclude(email="").update(email="")
    AppProblem.objects.filter(handled_at__lt=now - WORDS_KEPT).exclude(text="").update(text="")
