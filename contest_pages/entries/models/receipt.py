"""What was received with each submission, so that both sides can compare it later."""

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from contest_pages.entries.models.entry import Entry


class Receipt(models.Model):
    """A submission as it was received: an append-only row.

    `document` is the text that was fingerprinted (see `contest_pages.entries.receipts`);
    `draft_token` names the draft that was sent, so that a form sent twice is received once.
    """

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="receipts"
    )
    number = models.PositiveSmallIntegerField(_("number of the submission"))
    revision = models.OneToOneField(Revision, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(_("received"))
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("submitted by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    document = models.TextField(_("what was received"))
    sha256 = models.CharField(_("fingerprint (SHA-256)"), max_length=64)
    draft_token = models.CharField(max_length=40, blank=True, editable=False)

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["entry", "number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="receipt_number_once"),
            models.UniqueConstraint(
                fields=["entry", "draft_token"],
                condition=~Q(draft_token=""),
                name="receipt_of_a_draft_once",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    def save(self, *args, **kwargs) -> None:
        """Write the row once."""
        if self.pk:
            raise ValidationError("A receipt does not change.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of the receipt’s page, for the team."""
        return reverse("my_receipt", args=[self.entry_id, self.number])

    @property
    def code(self) -> str:
        """The number that people quote: the entry’s, and which submission of it."""
        return f"{self.entry.receipt}-{self.number}"

    @property
    def files(self) -> list[dict]:
        """The files that came with it: name, size in bytes, sha256."""
        return json.loads(self.document)["files"]
