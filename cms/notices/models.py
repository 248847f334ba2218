"""The outbox that is also the log, the editors' own texts, and what people refused."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import PreviewableMixin

from cms.notices.kinds import NoticeKind, all_kinds


class NoticeText(PreviewableMixin, models.Model):
    """An editor's own words for a kind; what is blank stays as delivered."""

    kind = models.CharField(_("mail"), max_length=60, unique=True)
    subject_ko = models.CharField(_("subject (Korean)"), max_length=200, blank=True)
    body_ko = models.TextField(_("text (Korean)"), max_length=8000, blank=True)
    subject_en = models.CharField(_("subject (English)"), max_length=200, blank=True)
    body_en = models.TextField(_("text (English)"), max_length=8000, blank=True)

    class Meta:
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        ordering = ["kind"]

    def __str__(self) -> str:
        kind = all_kinds().get(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """One for each language."""
        return settings.LANGUAGES

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Show a mail with sample values."""
        from cms.notices.texts import sample  # texts import models

        kind = all_kinds().get(self.kind)
        if kind is None:
            raise Http404
        context = {"letter": sample(kind, mode_name, self), "language": mode_name}
        return render(request, "notices/preview.html", context)


class NoticeRefusal(models.Model):
    """A group of notices that a person does not want."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_refusals"
    )
    group = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("refused mail")
        verbose_name_plural = _("refused mails")
        constraints = [models.UniqueConstraint(fields=["user", "group"], name="refused_once")]

    def __str__(self) -> str:
        return self.group


class Notice(models.Model):
    """A mail to one person: waiting, sent, or given up after some attempts.

    Written with the act that it tells of, in its transaction. `try_at` is when the sweep may
    queue it: later than a task needs that was queued already.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    SUBJECT_LENGTH = 300
    wagtail_reference_index_ignore = True

    kind = models.CharField(_("kind"), max_length=60)
    key = models.CharField(
        max_length=120, blank=True, help_text=_("A mail of one kind and key is written once.")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="notices",
    )
    address = models.EmailField(_("e-mail address"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    subject = models.CharField(_("subject"), max_length=SUBJECT_LENGTH)
    body = models.TextField(_("body"), blank=True)
    is_secret = models.BooleanField(
        default=False,
        help_text=_("Holds a link that is a key: shown to nobody, forgotten once sent."),
    )
    about_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL)
    about_id = models.PositiveBigIntegerField(null=True)
    about = GenericForeignKey("about_type", "about_id")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.TextField(_("last error"), blank=True)
    try_at = models.DateTimeField(_("next attempt"))
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["about_type", "about_id"]),
            models.Index(fields=["state", "try_at"]),
            models.Index(fields=["-created_at", "-id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key", "address"], condition=~Q(key=""), name="notice_key_once"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | Q(state__in=["waiting", "failed"], sent_at__isnull=True),
                name="notice_state_and_time",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def registered_kind(self) -> NoticeKind | None:
        """Return its kind; None where no room registers it any more."""
        return all_kinds().get(self.kind)

    @property
    def kind_label(self) -> str | Promise:
        """Return what its kind is called."""
        kind = self.registered_kind
        return kind.label if kind else self.kind
