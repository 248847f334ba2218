"""More time for everybody, calling a contest off, and going on with it after all."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages import rules
from contest_pages.models import Contest, Extension, Stage
from contest_pages.signals import contest_cancelled, contest_reinstated, submission_extended


def _locked(contest: Contest) -> Contest:
    return Contest.objects.select_for_update(of=("self",)).get(pk=contest.pk)


def _reason(text: str) -> str:
    if not (text := text.strip()):
        raise Refused(_("Give a reason in Korean: it is made public."))
    return text


@transaction.atomic
def extend_submission(
    contest: Contest,
    *,
    closes_at: datetime,
    reason_ko: str,
    reason_en: str = "",
    by,
    now: datetime | None = None,
) -> Extension:
    """Take entries until later, for everybody and with a public notice.

    Also after closing, until the screening ends. Raises Refused when `by` may not, when the
    new end is no later, or when it reaches into what follows: that has to be moved first.
    """
    now, row = now or timezone.now(), _locked(contest)
    reason_ko = _reason(reason_ko)
    if reason := rules.why_not_extend_all(by, row, closes_at, now):
        raise Refused(reason)
    stage = row.submission
    extension = Extension.objects.create(
        contest=row,
        closed_at=stage.closes_at,
        closes_at=closes_at,
        reason_ko=reason_ko,
        reason_en=reason_en.strip(),
        made_at=now,
        made_by=by,
    )
    Stage.objects.filter(pk=stage.pk).update(closes_at=closes_at)
    data = {
        "before": extension.closed_at.isoformat(),
        "after": closes_at.isoformat(),
        "reason": reason_ko,
    }
    log(instance=row, action="contest.extended", user=by, data=data, timestamp=now)
    submission_extended.send(sender=Contest, extension=extension)
    return extension


@transaction.atomic
def cancel_contest(
    contest: Contest, *, reason_ko: str, reason_en: str = "", by, now: datetime | None = None
) -> Contest:
    """Call a contest off, with a public reason. Nothing of it is open after that."""
    now, row = now or timezone.now(), _locked(contest)
    reason_ko = _reason(reason_ko)
    if reason := rules.why_not_cancel(by, row):
        raise Refused(reason)
    row.cancelled_at, row.cancelled_because_ko = now, reason_ko
    row.cancelled_because_en = reason_en.strip()
    row.save(update_fields=["cancelled_at", "cancelled_because_ko", "cancelled_because_en"])
    log(
        instance=row,
        action="contest.cancelled",
        user=by,
        data={"reason": reason_ko},
        timestamp=now,
    )
    contest_cancelled.send(sender=Contest, contest=row)
    return row


@transaction.atomic
def reinstate_contest(contest: Contest, *, reason: str, by, now: datetime | None = None) -> Contest:
    """Go on with a contest that was called off; its dates are as they were."""
    now, row = now or timezone.now(), _locked(contest)
    reason = _reason(reason)
    if refusal := rules.why_not_reinstate(by, row):
        raise Refused(refusal)
    cancelled_at = row.cancelled_at
    row.cancelled_at, row.cancelled_because_ko, row.cancelled_because_en = None, "", ""
    row.save(update_fields=["cancelled_at", "cancelled_because_ko", "cancelled_because_en"])
    log(instance=row, action="contest.reinstated", user=by, data={"reason": reason}, timestamp=now)
    contest_reinstated.send(sender=Contest, contest=row, cancelled_at=cancelled_at)
    return row
