"""Work that is not submitted."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry


class EntryDraft(models.Model):
    """What the team is writing; no revision, whatever the entry's state.

    `data` holds the fixed fields by name, `answers` by question key, `images`, and `alts`: what
    pictures show that were removed and can be put back. It is what was typed, complete or not;
    only a submission is checked as a whole.
    """

    entry = models.OneToOneField(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="draft"
    )
    data = models.JSONField(_("data"), default=dict, blank=True)
    version = models.PositiveIntegerField(_("version"), default=1)
    updated_at = models.DateTimeField(_("saved"), auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("saved by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")

    def __str__(self) -> str:
        return self.data.get("title") or str(_("Untitled entry"))

    @property
    def token(self) -> str:
        """Which version of which draft this is; a form carries it there and back."""
        return f"{self.pk}-{self.version}"
