"""Whether the addresses that an app names are alive, and how that is known."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from showcase.links import words
from showcase.links.asking import Reach
from showcase.models.app import AppPage


class LinkCheckQuerySet(models.QuerySet):
    """Checks, as pages and the report ask for them."""

    def of(self, app: AppPage) -> "LinkCheckQuerySet":
        """Return those of an app, whichever of its languages is read, that hold for what it names now."""
        named = Q(pk__in=[])
        for kind, name in LinkCheck.FIELDS.items():
            if url := getattr(app, name):
                named |= Q(kind=kind, url=url)
        return self.filter(named, app__translation_key=app.translation_key).order_by("pk")

    def to_mend(self) -> "LinkCheckQuerySet":
        """Return those about which an editor can do something."""
        return self.filter(
            Q(state__in=[LinkCheck.State.DEAD, LinkCheck.State.ARCHIVED]) | ~Q(proposed_url="")
        )


class LinkCheck(models.Model):
    """One address of an app: when it was asked, what was seen, and since when."""

    class Kind(models.TextChoices):
        SOURCE = "source", _("Source code")
        ANDROID = "android", _("Android store")
        IOS = "ios", _("iOS store")
        WEB = "web", _("Web address")

    class State(models.TextChoices):
        UNKNOWN = "unknown", _("Not known yet")
        ALIVE = "alive", _("Reachable")
        MOVED = "moved", _("Has moved")
        ARCHIVED = "archived", _("Archived")
        DEAD = "dead", _("Not reachable")

    #: Which field of an app holds the address of each kind.
    FIELDS = {
        Kind.SOURCE: "source_url",
        Kind.ANDROID: "android_url",
        Kind.IOS: "ios_url",
        Kind.WEB: "web_url",
    }

    app = models.ForeignKey(
        AppPage, verbose_name=_("app"), on_delete=models.CASCADE, related_name="link_checks"
    )
    kind = models.CharField(_("link"), max_length=10, choices=Kind.choices)
    url = models.URLField(_("address"), max_length=500)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.UNKNOWN
    )
    since = models.DateTimeField(_("since"), null=True, blank=True)
    evidence = models.JSONField(_("what was seen"), default=dict, blank=True)
    checked_at = models.DateTimeField(_("last checked"), null=True, blank=True)
    next_at = models.DateTimeField(_("next check"), db_index=True)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    proposed_url = models.URLField(_("new address"), max_length=500, blank=True)
    # A new address that an editor did not want is not proposed again.
    declined_url = models.URLField(max_length=500, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        constraints = [
            models.UniqueConstraint(fields=["app", "kind"], name="link_check_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.url}"

    @property
    def seen(self) -> str:
        """What was seen the last time, in words."""
        return words.seen(self.evidence)

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to say but that it was reached when it was asked the last time."""
        reached = self.evidence.get("reach") == Reach.ANSWERS
        return reached and self.state == self.State.ALIVE

    @property
    def is_trouble(self) -> bool:
        """Whether people want to know what became of it."""
        return self.state not in {self.State.ALIVE, self.State.UNKNOWN}
