from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "home.demo"
    label = "home_demo"
    verbose_name = _("Demonstration")
