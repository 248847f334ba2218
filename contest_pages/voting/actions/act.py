"""What every act of this room shares: the lock and the log."""

from datetime import datetime

from django.db.models import Model
from wagtail.log_actions import log

from contest_pages.voting.models import Panel, PanelMember


def locked(panel: Panel) -> Panel:
    """Return the panel's present row; whoever acts on it at the same moment waits.

    In a transaction. Rows that point at the panel can be written meanwhile.
    """
    rows = Panel.objects.select_for_update(of=("self",), no_key=True)
    row = rows.select_related("contest", "recruitment").get(pk=panel.pk)
    row.recruitment.contest = row.contest
    return row


def record(instance: Model, action: str, by, now: datetime, **data) -> None:
    """Write an act into Wagtail's log; a member is named there by number only."""
    title = f"#{instance.pk}" if isinstance(instance, PanelMember) else str(instance)
    log(instance=instance, action=action, user=by, title=title, data=data, timestamp=now)
