"""Who enters, and what each agreed to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry
from contest_pages.models import Consent


class Membership(models.Model):
    """A person's place in an entry's team; one of them leads and submits."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="entry_memberships",
    )
    is_leader = models.BooleanField(_("leads"), default=False)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["-is_leader", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="membership_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(is_leader=True), name="membership_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class ConsentGiven(models.Model):
    """What a person agreed to for an entry: the exact text and its version, and when."""

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="consents_given"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="entry_consents",
    )
    consent = models.ForeignKey(
        Consent, verbose_name=_("consent"), on_delete=models.PROTECT, related_name="given"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text as agreed to"))
    language = models.CharField(_("language"), max_length=5)
    given_at = models.DateTimeField(_("given"), auto_now_add=True)

    class Meta:
        verbose_name = _("consent given")
        verbose_name_plural = _("consents given")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user", "consent", "version"], name="consent_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"
