from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    label = "home"
    verbose_name = _("Home")

    def ready(self) -> None:
        """Listen to what contests tell."""
        from home import public_notices  # noqa: F401  (connects its receivers)
