from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VotingConfig(AppConfig):
    name = "contest_pages.voting"
    label = "contest_voting"
    verbose_name = _("Citizen panel")
