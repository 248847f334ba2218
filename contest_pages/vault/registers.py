"""The register of who came to which repository."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms import formats
from cms.registers import Register
from contest_pages.vault.models import Access


class AccessRegister(Register):
    """Who fetched, pushed, looked, downloaded: when, from where, and what came of it."""

    model = Access
    base_url_path = "registers/source-accesses"
    menu_label = _("Accesses to source")
    menu_icon = "key"
    menu_order = 183
    export_filename = "source-accesses"
    inspect_view_enabled = False
    list_display = ("when", "act", "asked", "person", "detail", "outcome", "address")
    list_filter = ("act", "outcome", "repository__state")
    list_select_related = ("user", "token", "repository")
    search_fields = ("asked", "user__name", "user__email", "detail")
    list_export = ("at", "act", "asked", "person", "email", "token", "detail", "outcome", "address")

    def when(self, row: Access) -> str:
        """Write when it was."""
        return formats.to_the_second(row.at, get_language())

    when.short_description = _("when")
    when.admin_order_field = "at"

    def person(self, row: Access) -> str:
        """Write the person's name."""
        return row.user.get_full_name() if row.user else ""

    person.short_description = _("who")
    person.admin_order_field = "user__name"

    def email(self, row: Access) -> str:
        """Write the person's e-mail address."""
        return row.user.email if row.user else ""

    email.short_description = _("e-mail")
