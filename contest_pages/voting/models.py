"""The citizen panel of a contest, who sits on it, and the ballots they cast."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from cms.accounts.letterboxes import People, person_of
from cms.fields import LinesField
from cms.i18n import Bilingual
from contest_pages.entries.models import Entry
from contest_pages.entries.models.links import SecretLink, SecretLinkQuerySet
from contest_pages.models import Contest, Stage


class Panel(ClusterableModel):
    """The citizen panel of one contest: when and how it is recruited."""

    class Selection(models.TextChoices):
        ALL = "all", _("Everybody who applies")
        LOTTERY = "lottery", _("By lot")
        HAND = "hand", _("By hand")

    contest = models.OneToOneField(
        Contest, verbose_name=_("contest"), on_delete=models.PROTECT, related_name="panel"
    )
    recruitment = models.ForeignKey(
        Stage,
        verbose_name=_("recruitment"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": Stage.Kind.MILESTONE},
        help_text=_("The date of the contest’s schedule during which citizens apply."),
    )
    conditions_ko = LinesField(_("conditions in Korean"), max_length=2000)
    conditions_en = LinesField(_("conditions in English"), max_length=2000, blank=True)
    selection = models.CharField(
        _("selection"), max_length=10, choices=Selection.choices, default=Selection.ALL
    )
    seats = models.PositiveIntegerField(
        _("seats"), null=True, blank=True, help_text=_("Left empty: no limit.")
    )
    #: Of the lottery: published with the result, so that anyone can draw again.
    seed = models.CharField(_("seed"), max_length=64, blank=True, editable=False)
    selected_at = models.DateTimeField(_("selected"), null=True, editable=False)

    conditions = Bilingual()

    class Meta:
        verbose_name = _("citizen panel")
        verbose_name_plural = _("citizen panels")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(selection="lottery") | Q(seats__isnull=False),
                name="panel_lottery_has_seats",
                violation_error_message=_("A lottery needs a number of seats."),
            )
        ]

    def __str__(self) -> str:
        return str(self.contest)


class Quota(Orderable):
    """Seats that are kept for a group of citizens, such as an age or a district."""

    panel = ParentalKey(Panel, on_delete=models.CASCADE, related_name="quotas")
    title_ko = models.CharField(_("title in Korean"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=80, blank=True)
    seats = models.PositiveIntegerField(_("seats"))

    title = Bilingual()

    class Meta(Orderable.Meta):
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")

    def __str__(self) -> str:
        return self.title


class PanelMemberQuerySet(SecretLinkQuerySet):
    """Applicants and members, as the rules ask for them."""

    def seated(self) -> "PanelMemberQuerySet":
        """Those who were chosen."""
        return self.filter(state=PanelMember.State.SELECTED)

    def voting(self) -> "PanelMemberQuerySet":
        """Those who were chosen and vote with this seat, not with another of theirs."""
        return self.seated().filter(voted_as=None)

    def applicants(self) -> "PanelMemberQuerySet":
        """Those who applied and about whom nothing has been decided."""
        return self.filter(state=PanelMember.State.APPLIED)


class PanelMember(SecretLink):
    """A citizen who applied to a panel, with an account or with an address alone.

    The link confirms the address; who has an account is known already.
    """

    class State(models.TextChoices):
        UNCONFIRMED = "unconfirmed", _("Address not confirmed")
        APPLIED = "applied", _("Applied")
        SELECTED = "selected", _("On the panel")
        NOT_SELECTED = "not_selected", _("Not selected")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    panel = models.ForeignKey(
        Panel, verbose_name=_("panel"), on_delete=models.PROTECT, related_name="members"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="panel_memberships",
    )
    email = models.EmailField(_("e-mail address"))
    #: One spelling for every way to write an address of the same letter box.
    mailbox = models.CharField(max_length=254, editable=False)
    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="ko")
    quota = models.ForeignKey(
        Quota,
        verbose_name=_("group"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="members",
    )
    #: What was agreed to, as it was shown.
    agreed_text = models.TextField(_("agreed text"), editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State.choices, default=State.UNCONFIRMED, editable=False
    )
    applied_at = models.DateTimeField(_("applied"), editable=False)
    #: With which other seat the person has voted: kept, whatever becomes of account and addresses.
    voted_as = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    #: The place in the drawing of lots, from 1.
    drawn = models.PositiveIntegerField(_("drawn as number"), null=True, editable=False)

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("panel member")
        verbose_name_plural = _("panel members")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "mailbox"],
                name="panel_mailbox_once",
                violation_error_message=_("This address has applied already."),
            ),
            models.UniqueConstraint(
                fields=["panel", "user"],
                condition=Q(user__isnull=False),
                name="panel_person_once",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["unconfirmed", "applied", "selected", "not_selected", "withdrawn"]
                ),
                name="panel_member_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def person(self) -> People:
        """Whose membership it is, with every account and letter box; read once for a row."""
        return person_of(self.mailbox, self.user_id)


class BallotLinkQuerySet(SecretLinkQuerySet):
    """Links to ballots, as the rules ask for them."""

    def in_force(self) -> "BallotLinkQuerySet":
        """Links that were not taken back, and not replaced by another; they may have expired."""
        return self.filter(revoked_at=None)


class BallotLink(SecretLink):
    """A mailed link with which a panel member votes without signing in, in the browser that opens it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="ballot_links")
    member = models.ForeignKey(PanelMember, on_delete=models.CASCADE, related_name="ballot_links")
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    used_at = models.DateTimeField(_("ballot opened"), null=True, editable=False)

    objects = BallotLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link to a ballot")
        verbose_name_plural = _("links to ballots")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "member"],
                condition=Q(revoked_at=None),
                name="ballot_link_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return str(self.member)

    def has_expired(self, now: datetime) -> bool:
        """Return whether the link no longer counts: with its stage, to whenever that was moved."""
        return self.stage.has_closed(now)


class Ballot(models.Model):
    """What a panel member has voted in a stage: one, to be changed until the stage closes."""

    stage = models.ForeignKey(
        Stage, verbose_name=_("stage"), on_delete=models.PROTECT, related_name="ballots"
    )
    member = models.ForeignKey(
        PanelMember,
        verbose_name=_("panel member"),
        on_delete=models.PROTECT,
        related_name="ballots",
    )
    #: With it the member finds the ballot on the published list; it names nobody.
    code = models.CharField(_("receipt code"), max_length=20, unique=True, editable=False)
    cast_at = models.DateTimeField(_("cast"), editable=False)
    changed_at = models.DateTimeField(_("changed"), editable=False)
    #: When its letter and its line in the log were written: within a minute, for many together.
    noted_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("cast ballot")
        verbose_name_plural = _("ballots")
        ordering = ["code"]
        indexes = [
            models.Index(fields=["id"], condition=Q(noted_at=None), name="ballot_not_noted"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["stage", "member"], name="ballot_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Vote(models.Model):
    """One line of a ballot: an entry, and its points; an approval has one point."""

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    entry = models.ForeignKey(
        Entry, verbose_name=_("entry"), on_delete=models.PROTECT, related_name="votes"
    )
    points = models.PositiveSmallIntegerField(_("points"), default=1)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "entry"], name="vote_once"),
            models.CheckConstraint(condition=Q(points__range=(1, 5)), name="vote_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.entry}: {self.points}"
