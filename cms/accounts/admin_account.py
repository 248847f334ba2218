"""A person's own page in the Wagtail admin, with the one name that our users have."""

from wagtail.admin.views.account import AccountView as WagtailAccountView
from wagtail.admin.views.account import BaseSettingsPanel, NameEmailSettingsPanel

from cms.accounts.forms import AdminNameForm


class NamePanel(NameEmailSettingsPanel):
    """Wagtail's own would ask for a first and a last name, and keep neither."""

    form_class = AdminNameForm


class AccountView(WagtailAccountView):
    """Wagtail's own page, with our panel for the name."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Return Wagtail's panels, ours in place of its own."""
        ours = NamePanel(self.request, self.request.user, None)
        return [
            ours if isinstance(panel, NameEmailSettingsPanel) else panel
            for panel in super().get_panels()
        ]
