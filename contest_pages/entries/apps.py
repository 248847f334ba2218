from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntriesConfig(AppConfig):
    name = "contest_pages.entries"
    label = "contest_entries"
    verbose_name = _("Entries")

    def ready(self) -> None:
        """Keep Wagtail's own mails about workflows to pages; listen to what contests tell."""
        from contest_pages.entries import contest_mails, workflow_mails  # noqa: F401  (receivers)

        workflow_mails.connect()
