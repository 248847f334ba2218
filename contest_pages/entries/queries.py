"""Reads of entries that more than one place needs."""

from wagtail.models import ModelLogEntry, Workflow

from contest_pages.entries.models import Entry


def review_workflow() -> Workflow:
    """Return the workflow that reviews entries: what is assigned to them in the admin."""
    return Entry.get_default_workflow()


def history(entry: Entry) -> list[ModelLogEntry]:
    """Return what happened to the entry, the latest first; `data["reason"]` says why."""
    return list(
        ModelLogEntry.objects.for_instance(entry)
        .filter(action__startswith="entry.")
        .select_related("user", "revision")
        .order_by("-timestamp", "-pk")
    )


def last_reason(entry: Entry) -> str:
    """Return the reason of the last decision, or nothing where it had none."""
    for each in history(entry):
        if "reason" in each.data:
            return each.data["reason"]
    return ""
