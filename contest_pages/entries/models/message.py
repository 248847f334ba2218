"""What a team and the moderators write to each other about an entry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry


class Message(models.Model):
    """A message on an entry, read by its team and by moderators; nobody changes it."""

    LONGEST = 4000

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="messages"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_from_staff = models.BooleanField(_("from a moderator"))
    text = models.TextField(_("message"), max_length=LONGEST)
    sent_at = models.DateTimeField(_("sent"))
    form_key = models.UUIDField(
        unique=True,
        editable=False,
        help_text=_("Of the form that sent it: a form sent twice sends one message."),
    )

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return self.text[:60]
