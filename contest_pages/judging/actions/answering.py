"""A judge's answer to the appointment."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import User
from cms.errors import Refused
from contest_pages.judging import notices, rules
from contest_pages.judging.actions.assigning import hold_stage, release
from contest_pages.judging.models import Judge
from contest_pages.judging.queries import pledges_of


def pledge(judge: Judge, *, text: str, by, token: str = "", now: datetime | None = None) -> Judge:
    """Take the appointment: the pledge is kept as it was shown (`text`), with who and when.

    `token` is that of the mailed link; without it the account must have confirmed the address.
    """
    now = now or timezone.now()
    with transaction.atomic():
        hold_stage(judge.stage)  # of two appointments of one person one comes first
        row = Judge.objects.select_for_update(of=("self",)).get(pk=judge.pk)
        # A ballot locks the account too: of voting and pledging one comes first.
        User.objects.select_for_update(no_key=True).filter(pk=by.pk).first()
        if reason := rules.why_not_pledge(by, row, now, token=token):
            raise Refused(reason)
        if text not in pledges_of(row.stage.contest):
            raise Refused(_("The pledge was changed since you opened this page. Read it again."))
        row.user, row.pledge, row.state = by, text, Judge.State.PLEDGED
        row.answered_at = now
        row.save(update_fields=["user", "pledge", "state", "answered_at"])
        log(instance=row, action="judge.pledge", user=by, data={"text": text}, timestamp=now)
    return row


def decline(judge: Judge, *, by=None, token: str = "", now: datetime | None = None) -> Judge:
    """Say no; whoever has the link may, with an account or without (`by` is then None).

    What was shared out to them already goes to others.
    """
    now = now or timezone.now()
    with transaction.atomic():
        hold_stage(judge.stage)
        row = Judge.objects.select_for_update(of=("self",)).get(pk=judge.pk)
        if reason := rules.why_not_decline(by, row, now, token=token):
            raise Refused(reason)
        row.state, row.answered_at = Judge.State.DECLINED, now
        row.save(update_fields=["state", "answered_at"])
        log(instance=row, action="judge.decline", user=by, timestamp=now)
        notices.declined(row)
        release(row, move=True, by=by, now=now)
    return row
