"""Which entry a private file belongs to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry
from media.models import PrivateFile


class EntryFile(models.Model):
    """A file that a team attached; the row says whose it is, content says where it is shown.

    A replaced file keeps its row: earlier submissions still show it.
    """

    IMAGES = "images"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="files")
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="entry_file")
    key = models.CharField(
        _("place"), max_length=40, help_text=_("A question’s key, or “images” for pictures.")
    )

    class Meta:
        verbose_name = _("file of an entry")
        verbose_name_plural = _("files of entries")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.file)
