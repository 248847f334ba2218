"""Result sheets, what follows from the published one, and what entries won."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from cms.i18n import Bilingual
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Prize, Round


class ResultSheetQuerySet(models.QuerySet):
    """Result sheets, as pages and rules ask for them."""

    def with_stopped(self) -> "ResultSheetQuerySet":
        """Annotate `is_stopped`: countersigned, and yet never to be public.

        Before its instant a later version was countersigned, or the contest called off.
        """
        instant = models.OuterRef("publish_at")
        later = ResultSheet.objects.filter(
            round=models.OuterRef("round"),
            version__gt=models.OuterRef("version"),
            countersigned_at__lt=instant,
        )
        off = Contest.objects.filter(pk=models.OuterRef("contest"), cancelled_at__lt=instant)
        return self.annotate(is_stopped=models.Exists(later) | models.Exists(off))

    def signed(self) -> "ResultSheetQuerySet":
        """Countersigned sheets that are public, were, or will be."""
        return self.with_stopped().filter(countersigned_at__isnull=False, is_stopped=False)

    def awaited(self, now: datetime) -> "ResultSheetQuerySet":
        """Sheets of which the publication is still to come."""
        return self.signed().filter(publish_at__gt=now)

    def been_public(self, now: datetime) -> "ResultSheetQuerySet":
        """Sheets that everybody may see at `now`, or could until a later version came."""
        return self.signed().filter(publish_at__lte=now)

    def with_told(self, now: datetime) -> "ResultSheetQuerySet":
        """Annotate `told`: what a version corrects; empty where none before it was public."""
        earlier = ResultSheet.objects.been_public(now).filter(
            round=models.OuterRef("round"), version__lt=models.OuterRef("version")
        )
        said = models.When(models.Exists(earlier), then=F("correction"))
        return self.annotate(told=models.Case(said, default=models.Value("")))

    def published(self, now: datetime) -> "ResultSheetQuerySet":
        """Sheets that everybody may see at `now`: the only place that knows."""
        return self.been_public(now)._latest(ResultSheet.objects.been_public(now))

    def in_force(self) -> "ResultSheetQuerySet":
        """The latest of each round that is public or will be."""
        return self.signed()._latest(ResultSheet.objects.signed())

    def _latest(self, among: "ResultSheetQuerySet") -> "ResultSheetQuerySet":
        """Those after which no version of the round is `among` them."""
        later = among.filter(round=models.OuterRef("round"), version__gt=models.OuterRef("version"))
        return self.exclude(models.Exists(later))


class ResultSheet(models.Model):
    """The result of a round, frozen: one document that shows every step from score to rank.

    Nothing in it changes; a correction is the next version, and says what changed and why.
    """

    round = models.ForeignKey(
        Round, verbose_name=_("round"), on_delete=models.PROTECT, related_name="sheets"
    )
    contest = models.ForeignKey(
        Contest, verbose_name=_("contest"), on_delete=models.PROTECT, related_name="sheets"
    )
    version = models.PositiveSmallIntegerField(_("version"))
    document = models.JSONField(_("document"), editable=False)
    sha256 = models.CharField(_("fingerprint"), max_length=64, editable=False)
    inputs_sha256 = models.CharField(_("fingerprint of the inputs"), max_length=64, editable=False)
    correction = models.CharField(_("what changed, and why"), max_length=500, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("frozen by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    frozen_at = models.DateTimeField(_("frozen"), editable=False)
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("countersigned by"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    countersigned_at = models.DateTimeField(_("countersigned"), null=True, editable=False)
    publish_at = models.DateTimeField(_("published from"), null=True, editable=False)

    objects = ResultSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("result sheet")
        verbose_name_plural = _("result sheets")
        ordering = ["-frozen_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "version"], name="sheet_version_once"),
            models.CheckConstraint(
                condition=Q(countersigned_by=None) | ~Q(countersigned_by=F("frozen_by")),
                name="sheet_countersigned_by_another",
                violation_error_message=_("A sheet is countersigned by another person."),
            ),
            models.CheckConstraint(
                condition=Q(countersigned_by=None, countersigned_at=None, publish_at=None)
                | Q(countersigned_by__isnull=False, countersigned_at__isnull=False),
                name="sheet_published_only_countersigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contest}, {self.round}, {self.version}"

    @property
    def file_name(self) -> str:
        """Return under which name the document is kept by who takes it away."""
        return f"{self.contest.slug}-{self.round.number}-v{self.version}.json"


class AdvancementQuerySet(models.QuerySet):
    """Advancements, as the rooms below ask for them."""

    def published(self, now: datetime) -> "AdvancementQuerySet":
        """Those of published sheets: nobody is in a round before everybody may know it."""
        return self.filter(sheet__in=ResultSheet.objects.published(now).values("pk"))


class Advancement(models.Model):
    """An entry goes on to the next round once the sheet is published from which it was drawn."""

    sheet = models.ForeignKey(ResultSheet, on_delete=models.PROTECT, related_name="advancements")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="advancements")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="advancements")
    rank = models.PositiveIntegerField(_("rank"))

    objects = AdvancementQuerySet.as_manager()

    class Meta:
        verbose_name = _("advancement")
        verbose_name_plural = _("advancements")
        ordering = ["rank", "pk"]
        constraints = [models.UniqueConstraint(fields=["sheet", "entry"], name="advancement_once")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.rank}"


class TieDecision(models.Model):
    """The chair's order of entries whose scores are equal, with the reason."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tie_decisions")
    #: Keys of the entries, the better first.
    order = models.JSONField(_("order"))
    reason = models.CharField(_("reason"), max_length=500)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("decided by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("decided"), editable=False)

    class Meta:
        verbose_name = _("decision on equal scores")
        verbose_name_plural = _("decisions on equal scores")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.reason


class AwardQuerySet(models.QuerySet):
    """Awards, as pages show them."""

    def published(self, now: datetime) -> "AwardQuerySet":
        """Awards that everybody may know: imported ones, and those of a published sheet."""
        return self.filter(
            Q(sheet=None) | Q(sheet__in=ResultSheet.objects.published(now).values("pk"))
        )

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
    sheet = models.ForeignKey(
        ResultSheet,
        verbose_name=_("result sheet"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="awards",
        help_text=_("None: given before this site judged."),
    )
    citation_ko = models.CharField(_("citation in Korean"), max_length=400, blank=True)
    citation_en = models.CharField(_("citation in English"), max_length=400, blank=True)

    citation = Bilingual()

    objects = AwardQuerySet.as_manager()

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "prize"], condition=Q(sheet=None), name="award_imported_once"
            ),
            models.UniqueConstraint(
                fields=["prize", "year", "place"],
                condition=Q(sheet=None),
                name="award_imported_place_once",
            ),
            # A correction is drawn beside what it corrects, which stands until it is published.
            models.UniqueConstraint(fields=["sheet", "entry"], name="award_once_in_sheet"),
            models.UniqueConstraint(fields=["sheet", "prize", "place"], name="award_place_once"),
            models.CheckConstraint(condition=models.Q(place__gte=1), name="award_place_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.prize} ({self.year})"
