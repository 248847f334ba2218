from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContestPagesConfig(AppConfig):
    name = "contest_pages"
    label = "contest_pages"
    verbose_name = _("Contests")
