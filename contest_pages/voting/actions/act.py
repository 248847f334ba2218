"""What every act of this room shares: the lock and the log."""

from datetime import datetime, timedelta

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

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
    """Write an act into Wagtail's log.

    As Wagtail's `log` does, but in one statement: that asks the database whether the content type
    and the user exist, which we know.
    """
    ModelLogEntry.objects.bulk_create([log_line(instance, action, by, now, **data)])


def done_today(member: PanelMember, action: str, now: datetime) -> int:
    """Return how often an act of a member stands in the log of the last day."""
    lines = ModelLogEntry.objects.for_instance(member)
    return lines.filter(action=action, timestamp__gt=now - timedelta(days=1)).count()


def log_line(instance: Model, action: str, by, now: datetime, **data) -> ModelLogEntry:
    """Return an act as a row of Wagtail's log; a member is named there by number only."""
    title = f"#{instance.pk}" if isinstance(instance, PanelMember) else str(instance)
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(instance, for_concrete_model=False),
        object_id=str(instance.pk),
        label=title,
        action=action,
        data=data,
        timestamp=now,
        uuid=get_active_log_context().uuid,
        user_id=by.pk if by else None,
    )
    entry.clean()  # that the act is registered
    return entry
