"""What entries show on the home page of the admin."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from wagtail.admin.ui.components import Component

from contest_pages.entries.models import Entry

SHOWN = 5


class EntriesWaitingPanel(Component):
    """How many entries wait for a decision, and those that wait longest; for moderators."""

    name = "entries_waiting"
    template_name = "entries/admin/waiting_panel.html"
    order = 100
    media = Media(css={"all": ["entries/review.css"]})

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return what waits; two statements, however much that is."""
        waiting = Entry.objects.submitted().in_review()
        oldest = waiting.with_waiting_since().select_related("contest", "track")
        return {
            "count": waiting.count(),
            "entries": list(oldest.order_by("waiting_since", "pk")[:SHOWN]),
        }
