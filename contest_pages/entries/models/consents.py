"""What was agreed to: word for word, by whom, when."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry
from contest_pages.entries.models.links import SecretLink
from contest_pages.models import Consent


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
    given_at = models.DateTimeField(_("given"), default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("recorded by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The moderator who holds the signed paper; empty where it was given here."),
    )

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


class GuardianConsent(SecretLink):
    """The consent of a guardian for a member who is under 14 (PIPA, article 22-2).

    Asked for by a link that is mailed, and withdrawn by the same link. A refusal is final; a new
    question is a new row.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        GIVEN = "given", _("Given")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Consent withdrawn")

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="guardian_consents"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("child"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    guardian_name = models.CharField(_("guardian’s name"), max_length=80)
    guardian_email = models.EmailField(_("guardian’s e-mail address"))
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING, editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("consent withdrawn"), null=True, editable=False)
    #: [{"consent": key of the row, "version", "title", "text", "language"}], as agreed to.
    texts = models.JSONField(_("texts as agreed to"), default=list, blank=True)

    class Meta:
        verbose_name = _("guardian’s consent")
        verbose_name_plural = _("guardians’ consents")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "user"],
                condition=Q(state="pending"),
                name="guardian_consent_one_pending",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "given", "refused", "withdrawn"]),
                name="guardian_consent_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | Q(~Q(state="withdrawn"), withdrawn_at=None),
                name="guardian_consent_withdrawn_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_name} – {self.user}"

    @property
    def agreed_texts(self) -> str:
        """What was agreed to, as one text, for the register."""
        return "\n\n".join(
            f"{each['title']} ({each['version']})\n{each['text']}" for each in self.texts
        )

    def covers(self, consents: list[Consent]) -> bool:
        """Return whether it was given to all of these, in their present versions."""
        given = {(text["consent"], text["version"]) for text in self.texts}
        wanted = {(consent.pk, consent.version) for consent in consents}
        return self.state == self.State.GIVEN and wanted <= given
