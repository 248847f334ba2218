"""What the vault shows on the home page of the admin."""

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from contest_pages.vault.models import Repository

SHOWN = 10


class FaultsPanel(Component):
    """Repositories in which the daily look found something wrong; nothing where all are sound."""

    name = "vault_faults"
    template_name = "vault/admin/faults_panel.html"
    order = 90

    def get_context_data(self, parent_context: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the damaged ones; one statement."""
        damaged = Repository.objects.exclude(fault="").select_related("entry__draft")
        return {"repositories": list(damaged[:SHOWN])}
