"""Awards that were given before this site judged."""

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.models import Prize
from contest_pages.results.models import Award


def import_award(entry: Entry, prize: Prize, *, year: int, by) -> Award:
    """Record an award that was given before this site judged; the same one is recorded once.

    Raises Refused where the prize is another contest's, the entry was not accepted, or all of
    the prize's places are taken.
    """
    if prize.contest_id != entry.contest_id:
        raise Refused(_("The prize belongs to another contest."))
    if entry.state != Entry.State.ACCEPTED:
        raise Refused(_("Only an accepted entry can have an award."))
    with transaction.atomic():
        Prize.objects.select_for_update().get(pk=prize.pk)
        if award := Award.objects.filter(entry=entry, prize=prize).first():
            return award
        place = Award.objects.filter(prize=prize, year=year).count() + 1
        if place > prize.places:
            raise Refused(_("All places of “%(prize)s” are taken.") % {"prize": prize.title})
        award = Award.objects.create(entry=entry, prize=prize, year=year, place=place)
        log(instance=entry, action="entry.award", user=by, data={"award": str(award)})
    return award
