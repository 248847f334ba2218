"""Who may make results public, and when."""

from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms import formats
from contest_pages.models import Round
from contest_pages.results.models import ResultSheet
from contest_pages.results.reading import scoring_stages
from contest_pages.rules import CANCELLED

MANAGE = "contest_results.change_resultsheet"


def may_manage(user) -> bool:
    """Return whether the user may see scores and make results: judges’ names included."""
    return user.has_perm(MANAGE)


def why_not_compute(round: Round, now: datetime) -> str:
    """Return why nothing of a round's result is known to anybody; an empty string once it may be.

    Running counts are shown to nobody: all that is scored in the round has to be closed.
    """
    said = [
        _("“%(stage)s” (until %(when)s)")
        % {
            "stage": stage.title,
            "when": formats.moment(stage.closes_at, get_language(), closing=True),
        }
        for stage in scoring_stages(round)
        if not stage.has_closed(now)
    ]
    return _("Not closed yet: %(stages)s.") % {"stages": ", ".join(said)} if said else ""


def why_not_freeze(user, round: Round, now: datetime) -> str:
    """Return why the user may not freeze a round's result at all; an empty string if they may."""
    if not may_manage(user):
        return _("Only programme managers make results.")
    if round.contest.cancelled_at:
        return CANCELLED
    if not scoring_stages(round):
        return _("Nothing is scored in this round.")
    return why_not_compute(round, now)


def why_not_countersign(user, sheet: ResultSheet, now: datetime) -> str:
    """Return why the user may not countersign a sheet; an empty string if they may."""
    if not may_manage(user):
        return _("Only programme managers make results.")
    if sheet.contest.cancelled_at:
        return CANCELLED
    if sheet.countersigned_at:
        return _("This sheet has been countersigned already.")
    if sheet.frozen_by_id == user.pk:
        return _("You froze this sheet: another person countersigns it.")
    if ResultSheet.objects.filter(round=sheet.round_id, version__gt=sheet.version).exists():
        return _("There is a later version: countersign that one.")
    return why_not_compute(sheet.round, now)


def why_not_move(user, sheet: ResultSheet, now: datetime) -> str:
    """Return why the user may not move a sheet's publication; an empty string if they may."""
    if not may_manage(user):
        return _("Only programme managers make results.")
    if sheet.contest.cancelled_at:
        return CANCELLED
    if not sheet.countersigned_at:
        return _("The instant of publication is chosen when the sheet is countersigned.")
    if sheet.publish_at <= now:
        return _("The result is public: its instant no longer moves.")
    if not ResultSheet.objects.awaited(now).filter(pk=sheet.pk).exists():
        return _("A later version was countersigned: this one is never public.")
    return ""


def why_not_write_citations(user, sheet: ResultSheet) -> str:
    """Return why the user may not write the citations of a sheet; an empty string if they may."""
    if not may_manage(user):
        return _("Only programme managers make results.")
    if sheet.countersigned_at:
        return _("The sheet has been countersigned: its citations no longer change.")
    return ""
