"""What a judge has to review, the points given, and what stood in the way."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.judging.models.judge import Judge
from contest_pages.models import Criterion


class ReviewQuerySet(models.QuerySet):
    """Reviews, as the rules ask for them."""

    def of(self, user) -> "ReviewQuerySet":
        """Reviews that are a person's, as a judge who has pledged."""
        return self.filter(judge__user=user, judge__state=Judge.State.PLEDGED)

    def untouched(self) -> "ReviewQuerySet":
        """Reviews of which nothing is kept yet: they may still be given to somebody else."""
        return self.filter(state=Review.State.ASSIGNED, saved_at=None)

    def owed(self) -> "ReviewQuerySet":
        """Reviews that their judge still owes: of entries that are in the running."""
        return self.filter(state=Review.State.ASSIGNED, entry__live=True)

    def counted(self) -> "ReviewQuerySet":
        """Reviews that count: submitted, whatever became of the judge. The only place that knows.

        A review that was not submitted is absent: it is no zero.
        """
        return self.filter(state=Review.State.SUBMITTED)


class Review(models.Model):
    """One entry given to one judge of a stage; the row stays, so nobody gets an entry twice."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("To do")
        SUBMITTED = "submitted", _("Submitted")
        RECUSED = "recused", _("Recused")

    judge = models.ForeignKey(
        Judge, verbose_name=_("judge"), on_delete=models.PROTECT, related_name="reviews"
    )
    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="reviews"
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.ASSIGNED, editable=False
    )
    comment = models.TextField(
        _("comment for the entrants"),
        max_length=2000,
        blank=True,
        help_text=_("The team reads it, without your name, after the results are out."),
    )
    notes = models.TextField(
        _("private notes"), max_length=4000, blank=True, help_text=_("Nobody else reads them.")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True, editable=False)
    #: Counts what was saved, so that two windows do not overwrite each other.
    version = models.PositiveIntegerField(default=0, editable=False)
    assigned_at = models.DateTimeField(_("assigned"), editable=False)
    saved_at = models.DateTimeField(_("saved"), null=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, editable=False)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["judge", "entry"], name="review_once"),
            models.CheckConstraint(
                condition=Q(state__in=["assigned", "submitted", "recused"]),
                name="review_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state="submitted", submitted_at__isnull=False)
                | (~Q(state="submitted") & Q(submitted_at__isnull=True)),
                name="review_submitted_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="recused") | ~Q(reason=""), name="review_recused_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.judge}: {self.entry}"

    @property
    def is_begun(self) -> bool:
        """Return whether the judge has kept anything: then it is theirs, whatever is shared out."""
        return self.saved_at is not None


class Score(models.Model):
    """The points that a judge gave an entry on one criterion: whole, from 0 to its maximum."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(
        Criterion, verbose_name=_("criterion"), on_delete=models.PROTECT, related_name="scores"
    )
    points = models.PositiveSmallIntegerField(_("points"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(fields=["review", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(points__range=(0, 100)), name="score_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.points}"


class Trouble(models.Model):
    """A judge cannot open something of an entry, and what was done about it."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="troubles")
    text = models.CharField(_("what does not open"), max_length=500)
    reported_at = models.DateTimeField(_("reported"), editable=False)
    answer = models.CharField(_("answer"), max_length=500, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("answered by"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("trouble with a file")
        verbose_name_plural = _("troubles with files")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
