"""An entry: what is shown of it is revisioned, what happened to it is not."""

from datetime import datetime

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    TaskState,
    WorkflowMixin,
    WorkflowState,
)
from wagtail.search import index

from cms.search.indexing import KoreanSearch
from contest_pages.models import Contest, Stage, Track
from contest_pages.queries import open_to_all


def _workflows_of_entry() -> models.QuerySet:
    """Workflow states of the entry of the outer query; their object_id is text."""
    return WorkflowState.objects.filter(
        base_content_type__app_label="contest_entries",
        base_content_type__model="entry",
        object_id=Cast(OuterRef("pk"), models.CharField()),
    )


class EntryQuerySet(models.QuerySet):
    """Entries, as lists and rules ask for them."""

    def public(self, now: datetime) -> "EntryQuerySet":
        """Entries that everyone may see at `now`: the only place that knows.

        Accepted, in a contest that everybody can read of and whose gallery has opened; of a contest
        that shows its winners only, those that a function `(now)` registered for the hook
        `winning_entries` names.
        """
        winners = Q(contest__gallery_shows=Contest.GalleryShows.ALL)
        for winning_entries in hooks.get_hooks("winning_entries"):
            winners |= Q(pk__in=winning_entries(now))
        opened = open_to_all().with_open_gallery(now).values("pk")
        return self.filter(winners, live=True, contest__in=opened)

    def of(self, user) -> "EntryQuerySet":
        """Entries of whose team the user is a member."""
        return self.filter(memberships__user=user)

    def written_by(self, user) -> "EntryQuerySet":
        """Entries of the user's teams, and those that the user enters for others."""
        return self.filter(Q(pk__in=Entry.objects.of(user).values("pk")) | Q(entered_by=user))

    def submitted(self) -> "EntryQuerySet":
        """Entries that have been submitted at least once."""
        return self.filter(submitted_at__isnull=False)

    def lent_to(self, contest: Contest) -> "EntryQuerySet":
        """Entries from which a new one of a contest can start: submitted once, not thrown out.

        Of the same contest only withdrawn ones: nobody enters a work twice by one press.
        """
        elsewhere = ~Q(contest=contest) | Q(state=Entry.State.WITHDRAWN)
        return self.submitted().exclude(state=Entry.State.DISQUALIFIED).filter(elsewhere)

    def scored_in(self, stage: Stage) -> "EntryQuerySet":
        """Entries that a judging or voting stage is about: accepted, and still in the running.

        Into a later round go those that a function registered for the hook `advanced_entries`
        names: it takes the round before and returns the keys of its best.
        """
        entries = self.filter(contest=stage.contest_id, live=True)
        rounds = sorted(stage.contest.rounds.all(), key=lambda each: each.number)
        if place := [each.pk for each in rounds].index(stage.round_id):
            before = rounds[place - 1]
            for advanced_entries in hooks.get_hooks("advanced_entries"):
                entries = entries.filter(pk__in=advanced_entries(before))
        return entries

    def in_review(self) -> "EntryQuerySet":
        """Entries whose submission waits for a decision."""
        return self.filter(
            Exists(_workflows_of_entry().filter(status=WorkflowState.STATUS_IN_PROGRESS))
        )

    def with_waiting_since(self) -> "EntryQuerySet":
        """Annotate `waiting_since`: when the submission that waits came in, None if none waits."""
        return self.annotate(
            waiting_since=Subquery(
                _workflows_of_entry()
                .filter(status=WorkflowState.STATUS_IN_PROGRESS)
                .values("current_task_state__started_at")[:1]
            )
        )


class Entry(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    KoreanSearch,
    index.Indexed,
    models.Model,
):
    """What a team enters in a contest.

    CONTENT is what a submission brings; the row holds what was accepted last, or what was
    submitted last while nothing was accepted yet. FACTS are what happened: publishing a
    revision never writes them. Only actions write `state`.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Submitted")
        NEEDS_CHANGES = "needs_changes", _("Needs changes")
        ACCEPTED = "accepted", _("Accepted")
        DISQUALIFIED = "disqualified", _("Disqualified")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    # Facts
    contest = models.ForeignKey(
        Contest, verbose_name=_("contest"), on_delete=models.PROTECT, related_name="entries"
    )
    slug = models.CharField(_("address"), max_length=100, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=State.choices, default=State.DRAFT, editable=False
    )
    receipt = models.CharField(_("receipt number"), max_length=20, blank=True, editable=False)
    start_key = models.UUIDField(
        unique=True,
        editable=False,
        help_text=_("Of the form that started it: a form sent twice starts one entry."),
    )
    created_at = models.DateTimeField(_("begun"), default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(_("first submitted"), null=True, editable=False)
    decided_at = models.DateTimeField(_("last decision"), null=True, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("entered by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("The moderator who types in what came on paper."),
    )
    extended_until = models.DateTimeField(
        _("more time until"),
        null=True,
        editable=False,
        help_text=_("Until when (exclusive) this team alone may work on, whatever the stages say."),
    )
    accepted_revision = models.ForeignKey(
        Revision, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("moderator"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    moved_to = models.ForeignKey(
        Track,
        verbose_name=_("track chosen by staff"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )

    # Content
    title = models.CharField(_("title"), max_length=100)
    summary = models.CharField(_("summary in one sentence"), max_length=200)
    description = models.TextField(_("description"), max_length=8000)
    track = models.ForeignKey(
        Track,
        verbose_name=_("track"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="entries",
    )
    team_name = models.CharField(_("team name"), max_length=60, blank=True)
    source_url = models.URLField(_("address of the source code"), max_length=500, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)
    web_url = models.URLField(_("web address"), max_length=500, blank=True)
    android_url = models.URLField(_("Android store"), max_length=500, blank=True)
    ios_url = models.URLField(_("iOS store"), max_length=500, blank=True)
    #: [{"file": uuid of a PrivateFile, "alt": text}], in the order shown.
    images = models.JSONField(_("pictures"), default=list, blank=True)
    #: [{"key", "kind", "label_ko", "label_en", "value"}], with the wording that was asked.
    answers = models.JSONField(_("answers"), default=list, blank=True)

    _revisions = GenericRelation(
        Revision,
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
        related_query_name="entry",
    )
    workflow_states = GenericRelation(
        WorkflowState,
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    objects = EntryQuerySet.as_manager()

    CONTENT = (
        "title",
        "summary",
        "description",
        "track",
        "team_name",
        "source_url",
        "licence",
        "web_url",
        "android_url",
        "ios_url",
        "images",
        "answers",
    )
    FACTS = (
        "contest",
        "slug",
        "state",
        "receipt",
        "start_key",
        "created_at",
        "submitted_at",
        "decided_at",
        "entered_by",
        "extended_until",
        "accepted_revision",
        "assignee",
        "moved_to",
        "locked",
        "locked_at",
        "locked_by",
        "live",
        "has_unpublished_changes",
        "first_published_at",
        "last_published_at",
        "live_revision",
        "latest_revision",
        "go_live_at",
        "expire_at",
        "expired",
    )

    search_fields = [
        *KoreanSearch.search_fields,
        index.SearchField("title", boost=3),
        index.SearchField("summary", boost=2),
        index.SearchField("team_name"),
        index.AutocompleteField("title"),
        index.FilterField("contest_id"),
        index.FilterField("track_id"),
        index.FilterField("state"),
        index.FilterField("live"),
    ]

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        ordering = ["-submitted_at", "-pk"]
        permissions = [
            ("moderate_entry", _("Can review entries and see who entered")),
        ]
        indexes = [models.Index(fields=["contest", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["contest", "slug"],
                condition=~Q(slug=""),
                name="entry_slug_unique_in_contest",
            ),
            models.UniqueConstraint(
                fields=["receipt"], condition=~Q(receipt=""), name="entry_receipt_unique"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "submitted",
                        "needs_changes",
                        "accepted",
                        "disqualified",
                        "withdrawn",
                    ]
                ),
                name="entry_state_known",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(state="accepted"), name="entry_live_only_accepted"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"])
                | (Q(submitted_at__isnull=False) & ~Q(receipt="") & ~Q(slug="")),
                name="entry_submitted_has_receipt",
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(_("Untitled entry"))

    def get_absolute_url(self) -> str:
        """Return the public address of the entry."""
        return reverse("entry_detail", args=[self.contest.slug, self.slug])

    @property
    def working_title(self) -> str:
        """What its team calls it: the title, before the first submission the draft's."""
        return self.title or str(getattr(self, "draft", self))

    @property
    def revisions(self):
        """The entry's submissions; Wagtail asks for them under this name."""
        return self._revisions

    def with_content_json(self, content: dict) -> "Entry":
        """Return the entry with a revision's content and today's facts.

        A track that staff have chosen since stands in place of the team's.
        """
        entry = super().with_content_json(content)
        for name in self.FACTS:
            field = self._meta.get_field(name)
            setattr(entry, field.attname, getattr(self, field.attname))
        if self.moved_to_id:
            entry.track_id = self.moved_to_id
        return entry

    def as_submitted(self, revision: Revision) -> "Entry":
        """Return the entry with what a revision submitted and today's facts; not to be saved.

        The facts of that time are not read: each would cost a statement. The track is the
        contest's own row, None where it is no longer there.
        """
        kept = revision.content
        names = [name for name in ("pk", *self.CONTENT) if name in kept and name != "track"]
        entry = self.with_content_json({name: kept[name] for name in names})
        tracks = {track.pk: track for track in self.contest.tracks.all()}
        entry.track = tracks.get(kept["track"])
        return entry

    def get_preview_template(self, request, mode_name: str) -> str:
        """Return the template of the public page, which is what a preview shows."""
        return "entries/entry_detail.html"

    def get_preview_context(self, request, mode_name: str) -> dict:
        """Return what the public page shows."""
        from contest_pages.entries.views.gallery import entry_context  # a view's, read late

        return super().get_preview_context(request, mode_name) | entry_context(self, request)

    @property
    def review(self) -> TaskState | None:
        """The submission that waits for a decision, with its revision; None if none waits.

        Where `workflow_states` are prefetched (contest_pages.entries.queries), or nothing was ever
        submitted, nothing is asked.
        """
        if self.latest_revision_id is None:
            return None
        if "workflow_states" in getattr(self, "_prefetched_objects_cache", {}):
            waiting = (
                state.current_task_state
                for state in self.workflow_states.all()
                if state.status == WorkflowState.STATUS_IN_PROGRESS
            )
            return next(waiting, None)
        return (
            TaskState.objects.filter(
                workflow_state__in=WorkflowState.objects.for_instance(self),
                status=TaskState.STATUS_IN_PROGRESS,
            )
            .select_related("revision", "workflow_state", "task")
            .order_by("-pk")
            .first()
        )
