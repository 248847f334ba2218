"""Who judges in a stage, and which entries a person must not judge."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from cms.accounts.letterboxes import People, person_of
from cms.accounts.models import mailbox_of
from contest_pages.entries.models import Entry
from contest_pages.entries.models.links import SecretLink, SecretLinkQuerySet
from contest_pages.models import Stage, Track


class JudgeQuerySet(SecretLinkQuerySet):
    """Judges, as the rules ask for them."""

    def sitting(self) -> "JudgeQuerySet":
        """Judges who were not withdrawn and have not declined: entries can be theirs."""
        return self.filter(state__in=Judge.SITTING)

    def people(self) -> People:
        """Return these judges by account and by the address at which each was asked; one statement."""
        rows = list(self.order_by().values_list("user", "email"))
        return People(
            frozenset(account for account, _email in rows if account),
            frozenset(mailbox_of(email) for _account, email in rows),
        )


class Judge(SecretLink):
    """A person appointed to a judging stage, by address; the account is known from the pledge on.

    The mailed link leads whoever has no account yet to the pledge.
    """

    class State(models.TextChoices):
        INVITED = "invited", _("Waiting for an answer")
        PLEDGED = "pledged", _("Has pledged")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken out")

    #: Entries can be theirs.
    SITTING = (State.INVITED, State.PLEDGED)

    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), on_delete=models.PROTECT, related_name="judges"
    )
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="judgeships",
    )
    organisation = models.CharField(
        _("organisation"),
        max_length=100,
        blank=True,
        help_text=_("No entries of a team of this name, or with a member from there."),
    )
    domain = models.CharField(
        _("e-mail domain"),
        max_length=100,
        blank=True,
        help_text=_("Such as snu.ac.kr: no entries of teams with a member’s address there."),
    )
    tracks = models.ManyToManyField(
        Track,
        verbose_name=_("tracks"),
        blank=True,
        related_name="+",
        help_text=_("None chosen: this judge may get entries of every track."),
    )
    is_chair = models.BooleanField(
        _("chairs"), default=False, help_text=_("Sees how far the judges agree.")
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.INVITED, editable=False
    )
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("appointed by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    #: The text that was agreed to, as it was shown.
    pledge = models.TextField(_("pledge"), blank=True, editable=False)
    answered_at = models.DateTimeField(_("answered"), null=True, editable=False)
    signed_off_at = models.DateTimeField(_("signed off"), null=True, editable=False)

    objects = JudgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("judge")
        verbose_name_plural = _("judges")
        ordering = ["-is_chair", "name", "pk"]
        constraints = [
            models.UniqueConstraint(
                "stage",
                Lower("email"),
                name="judge_address_once_in_stage",
                violation_error_message=_("This address has been appointed already."),
            ),
            models.UniqueConstraint(
                fields=["stage", "user"],
                condition=Q(user__isnull=False),
                name="judge_person_once_in_stage",
            ),
            models.UniqueConstraint(
                fields=["stage"],
                condition=Q(is_chair=True, state__in=["invited", "pledged"]),
                name="judge_one_chair_in_stage",
                violation_error_message=_("This stage has a chair already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "pledged", "declined", "withdrawn"]),
                name="judge_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="pledged") | (Q(user__isnull=False) & ~Q(pledge="")),
                name="judge_pledge_kept",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def has_expired(self, now: datetime) -> bool:
        """Return whether the link no longer counts: with its stage, to whenever that was moved."""
        return self.stage.has_closed(now)

    @cached_property
    def person(self) -> People:
        """Who judges, with every account and letter box; read once for a row."""
        return person_of(mailbox_of(self.email), self.user_id)

    @cached_property
    def judges_blindly(self) -> bool:
        """Whether the person judges at a blind stage of the contest, this one or another."""
        if self.stage.is_blind:
            return True
        blind = Judge.objects.sitting().filter(
            stage__contest=self.stage.contest_id, stage__is_blind=True
        )
        return self.person.meet(blind.people())

    @property
    def sits(self) -> bool:
        """Return whether entries can be this judge's; the same rule as `sitting`."""
        return self.state in self.SITTING


class Conflict(models.Model):
    """A tie between a person and an entry that no record shows: staff or the judge declared it."""

    class Kind(models.TextChoices):
        MENTOR = "mentor", _("Mentor of the team")
        PERSONAL = "personal", _("Family or friend")
        BUSINESS = "business", _("Employer, teacher or business")
        OTHER = "other", _("Other")

    email = models.EmailField(_("e-mail address of the judge"))
    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.CASCADE, related_name="conflicts"
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    note = models.CharField(_("reason"), max_length=300, blank=True)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("declared by"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    declared_at = models.DateTimeField(_("declared"), editable=False)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), "entry", name="conflict_once"),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.entry}"
