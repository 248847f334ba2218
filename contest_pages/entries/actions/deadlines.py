"""More time for one entry."""

from datetime import datetime

from contest_pages.entries import rules
from contest_pages.entries.actions.act import acting, reason_given, record, set_facts
from contest_pages.entries.models import Entry


def extend(entry: Entry, *, until: datetime, reason: str, by, now: datetime | None = None) -> Entry:
    """Let this team alone work on its entry until `until` (exclusive), with a reason."""

    def why_not(user, row: Entry, at: datetime) -> rules.Reason:
        return rules.why_not_extend(user, row, until, at)

    with acting(entry, why_not, by, now) as (row, now):
        reason = reason_given(reason)
        set_facts(row, extended_until=until)
        record(row, "extend", by, now, reason=reason, until=until.isoformat())
    return row
