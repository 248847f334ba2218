"""What moderators keep about an entry: looks, checks, notes, and texts for their reasons."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from cms.fields import LinesField
from cms.i18n import Bilingual
from contest_pages.entries.models.entry import Entry
from contest_pages.models import CheckItem


class LastLook(models.Model):
    """Which submission of an entry a moderator has seen last, and when."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="last_looks"
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="last_looks")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "entry"], name="last_look_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.entry}"


class CheckMark(models.Model):
    """What a moderator found when checking a submission against one line of the checklist."""

    class Verdict(models.TextChoices):
        OK = "ok", _("Fulfilled")
        NOT_OK = "not_ok", _("Not fulfilled")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="check_marks")
    revision = models.ForeignKey(Revision, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(CheckItem, on_delete=models.PROTECT, related_name="marks")
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("check made")
        verbose_name_plural = _("checks made")
        constraints = [
            models.UniqueConstraint(fields=["revision", "item"], name="check_mark_once"),
            models.CheckConstraint(
                condition=models.Q(verdict__in=["", "ok", "not_ok"]),
                name="check_mark_verdict_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.get_verdict_display()}"


class InternalNote(models.Model):
    """Something that moderators tell each other about an entry; its team never reads it."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="internal_notes")
    text = LinesField(_("note"), max_length=2000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.text[:60]


class ReasonText(models.Model):
    """A reason that moderators give often, ready in both languages."""

    class Act(models.TextChoices):
        REQUEST_CHANGES = "request_changes", _("Ask for changes")
        DISQUALIFY = "disqualify", _("Disqualify")

    act = models.CharField(_("used to"), max_length=20, choices=Act.choices)
    title = models.CharField(
        _("name in the list"), max_length=80, help_text=_("Only moderators see it.")
    )
    text_ko = LinesField(_("text in Korean"), max_length=2000)
    text_en = LinesField(_("text in English"), max_length=2000, blank=True)

    text = Bilingual()

    class Meta:
        verbose_name = _("reason text")
        verbose_name_plural = _("reason texts")
        ordering = ["act", "title", "pk"]

    def __str__(self) -> str:
        return self.title


class Likeness(models.Model):
    """A mark by which entries that are like each other are found; see `likeness.marks_of`."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("Source code")
        TITLE = "title", _("Title")
        SUMMARY = "summary", _("Summary")

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="likenesses")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    mark = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["kind", "mark"])]
        constraints = [
            models.UniqueConstraint(fields=["entry", "kind", "mark"], name="likeness_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.mark}"
