"""What stands beside the texts in the admin, and what the admin's home page says of mail."""

from collections.abc import Mapping
from typing import Any

from django.forms import Media
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component

from cms.notices.kinds import all_kinds


class KindPanel(Panel):
    """What the mail is, and which words in braces its texts may hold. Carries the kind along."""

    def get_form_options(self) -> dict:
        """Have the form carry the kind; it is drawn hidden."""
        return {"fields": ["kind"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "notices/admin/kind_panel.html"

        def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict:
            """Return the kind, and the field that carries it."""
            return {
                **super().get_context_data(parent_context),
                "kind": all_kinds().get(self.instance.kind),
                "carried": self.form["kind"],
            }


class FailurePanel(Component):
    """How many mails and tasks have failed; shown where some have."""

    name = "failures"
    template_name = "notices/admin/failure_panel.html"
    order = 90
    media = Media(css={"all": ["notices/admin.css"]})

    def __init__(self, mails: int, tasks: int):
        self.mails, self.tasks = mails, tasks

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return both numbers."""
        return {"mails": self.mails, "tasks": self.tasks}
