from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "contest_pages.vault"
    label = "contest_vault"
    verbose_name = _("Vault")
