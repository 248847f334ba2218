"""What entries won."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.models import Prize


class AwardQuerySet(models.QuerySet):
    """Awards, as pages show them."""

    def in_order(self) -> "AwardQuerySet":
        """The highest prize first, as the contest lists them."""
        return self.order_by("-year", "prize__sort_order", "place", "pk")


class Award(models.Model):
    """A prize given to an entry in a year."""

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="awards"
    )
    prize = models.ForeignKey(
        Prize, verbose_name=_("prize"), on_delete=models.PROTECT, related_name="awards"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    place = models.PositiveSmallIntegerField(
        _("place"), default=1, help_text=_("Which of the prize’s places, from 1.")
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(fields=["entry", "prize"], name="award_once"),
            models.UniqueConstraint(fields=["prize", "year", "place"], name="award_place_once"),
            models.CheckConstraint(condition=models.Q(place__gte=1), name="award_place_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.prize} ({self.year})"
