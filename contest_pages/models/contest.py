"""The contest: a plain, language-neutral row that stages, entries and awards hang on."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable
from wagtail.search import index

from cms.fields import LinesField
from cms.i18n import Bilingual
from contest_pages.models.stage import Stage

#: Addresses below /contests/ that are not contests.
RESERVED_SLUGS = frozenset({"feed", "calendar", "new", "entries", "results", "archive", "page"})


def validate_contest_slug(slug: str) -> None:
    """Refuse a slug that our own addresses below /contests/ need."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(_("“%(slug)s” is needed by the site itself."), params={"slug": slug})


class ContestQuerySet(models.QuerySet):
    """Contests, as the rules ask for them."""

    def announced(self) -> "ContestQuerySet":
        """Contests that have a published announcement, if for some people only."""
        return self.filter(announcements__live=True).distinct()

    def with_gallery_opening(self) -> "ContestQuerySet":
        """Annotate `gallery_from`: when entries become public.

        What the editor set, else when the last blind stage closes, else when the screening
        ends, else when submission closes. A contest without any of these has no gallery.
        """

        def last(condition: Q):
            return Max("stages__closes_at", filter=condition)

        return self.annotate(
            gallery_from=Coalesce(
                "gallery_opens_at",
                last(Q(stages__is_blind=True)),
                last(Q(stages__kind=Stage.Kind.SCREENING)),
                last(Q(stages__kind=Stage.Kind.SUBMISSION)),
            )
        )

    def with_open_gallery(self, now: datetime) -> "ContestQuerySet":
        """Contests whose accepted entries the public may see at `now`; none that was called off."""
        return self.with_gallery_opening().filter(gallery_from__lte=now, cancelled_at=None)


class Contest(index.Indexed, ClusterableModel):
    """A contest's rules and dates. A change takes effect at once and is logged.

    It is announced by a ContestPage in each language; entries, ballots and awards point here.
    """

    class Kind(models.TextChoices):
        APP = "app", _("App contest")
        IDEA = "idea", _("Idea contest")
        OSS = "oss", _("Open-source project contest")

    class GalleryShows(models.TextChoices):
        ALL = "all", _("All accepted entries")
        WINNERS = "winners", _("Winners only")

    class NamesShown(models.TextChoices):
        TEAM = "team", _("The team’s name alone")
        MASKED = "masked", _("The leader’s name with a letter hidden")
        FULL = "full", _("The leader’s name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    slug = models.SlugField(
        _("address"),
        max_length=60,
        unique=True,
        validators=[validate_contest_slug],
        help_text=_(
            "The contest’s address: /contests/…/. Fixed once the announcement is published."
        ),
    )
    title_ko = models.CharField(_("title in Korean"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    accent = models.CharField(_("accent colour"), max_length=20, default="blue")
    budget = models.PositiveBigIntegerField(
        _("prize budget (won)"),
        null=True,
        blank=True,
        help_text=_("The prizes together may not cost more."),
    )
    team_min = models.PositiveSmallIntegerField(_("smallest team"), default=1)
    team_max = models.PositiveSmallIntegerField(_("largest team"), default=5)
    one_team_per_person = models.BooleanField(
        _("one team per person"),
        default=False,
        help_text=_(
            "A person may begin or join one entry only. Holds from now on: who is in two teams "
            "already stays in both."
        ),
    )
    gallery_opens_at = models.DateTimeField(
        _("gallery opens"),
        null=True,
        blank=True,
        help_text=_(
            "From when accepted entries are public. Left empty: when the last blind stage closes."
        ),
    )
    gallery_shows = models.CharField(
        _("gallery shows"),
        max_length=10,
        choices=GalleryShows.choices,
        default=GalleryShows.ALL,
    )
    pledge_ko = LinesField(
        _("judges’ pledge in Korean"),
        blank=True,
        help_text=_("What judges promise before they see an entry; the text is kept with each."),
    )
    pledge_en = LinesField(_("judges’ pledge in English"), blank=True)
    one_award_per_team = models.BooleanField(
        _("one award per team"),
        default=True,
        help_text=_("A team that shares a member with a winner of a higher prize is passed over."),
    )
    names_shown = models.CharField(
        _("names in the results"),
        max_length=10,
        choices=NamesShown.choices,
        default=NamesShown.MASKED,
    )
    gives_feedback = models.BooleanField(
        _("feedback to entrants"),
        default=True,
        help_text=_("After the results are out each team sees its averages and comments."),
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    cancelled_at = models.DateTimeField(_("called off"), null=True, editable=False)
    cancelled_because_ko = models.CharField(
        _("reason in Korean"), max_length=300, blank=True, editable=False
    )
    cancelled_because_en = models.CharField(
        _("reason in English"), max_length=300, blank=True, editable=False
    )

    title = Bilingual()
    pledge = Bilingual()
    cancelled_because = Bilingual()

    objects = ContestQuerySet.as_manager()

    search_fields = [
        index.SearchField("title_ko"),
        index.SearchField("title_en"),
        index.AutocompleteField("title_ko"),
        index.FilterField("kind"),
    ]

    class Meta:
        verbose_name = _("contest")
        verbose_name_plural = _("contests")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(team_min__gte=1, team_max__gte=F("team_min")),
                name="contest_team_limits_in_order",
                violation_error_message=_("The largest team cannot be smaller than the smallest."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @cached_property
    def schedule(self) -> list[Stage]:
        """All stages in the order in which they open; read once, so that pages ask freely."""
        return sorted(self.stages.all(), key=lambda stage: (stage.opens_at, stage.sort_order or 0))

    def open_stages(self, now: datetime) -> list[Stage]:
        """Return the stages whose period holds `now`; of a contest called off, none."""
        if self.cancelled_at:
            return []
        return [stage for stage in self.schedule if stage.is_open(now)]

    def stage_of_kind(self, kind: str) -> Stage | None:
        """Return the first stage of that kind, or None."""
        return next((stage for stage in self.schedule if stage.kind == kind), None)

    @property
    def submission(self) -> Stage | None:
        """The stage in which entries are taken."""
        return self.stage_of_kind(Stage.Kind.SUBMISSION)

    @property
    def screening(self) -> Stage | None:
        """The stage in which moderators decide whether entries are eligible."""
        return self.stage_of_kind(Stage.Kind.SCREENING)

    @property
    def judging(self) -> list[Stage]:
        """The stages in which judges score, in the order in which they open."""
        return [stage for stage in self.schedule if stage.kind == Stage.Kind.JUDGING]

    @property
    def gallery_opens(self) -> datetime | None:
        """When entries become public; the same rule as `with_gallery_opening`."""
        if self.gallery_opens_at:
            return self.gallery_opens_at
        if blind_until := self.blind_until:
            return blind_until
        last = self.screening or self.submission
        return last.closes_at if last else None

    @property
    def blind_until(self) -> datetime | None:
        """When the last blind judging closes; None where none is blind."""
        return max((stage.closes_at for stage in self.schedule if stage.is_blind), default=None)

    @property
    def prize_sum(self) -> int:
        """What all prizes cost together, in won."""
        return sum(prize.places * prize.amount for prize in self.prizes.all())


class Round(Orderable):
    """Scoring stages that make one ranking together; its best `advances` go on."""

    class Ties(models.TextChoices):
        CRITERIA = "criteria", _("By criterion in their order, then by the judges’ mean")
        MEAN = "mean", _("By the judges’ mean")
        CHAIR = "chair", _("By the chair’s decision alone")

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    advances = models.PositiveSmallIntegerField(
        _("entries that advance"),
        null=True,
        blank=True,
        help_text=_("Left empty in the last round, from which awards are given."),
    )
    ties = models.CharField(
        _("equal scores"),
        max_length=10,
        choices=Ties.choices,
        default=Ties.CRITERIA,
        help_text=_("What is still equal then is decided by the chair, with a reason."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "number"],
                name="round_number_unique_in_contest",
                violation_error_message=_("Two rounds of a contest cannot share a number."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Round %(number)s") % {"number": self.number})


class Track(Orderable):
    """A division of a contest that an entry belongs to."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="tracks")
    title_ko = models.CharField(_("title in Korean"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    description_ko = models.CharField(_("description in Korean"), max_length=300, blank=True)
    description_en = models.CharField(_("description in English"), max_length=300, blank=True)

    title = Bilingual()
    description = Bilingual()

    class Meta(Orderable.Meta):
        verbose_name = _("track")
        verbose_name_plural = _("tracks")

    def __str__(self) -> str:
        return self.title


class Prize(Orderable):
    """A kind of award: its name, how many are given, and what each is worth."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="prizes")
    title_ko = models.CharField(_("title in Korean"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    places = models.PositiveSmallIntegerField(_("places"), default=1)
    amount = models.PositiveBigIntegerField(_("amount each (won)"), default=0)

    title = Bilingual()

    class Meta(Orderable.Meta):
        verbose_name = _("prize")
        verbose_name_plural = _("prizes")

    def __str__(self) -> str:
        return self.title


class Consent(Orderable):
    """Something that entrants agree to. A changed text is a new version."""

    contest = ParentalKey(Contest, on_delete=models.CASCADE, related_name="consents")
    key = models.SlugField(_("key"), max_length=40)
    title_ko = models.CharField(_("title in Korean"), max_length=120)
    title_en = models.CharField(_("title in English"), max_length=120, blank=True)
    text_ko = LinesField(_("text in Korean"))
    text_en = LinesField(_("text in English"), blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1, editable=False)
    is_required = models.BooleanField(_("required"), default=True)

    title = Bilingual()
    text = Bilingual()

    class Meta(Orderable.Meta):
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "key"],
                name="consent_key_unique_in_contest",
                violation_error_message=_("Two consents of a contest cannot share a key."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args, **kwargs) -> None:
        """Keep the row; a text that differs from what was kept before is the next version."""
        if self.pk:
            before = Consent.objects.filter(pk=self.pk).first()
            if before and (before.text_ko, before.text_en) != (self.text_ko, self.text_en):
                self.version = before.version + 1
                if kwargs.get("update_fields") is not None:
                    kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)
