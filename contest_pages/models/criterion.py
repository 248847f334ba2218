"""What judges score, and what it counts."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.fields import LinesField
from cms.i18n import Bilingual
from contest_pages.models.stage import Stage


class Criterion(Orderable, ClusterableModel):
    """One thing that the judges of a stage score, in whole points from 0 to `maximum`.

    The points are a share of the maximum, and that share counts by the weight: an entry's
    score is what it reached of the weights of the criteria that apply to it.
    """

    contest = ParentalKey(
        "contest_pages.Contest", on_delete=models.CASCADE, related_name="criteria"
    )
    stage = models.ForeignKey(
        Stage,
        verbose_name=_("stage"),
        on_delete=models.CASCADE,
        related_name="criteria",
        help_text=_("A new stage can be chosen after it has been saved."),
    )
    title_ko = models.CharField(_("title in Korean"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    guidance_ko = LinesField(_("guidance in Korean"), max_length=600, blank=True)
    guidance_en = LinesField(_("guidance in English"), max_length=600, blank=True)
    maximum = models.PositiveSmallIntegerField(
        _("most points"),
        default=10,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    weight = models.PositiveSmallIntegerField(
        _("weight (%)"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("What it counts of the stage’s 100."),
    )
    is_optional = models.BooleanField(
        _("optional"),
        default=False,
        help_text=_("A judge may leave it out; the other criteria then count for all."),
    )
    tracks = ParentalManyToManyField(
        "contest_pages.Track",
        verbose_name=_("tracks"),
        blank=True,
        related_name="+",
        help_text=_("None chosen: it applies to entries of every track."),
    )

    title = Bilingual()
    guidance = Bilingual()

    #: What may still change once somebody has scored.
    CHANGEABLE_WHEN_SCORED = ("title_ko", "title_en", "guidance_ko", "guidance_en", "sort_order")

    class Meta(Orderable.Meta):
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(maximum__range=(1, 100), weight__range=(1, 100)),
                name="criterion_points_and_weight_in_range",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse a stage in which nobody scores."""
        super().clean()
        if self.stage_id and self.stage.kind != Stage.Kind.JUDGING:
            raise ValidationError({"stage": _("Only judging has criteria.")})

    def applies_to(self, track_id: int | None) -> bool:
        """Return whether entries of a track are scored on this."""
        tracks = {track.pk for track in self.tracks.all()}
        return not tracks or track_id in tracks
