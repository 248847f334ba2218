from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class AccountsConfig(AppConfig):
    name = "cms.accounts"
    label = "accounts"
    verbose_name = _("Accounts")
    default = True

    def ready(self):
        """Keep the two languages of a person together, and the letter boxes of an account."""
        from cms.accounts import language, letterboxes  # noqa: F401  (connect their receivers)


class UsersConfig(WagtailUsersAppConfig):
    """Wagtail's users, with our forms."""

    user_viewset = "cms.accounts.viewsets.UserViewSet"
