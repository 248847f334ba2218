"""A repository, the tokens that open it, and who came to it."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.vault.findings import Finding, findings
from contest_pages.vault.source_check import Report
from media.models import PrivateFile

#: What a repository may be called: also the name of its folder.
SLUG = r"[a-z0-9][a-z0-9_-]{0,79}"


class RepositoryQuerySet(models.QuerySet):
    """Repositories, as rules and tasks ask for them."""

    def kept(self) -> "RepositoryQuerySet":
        """Repositories whose source is still here."""
        return self.exclude(state=Repository.State.RETURNED)

    def public(self) -> "RepositoryQuerySet":
        """Repositories that everybody may read; the same rule as `is_public`."""
        states = [Repository.State.OPENED, Repository.State.MIRRORED]
        return self.filter(state__in=states, opened_at__isnull=False)


class Repository(models.Model):
    """A git repository, beside the database in a folder of its own (`path`).

    Sealed: its team, moderators and assigned judges alone know that it is there. Opened: all
    read it at the same address. Mirrored: its home is elsewhere now, here it is read only.
    Returned: its team has had everything back and nothing is kept; the row stays as a stub.
    """

    class State(models.TextChoices):
        SEALED = "sealed", _("Sealed")
        OPENED = "opened", _("Open to all")
        MIRRORED = "mirrored", _("Mirrored elsewhere")
        RETURNED = "returned", _("Returned and erased")

    slug = models.CharField(
        _("address"), max_length=80, unique=True, validators=[RegexValidator(rf"^{SLUG}\Z")]
    )
    title = models.CharField(
        _("title"), max_length=120, blank=True, help_text=_("Where it is no entry’s.")
    )
    entry = models.OneToOneField(
        Entry,
        verbose_name=_("entry"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="repository",
    )
    keepers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who may push"),
        blank=True,
        related_name="+",
        help_text=_("Where it is no entry’s: that has a team."),
    )
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.SEALED, editable=False
    )
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0, editable=False)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    pushed_at = models.DateTimeField(_("last push"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, editable=False)
    mirror_url = models.CharField(_("mirror"), max_length=500, blank=True, editable=False)
    mirror_asked_at = models.DateTimeField(_("mirroring begun"), null=True, editable=False)
    mirrored_at = models.DateTimeField(_("mirrored"), null=True, editable=False)
    mirror_fault = models.TextField(_("why mirroring failed"), blank=True, editable=False)
    returned_at = models.DateTimeField(_("returned"), null=True, editable=False)
    returned_bundle = models.ForeignKey(
        PrivateFile, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    checked_at = models.DateTimeField(_("last looked over"), null=True, editable=False)
    fault = models.TextField(_("what is wrong with it"), blank=True, editable=False)

    objects = RepositoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("repository")
        verbose_name_plural = _("repositories")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["sealed", "opened", "mirrored", "returned"]),
                name="repository_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="sealed") | Q(opened_at=None, mirrored_at=None),
                name="repository_sealed_is_closed",
            ),
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_at__isnull=False),
                name="repository_opened_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="mirrored") | Q(mirrored_at__isnull=False) & ~Q(mirror_url=""),
                name="repository_mirrored_says_where",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | Q(returned_at__isnull=False, size=0),
                name="repository_returned_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return (self.entry.working_title if self.entry else self.title) or self.slug

    def get_absolute_url(self) -> str:
        """Return the address at which people look at it."""
        return reverse("source", args=[self.slug])

    @property
    def path(self) -> Path:
        """Where git keeps it."""
        return Path(settings.VAULT_ROOT) / f"{self.slug}.git"

    @property
    def clone_url(self) -> str:
        """The address that git is given."""
        return f"{settings.WAGTAILADMIN_BASE_URL}/git/{self.slug}.git"

    @property
    def mirror_page(self) -> str:
        """Where a browser finds the mirror; nothing where only git does."""
        return self.mirror_url if self.mirror_url.startswith("https://") else ""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it: one that was opened stays so when it is mirrored."""
        return self.state == self.State.OPENED or (
            self.state == self.State.MIRRORED and self.opened_at is not None
        )

    @property
    def is_protected(self) -> bool:
        """Whether what was pushed stays: from the first submission, and once others read it."""
        submitted = self.entry is not None and self.entry.submitted_at is not None
        return submitted or self.state != self.State.SEALED

    @property
    def room(self) -> int:
        """How many bytes may still come."""
        return max(settings.VAULT_QUOTA - self.size, 0)


class AccessTokenQuerySet(models.QuerySet):
    """Tokens, as those who come with one are asked for."""

    def good(self, now: datetime) -> "AccessTokenQuerySet":
        """Tokens that open something at `now`."""
        return self.filter(revoked_at=None, expires_at__gt=now, user__is_active=True)

    def of_secret(self, secret: str) -> "AccessTokenQuerySet":
        """The row of what somebody came with: one, or none."""
        return self.filter(hash=hash_of(secret))


def hash_of(secret: str) -> str:
    """Return under what a token is kept: it has 256 bits of its own and needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


class AccessToken(models.Model):
    """In place of a password for git: shown once, then known by its first letters."""

    class Scope(models.TextChoices):
        READ = "read", _("Read only")
        WRITE = "write", _("Read and push")

    MARK = "mdg_"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="access_tokens"
    )
    name = models.CharField(_("what for"), max_length=60)
    prefix = models.CharField(_("begins with"), max_length=12, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(_("may"), max_length=5, choices=Scope.choices, default=Scope.WRITE)
    created_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("access token")
        verbose_name_plural = _("access tokens")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["read", "write"]), name="access_token_scope_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    def new_secret(self) -> str:
        """Give the row a secret and return it; it is nowhere else."""
        secret = self.MARK + secrets.token_urlsafe(32)
        self.prefix, self.hash = secret[:10], hash_of(secret)
        return secret

    def has_expired(self, now: datetime) -> bool:
        """Return whether its time is over."""
        return now >= self.expires_at


class Access(models.Model):
    """Who came to a repository, for what, when, from where, and whether they got it.

    What anybody reads of an opened repository is not written down. Rows go after
    `settings.VAULT_REGISTER_DAYS`.
    """

    class Act(models.TextChoices):
        FETCH = "fetch", _("Fetched with git")
        PUSH = "push", _("Pushed with git")
        UPLOAD = "upload", _("Sent an archive")
        BROWSE = "browse", _("Looked in the site")
        DOWNLOAD = "download", _("Downloaded")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    repository = models.ForeignKey(
        Repository,
        verbose_name=_("repository"),
        null=True,
        on_delete=models.PROTECT,
        related_name="accesses",
    )
    asked = models.CharField(_("asked for"), max_length=100)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    token = models.ForeignKey(
        AccessToken,
        verbose_name=_("with"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    act = models.CharField(_("what"), max_length=10, choices=Act.choices)
    detail = models.CharField(_("of what"), max_length=300, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)
    address = models.GenericIPAddressField(_("from"), null=True)

    class Meta:
        verbose_name = _("access to a repository")
        verbose_name_plural = _("accesses to repositories")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["repository", "user", "act", "-at"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(act__in=["fetch", "push", "upload", "browse", "download"]),
                name="access_act_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["granted", "refused", "failed"]),
                name="access_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.asked}"


class Bundle(models.Model):
    """All that a repository held when its entry was submitted, in one file that git reads."""

    repository = models.ForeignKey(Repository, on_delete=models.PROTECT, related_name="bundles")
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="+")
    #: {name of a branch or tag: the commit or tag object it stood on}.
    refs = models.JSONField()
    made_at = models.DateTimeField(_("made"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("bundle")
        verbose_name_plural = _("bundles")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return str(self.file)


class SourceCheck(models.Model):
    """What the open source check found in one commit."""

    repository = models.ForeignKey(Repository, on_delete=models.CASCADE, related_name="checks")
    commit = models.CharField(_("commit"), max_length=64)
    #: As `source_check.Report.as_json` gives it; none while the check runs.
    report = models.JSONField(null=True)
    fault = models.TextField(_("why it failed"), blank=True)
    asked_at = models.DateTimeField(_("asked for"), default=timezone.now, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("open source check")
        verbose_name_plural = _("open source checks")
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.repository}: {self.commit[:10]}"

    @property
    def found(self) -> Report | None:
        """What was found; None while the check runs, or where it failed."""
        return Report.from_json(self.report) if self.report else None

    @property
    def findings(self) -> list[Finding]:
        """What was found, in words."""
        return findings(self.found) if self.found else []
