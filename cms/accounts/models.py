"""The user: an e-mail address, a name, a language."""

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def normalise_email(address: str) -> str:
    """Return the one spelling under which an address is kept: no outer space, all lower case."""
    return address.strip().lower()


#: Providers to whom dots before the @ mean nothing, by the name under which they are kept.
_DOTLESS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def mailbox_of(address: str) -> str:
    """Return one spelling for all addresses of a letter box: to tell people apart, not to write to.

    What follows "+" is left out, and at Gmail dots are too.
    """
    local, _at, domain = normalise_email(address).rpartition("@")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), _DOTLESS[domain]
    return f"{local}@{domain}"


class UserManager(BaseUserManager):
    """Makes users and finds them by address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a user; without a password nobody can sign in with one."""
        user = self.model(email=normalise_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields) -> "User":
        """Make a user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str) -> "User":
        """Find a user by address, whatever its case."""
        return self.get(email=normalise_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account; citizens and staff alike."""

    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is already an account with this address.")},
    )
    name = models.CharField(_("name"), max_length=80, blank=True)
    organisation = models.CharField(
        _("organisation"),
        max_length=100,
        blank=True,
        help_text=_("Where you work or study. Judges from there are not given your entries."),
    )
    preferred_language = models.CharField(
        _("language"), max_length=5, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(
        _("active"), default=True, help_text=_("Switch off instead of deleting an account.")
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_unique",
                violation_error_message=_("There is already an account with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Keep the address in its one spelling."""
        super().clean()
        self.email = normalise_email(self.email)

    def get_full_name(self) -> str:
        """Return the name as the person writes it."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the name as the person writes it."""
        return self.get_full_name()


class Letterbox(models.Model):
    """A letter box of an account: of its address, or of another that was confirmed.

    Kept by `letterboxes`, so that the database can tell whose an address is, however it is written.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="letterboxes")
    mailbox = models.CharField(max_length=254)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "mailbox"], name="letterbox_once"),
        ]
        indexes = [models.Index(fields=["mailbox"], name="letterbox_mailbox")]

    def __str__(self) -> str:
        return self.mailbox
