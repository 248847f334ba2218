from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "contest_pages.results"
    label = "contest_results"
    verbose_name = _("Results")
