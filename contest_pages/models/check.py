"""What moderators check of each entry before they accept it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.i18n import Bilingual


class CheckItem(Orderable):
    """One line of a contest's checklist."""

    contest = ParentalKey("contest_pages.Contest", on_delete=models.CASCADE, related_name="checks")
    title_ko = models.CharField(_("title in Korean"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    help_ko = models.CharField(_("help in Korean"), max_length=400, blank=True)
    help_en = models.CharField(_("help in English"), max_length=400, blank=True)

    title = Bilingual()
    help = Bilingual()

    class Meta(Orderable.Meta):
        verbose_name = _("check")
        verbose_name_plural = _("checks")

    def __str__(self) -> str:
        return self.title
