"""What was found when a public source was looked through."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SourceCheck(models.Model):
    """The last look at one source address, which an entry and an app may share."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Is being checked")
        DONE = "done", _("Looked through")
        FAILED = "failed", _("Could not be checked")

    url = models.URLField(_("address of the source code"), max_length=500, unique=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    report = models.JSONField(_("report"), null=True, blank=True)
    problem = models.CharField(_("why not"), max_length=20, blank=True)
    asked_at = models.DateTimeField(_("requested on"))
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)

    class Meta:
        verbose_name = _("source check")
        verbose_name_plural = _("source checks")

    def __str__(self) -> str:
        return self.url
