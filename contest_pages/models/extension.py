"""More time for everybody, as it was made public."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.i18n import Bilingual
from contest_pages.models.contest import Contest


class Extension(models.Model):
    """A later end of a contest's submission: from when to when, and why; nobody changes it."""

    contest = models.ForeignKey(
        Contest, verbose_name=_("contest"), on_delete=models.CASCADE, related_name="extensions"
    )
    closed_at = models.DateTimeField(_("closing before"))
    closes_at = models.DateTimeField(_("closing since"))
    reason_ko = models.CharField(_("reason in Korean"), max_length=300)
    reason_en = models.CharField(_("reason in English"), max_length=300, blank=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("extended by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    reason = Bilingual()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("closed_at")), name="extension_gives_more_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.contest}: {self.closes_at:%Y-%m-%d %H:%M}"
