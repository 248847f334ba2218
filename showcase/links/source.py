"""Looking through the public source of an app or an entry: asked for by staff, done by the worker."""

import tempfile
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.errors import Refused
from cms.fetching import NotFetched
from cms.notices.actions import is_quiet
from contest_pages.vault import outside, source_check
from contest_pages.vault.source_check import Report
from showcase.models import AppPage, SourceCheck

#: Nobody has the same source fetched again sooner than this.
AGAIN_AFTER = timedelta(minutes=2)
WORDS = {
    "no_server": _("There is no server of that name."),
    "slow": _("It took too long."),
    "certificate": _("The server's certificate is not valid for its name."),
    "no_answer": _("The server does not answer."),
    "no_end": _("The address leads from one to the next without an end."),
    "not_allowed": _("The address is not one of the public web."),
    "no_repository": _("There is no git repository at this address that everybody can read."),
    "too_large": _("The repository is too large to be looked through."),
}


def of(url: str) -> SourceCheck | None:
    """Return the last look at a source, if there was one."""
    return SourceCheck.objects.filter(url=url).first() if url else None


def request(url: str, licence: str, *, now: datetime | None = None) -> SourceCheck:
    """Have a source looked through, soon. Raises Refused."""
    from showcase import tasks

    now = now or timezone.now()
    if not url:
        raise Refused(_("No address of a source is named."))
    with transaction.atomic():
        check, _made = SourceCheck.objects.get_or_create(url=url, defaults={"asked_at": now})
        check = SourceCheck.objects.select_for_update().get(pk=check.pk)
        if not _made and now - check.asked_at < AGAIN_AFTER:
            raise Refused(_("This source is being checked, or was a moment ago."))
        check.licence, check.asked_at, check.state = licence, now, SourceCheck.State.WAITING
        check.save()
        transaction.on_commit(lambda: tasks.check_source.enqueue(check.pk))
    return check


def request_on_commit(app: AppPage) -> None:
    """Have the source of an app looked through once it is kept; not where there is nothing to do.

    Nor for what is built quietly: nobody has proposed that.
    """

    def ask() -> None:
        with suppress(Refused):  # no source, or looked through a moment ago
            request(app.source_url, app.licence)

    if not is_quiet():
        transaction.on_commit(ask)


def look(pk: int) -> None:
    """Fetch a source and look through it; what is found, or why nothing is, is kept."""
    check = SourceCheck.objects.filter(pk=pk).first()
    if check is None:
        return
    report, problem = None, ""
    with tempfile.TemporaryDirectory(prefix="source-") as folder:
        try:
            outside.clone(check.url, Path(folder, "tree"))
        except NotFetched as failure:
            problem = failure.reason
        else:
            report = source_check.check(Path(folder, "tree"), licence=check.licence).as_json()
    SourceCheck.objects.filter(pk=pk, asked_at=check.asked_at).update(
        state=SourceCheck.State.FAILED if problem else SourceCheck.State.DONE,
        report=report,
        problem=problem,
        checked_at=timezone.now(),
    )


def report_of(check: SourceCheck | None, licence: str) -> Report | None:
    """Return what was found, compared with the licence that is claimed now."""
    if check is None or not check.report:
        return None
    return Report.from_json({**check.report, "claimed": licence})
