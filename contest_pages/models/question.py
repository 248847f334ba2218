"""Questions that a contest asks beyond an entry's fixed fields."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.fields import LinesField
from cms.i18n import Bilingual


class Question(Orderable):
    """One question of a contest's entry form.

    Its key never changes. Once answered, only help, order and `is_retired` can change: an
    answer keeps key, kind, both labels and the value, and must go on meaning what it meant.
    """

    class Kind(models.TextChoices):
        SHORT_TEXT = "short_text", _("Short text")
        LONG_TEXT = "long_text", _("Long text")
        CHOICE = "choice", _("One choice")
        CHOICES = "choices", _("Several choices")
        NUMBER = "number", _("Number")
        URL = "url", _("Web address")
        DATE = "date", _("Date")
        FILE = "file", _("File")
        YES_NO = "yes_no", _("Yes or no")

    contest = ParentalKey(
        "contest_pages.Contest", on_delete=models.CASCADE, related_name="questions"
    )
    key = models.CharField(
        _("key"),
        max_length=40,
        validators=[RegexValidator(r"^[a-z][a-z0-9_]*$", _("Use a-z, 0-9 and _ only."))],
        help_text=_("The question’s lasting name in exports, such as “target_users”."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    label_ko = models.CharField(_("question in Korean"), max_length=200)
    label_en = models.CharField(_("question in English"), max_length=200, blank=True)
    help_ko = models.CharField(_("help in Korean"), max_length=400, blank=True)
    help_en = models.CharField(_("help in English"), max_length=400, blank=True)
    is_required = models.BooleanField(_("required"), default=True)
    choices_text = LinesField(
        _("choices"),
        blank=True,
        help_text=_("One choice a line: Korean | English. For questions with choices only."),
    )
    max_length = models.PositiveIntegerField(
        _("longest answer (characters)"), null=True, blank=True, help_text=_("For texts only.")
    )
    max_files = models.PositiveSmallIntegerField(
        _("most files"), default=1, help_text=_("For files only.")
    )
    max_megabytes = models.PositiveSmallIntegerField(
        _("largest file (MB)"),
        default=20,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("For files only: each of them, at most 100 MB."),
    )
    is_public = models.BooleanField(
        _("public"),
        default=False,
        help_text=_("Whether the answer is shown on the entry’s public page."),
    )
    is_retired = models.BooleanField(
        _("retired"), default=False, help_text=_("No longer asked; answers given stay.")
    )

    label = Bilingual()
    help = Bilingual()

    #: What may still change once somebody has answered.
    CHANGEABLE_WHEN_ANSWERED = ("help_ko", "help_en", "sort_order", "is_retired")

    class Meta(Orderable.Meta):
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "key"],
                name="question_key_unique_in_contest",
                violation_error_message=_("Two questions of a contest cannot share a key."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        """Check that a question with choices has at least two different ones."""
        super().clean()
        if self.kind in (self.Kind.CHOICE, self.Kind.CHOICES):
            values = [value for value, _english in self.choices]
            if len(values) < 2 or len(set(values)) != len(values):
                raise ValidationError({"choices_text": _("Give at least two different choices.")})

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The choices as (Korean, English) pairs; the Korean text is the value that is kept."""
        pairs = []
        for line in self.choices_text.splitlines():
            korean, _bar, english = (part.strip() for part in line.partition("|"))
            if korean:
                pairs.append((korean, english or korean))
        return pairs

    @property
    def max_bytes(self) -> int:
        """How large each file may be."""
        return self.max_megabytes * 1024 * 1024
