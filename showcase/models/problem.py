"""What people report about apps."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class AppProblem(models.Model):
    """A report by anybody: what is wrong with an app or its page, or a question about reuse.

    An address to answer to is kept until the report is handled (showcase.problems).
    """

    class Kind(models.TextChoices):
        LINK = "link", _("A link leads nowhere")
        BROKEN = "broken", _("The app does not work")
        WRONG = "wrong", _("Something on this page is wrong")
        RIGHTS = "rights", _("Rights or personal data are violated")
        REUSE = "reuse", _("A question about reusing the source")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        OPEN = "open", _("Not handled")
        HANDLED = "handled", _("Handled")

    page = models.ForeignKey(
        "showcase.AppPage",
        verbose_name=_("app"),
        on_delete=models.CASCADE,
        related_name="problems",
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    text = models.TextField(_("what was written"), blank=True)
    email = models.EmailField(_("address to answer to"), blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    created_at = models.DateTimeField(_("reported"))
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("reported problem")
        verbose_name_plural = _("reported problems")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", handled_at=None)
                | Q(state="handled", handled_at__isnull=False, email=""),
                name="app_problem_state",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page}: {self.get_kind_display()}"
