"""Who enters, and who is invited to."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models.entry import Entry
from contest_pages.entries.models.links import SecretLink, SecretLinkQuerySet


class Membership(models.Model):
    """A person's place in an entry's team; one of them leads and submits."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("person"),
        on_delete=models.PROTECT,
        related_name="entry_memberships",
    )
    is_leader = models.BooleanField(_("leads"), default=False)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    is_under_14 = models.BooleanField(
        _("under 14"),
        null=True,
        help_text=_("What the person said when agreeing; no date of birth is kept."),
    )

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["-is_leader", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "user"], name="membership_once"),
            models.UniqueConstraint(
                fields=["entry"], condition=Q(is_leader=True), name="membership_one_leader"
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)


class InvitationQuerySet(SecretLinkQuerySet):
    """Invitations, as the rules ask for them."""

    def waiting(self, now: datetime) -> "InvitationQuerySet":
        """Invitations that can be answered at `now`."""
        return self.filter(state=Invitation.State.PENDING, expires_at__gt=now)


class Invitation(SecretLink):
    """Somebody is asked by e-mail to join an entry's team. It expires by time alone."""

    class State(models.TextChoices):
        PENDING = "pending", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(_("e-mail address"))
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PENDING, editable=False
    )
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                "entry",
                Lower("email"),
                condition=Q(state="pending"),
                name="invitation_one_pending",
                violation_error_message=_("This address has been invited already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "accepted", "declined", "withdrawn"]),
                name="invitation_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.email

    def is_waiting(self, now: datetime) -> bool:
        """Return whether it can be answered; the same rule as `waiting`."""
        return self.state == self.State.PENDING and not self.has_expired(now)
