from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JudgingConfig(AppConfig):
    name = "contest_pages.judging"
    label = "contest_judging"
    verbose_name = _("Judging")

    def ready(self) -> None:
        """Listen to what judges do."""
        from contest_pages.judging import following  # noqa: F401  (receivers)
