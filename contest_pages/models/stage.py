"""Stages: the dated periods that drive everything that can happen in a contest."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.i18n import Bilingual


class StageQuerySet(models.QuerySet):
    """Stages, as the rules ask for them."""

    def open_at(self, now: datetime) -> "StageQuerySet":
        """Stages whose half-open period `[opens_at, closes_at)` holds `now`."""
        return self.filter(opens_at__lte=now, closes_at__gt=now)


class Stage(Orderable):
    """A period of a contest, half-open: it is open at `opens_at` and no longer at `closes_at`.

    "Until 30 September" is stored as 1 October 00:00 Asia/Seoul.
    """

    class Kind(models.TextChoices):
        SUBMISSION = "submission", _("Submission")
        SCREENING = "screening", _("Screening")
        JUDGING = "judging", _("Judging")
        VOTING = "voting", _("Citizen vote")
        DELIVERY = "delivery", _("Delivery")
        MILESTONE = "milestone", _("Milestone")

    SCORING = (Kind.JUDGING, Kind.VOTING)

    class OthersScores(models.TextChoices):
        HIDDEN = "hidden", _("Hidden")
        AFTER_OWN = "after_own", _("Shown once one has submitted one’s own")

    class Averaging(models.TextChoices):
        MEAN = "mean", _("Mean of all judges")
        TRIMMED = "trimmed", _("Mean without the highest and the lowest")

    class Normalisation(models.TextChoices):
        NONE = "none", _("Scores as they were given")
        Z_SCORE = "z_score", _("Judges made equal in mean and spread")

    class Ballot(models.TextChoices):
        APPROVE = "approve", _("Choose entries")
        SCORE = "score", _("Give entries 1 to 5 points")

    contest = ParentalKey("contest_pages.Contest", on_delete=models.CASCADE, related_name="stages")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    title_ko = models.CharField(_("title in Korean"), max_length=100)
    title_en = models.CharField(_("title in English"), max_length=100, blank=True)
    opens_at = models.DateTimeField(_("opens"), help_text=_("Asia/Seoul time."))
    closes_at = models.DateTimeField(
        _("closes"),
        help_text=_(
            "From this instant the stage is closed. For “until 30 September” enter 1 October 00:00."
        ),
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace (minutes)"),
        default=0,
        help_text=_(
            "Submission only: how long after closing a draft that was begun in time can still be submitted."
        ),
    )
    changes_until = models.DateTimeField(
        _("changes until"),
        null=True,
        blank=True,
        help_text=_("Screening only: until when entrants may answer a request for changes."),
    )
    round = models.ForeignKey(
        "contest_pages.Round",
        verbose_name=_("round"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="stages",
        help_text=_("Judging and voting only. A new round can be chosen after it has been saved."),
    )
    weight = models.PositiveSmallIntegerField(
        _("weight (%)"),
        null=True,
        blank=True,
        help_text=_(
            "Judging and voting only: its share of the round. A round’s weights sum to 100."
        ),
    )
    is_blind = models.BooleanField(
        _("blind"),
        default=False,
        help_text=_("Judging only: judges do not see who entered, and nothing is public before."),
    )

    reviews_per_entry = models.PositiveSmallIntegerField(
        _("judges for each entry"),
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(50)],
        help_text=_("Judging only: how many judges score each entry."),
    )
    others_scores = models.CharField(
        _("scores of other judges"),
        max_length=10,
        choices=OthersScores.choices,
        default=OthersScores.HIDDEN,
        help_text=_("Judging only: what a judge sees of the others."),
    )
    averaging = models.CharField(
        _("average"),
        max_length=10,
        choices=Averaging.choices,
        default=Averaging.MEAN,
        help_text=_("Judging only: trimmed where at least four judges have scored an entry."),
    )
    normalisation = models.CharField(
        _("severity of judges"),
        max_length=10,
        choices=Normalisation.choices,
        default=Normalisation.NONE,
        help_text=_("Judging only: whether harsh and lenient judges are made alike."),
    )
    ballot = models.CharField(
        _("ballot"),
        max_length=10,
        choices=Ballot.choices,
        default=Ballot.APPROVE,
        help_text=_("Citizen vote only."),
    )
    ballot_fewest = models.PositiveSmallIntegerField(
        _("fewest entries on a ballot"),
        default=1,
        validators=[MinValueValidator(1)],
        help_text=_("Citizen vote only: a ballot with fewer is not taken."),
    )
    ballot_most = models.PositiveSmallIntegerField(
        _("most entries on a ballot"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_("Citizen vote only: how many may be chosen; of points no limit."),
    )

    title = Bilingual()

    objects = StageQuerySet.as_manager()

    class Meta(Orderable.Meta):
        verbose_name = _("stage")
        verbose_name_plural = _("stages")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="stage_closes_after_it_opens",
                violation_error_message=_("A stage must close after it opens."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kind__in=["judging", "voting"], round__isnull=False, weight__isnull=False
                )
                | ~Q(kind__in=["judging", "voting"]) & Q(round=None, weight=None),
                name="stage_scoring_has_round_and_weight",
                violation_error_message=_("Judging and voting belong to a round; nothing else."),
            ),
            models.UniqueConstraint(
                fields=["contest", "kind"],
                condition=Q(kind__in=["submission", "screening"]),
                name="stage_one_submission_one_screening",
                violation_error_message=_("A contest has one submission and one screening stage."),
            ),
            models.CheckConstraint(
                condition=Q(
                    reviews_per_entry__gte=1,
                    ballot_fewest__gte=1,
                    ballot_most__gte=F("ballot_fewest"),
                ),
                name="stage_ballot_limits_in_order",
                violation_error_message=_("The most on a ballot cannot be less than the fewest."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Check what the row alone can tell; the contest's form checks rows against each other."""
        super().clean()
        scoring = self.kind in self.SCORING
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("A stage must close after it opens.")})
        if self.changes_until and self.kind != self.Kind.SCREENING:
            raise ValidationError({"changes_until": _("Only a screening stage has this.")})
        if self.changes_until and self.closes_at and self.changes_until > self.closes_at:
            raise ValidationError(
                {"changes_until": _("Answers must be in before the screening closes.")}
            )
        if self.grace_minutes and self.kind != self.Kind.SUBMISSION:
            raise ValidationError({"grace_minutes": _("Only a submission stage has grace.")})
        if not scoring and (self.round_id or self.weight is not None):
            raise ValidationError({"weight": _("Only judging and voting belong to a round.")})
        if scoring and not self.round_id:
            raise ValidationError(
                {"round": _("Choose the round in which it counts. Save a new round first.")}
            )
        if scoring and self.weight is None:
            raise ValidationError({"weight": _("Say what share of its round this stage has.")})
        if self.is_blind and self.kind != self.Kind.JUDGING:
            raise ValidationError({"is_blind": _("Only judging can be blind.")})

    @property
    def is_milestone(self) -> bool:
        """Return whether this is a date on the timeline, during which nothing can be done."""
        return self.kind == self.Kind.MILESTONE

    def is_open(self, now: datetime) -> bool:
        """Return whether `now` lies in `[opens_at, closes_at)`."""
        return self.opens_at <= now < self.closes_at

    def has_closed(self, now: datetime) -> bool:
        """Return whether the closing instant has been reached."""
        return now >= self.closes_at

    @property
    def grace_ends_at(self) -> datetime:
        """Until when (exclusive) a draft begun in time may still be submitted."""
        return self.closes_at + timedelta(minutes=self.grace_minutes)

    @property
    def answers_close_at(self) -> datetime:
        """Until when (exclusive) entrants may answer a request for changes."""
        return self.changes_until or self.closes_at
