"""The versions of an app: when each came and what it changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, TranslatableMixin


class AppVersion(TranslatableMixin, Orderable):
    """A version as its makers number it; editors put the newest first."""

    page = ParentalKey("showcase.AppPage", on_delete=models.CASCADE, related_name="versions")
    number = models.CharField(_("app version"), max_length=40)
    released_on = models.DateField(_("released"), null=True, blank=True)
    changes = models.TextField(
        _("what changed"), max_length=1000, blank=True, help_text=_("One change a line.")
    )

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("app version")
        verbose_name_plural = _("app versions")

    def __str__(self) -> str:
        return self.number

    @property
    def lines(self) -> list[str]:
        """What changed, a line for each."""
        return [line.strip("-•* \t") for line in self.changes.splitlines() if line.strip("-•* \t")]
