import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import modelsearch.index
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

import cms.search.indexing


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("contest_pages", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("media", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="ConsentGiven",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("text", models.TextField(verbose_name="text as agreed to")),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                (
                    "given_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="given"
                    ),
                ),
            ],
            options={
                "verbose_name": "consent given",
                "verbose_name_plural": "consents given",
                "ordering": ["-given_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("live", models.BooleanField(default=True, editable=False, verbose_name="live")),
                (
                    "has_unpublished_changes",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="has unpublished changes"
                    ),
                ),
                (
                    "first_published_at",
                    models.DateTimeField(
                        blank=True, db_index=True, null=True, verbose_name="first published at"
                    ),
                ),
                (
                    "last_published_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="last published at"
                    ),
                ),
                (
                    "go_live_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="go live date/time"),
                ),
                (
                    "expire_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="expiry date/time"),
                ),
                (
                    "expired",
                    models.BooleanField(default=False, editable=False, verbose_name="expired"),
                ),
                (
                    "locked",
                    models.BooleanField(default=False, editable=False, verbose_name="locked"),
                ),
                (
                    "locked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="locked at"),
                ),
                (
                    "slug",
                    models.CharField(
                        blank=True, editable=False, max_length=100, verbose_name="address"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("submitted", "Submitted"),
                            ("needs_changes", "Needs changes"),
                            ("accepted", "Accepted"),
                            ("disqualified", "Disqualified"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                (
                    "receipt",
                    models.CharField(
                        blank=True, editable=False, max_length=20, verbose_name="receipt number"
                    ),
                ),
                (
                    "start_key",
                    models.UUIDField(
                        editable=False,
                        help_text="Of the form that started it: a form sent twice starts one entry.",
                        unique=True,
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="begun"
                    ),
                ),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="first submitted"),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="last decision"),
                ),
                (
                    "extended_until",
                    models.DateTimeField(
                        editable=False,
                        help_text="Until when (exclusive) this team alone may work on, whatever the stages say.",
                        null=True,
                        verbose_name="more time until",
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="title")),
                (
                    "summary",
                    models.CharField(max_length=200, verbose_name="summary in one sentence"),
                ),
                ("description", models.TextField(max_length=8000, verbose_name="description")),
                (
                    "team_name",
                    models.CharField(blank=True, max_length=60, verbose_name="team name"),
                ),
                (
                    "source_url",
                    models.URLField(
                        blank=True, max_length=500, verbose_name="address of the source code"
                    ),
                ),
                ("licence", models.CharField(blank=True, max_length=60, verbose_name="licence")),
                (
                    "web_url",
                    models.URLField(blank=True, max_length=500, verbose_name="web address"),
                ),
                (
                    "android_url",
                    models.URLField(blank=True, max_length=500, verbose_name="Android store"),
                ),
                ("ios_url", models.URLField(blank=True, max_length=500, verbose_name="iOS store")),
                ("images", models.JSONField(blank=True, default=list, verbose_name="pictures")),
                ("answers", models.JSONField(blank=True, default=list, verbose_name="answers")),
            ],
            options={
                "verbose_name": "entry",
                "verbose_name_plural": "entries",
                "ordering": ["-submitted_at", "-pk"],
                "permissions": [("moderate_entry", "Can review entries and see who entered")],
            },
            bases=(
                wagtail.models.preview.PreviewableMixin,
                cms.search.indexing.KoreanSearch,
                modelsearch.index.Indexed,
                models.Model,
            ),
        ),
        migrations.CreateModel(
            name="EntryDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("data", models.JSONField(blank=True, default=dict, verbose_name="data")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="version")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="saved")),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
            },
        ),
        migrations.CreateModel(
            name="EntryFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="A question’s key, or “images” for pictures.",
                        max_length=40,
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an entry",
                "verbose_name_plural": "files of entries",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="EntryReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "Review of an entry",
                "verbose_name_plural": "Reviews of entries",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.CreateModel(
            name="GuardianConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the link"
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("expires_at", models.DateTimeField(editable=False, verbose_name="expires")),
                ("guardian_name", models.CharField(max_length=80, verbose_name="guardian’s name")),
                (
                    "guardian_email",
                    models.EmailField(max_length=254, verbose_name="guardian’s e-mail address"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                            ("withdrawn", "Consent withdrawn"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered"),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="consent withdrawn"
                    ),
                ),
                (
                    "texts",
                    models.JSONField(blank=True, default=list, verbose_name="texts as agreed to"),
                ),
            ],
            options={
                "verbose_name": "guardian’s consent",
                "verbose_name_plural": "guardians’ consents",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="InternalNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(max_length=2000, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "internal note",
                "verbose_name_plural": "internal notes",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token_hash",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="hash of the link"
                    ),
                ),
                ("created_at", models.DateTimeField(editable=False, verbose_name="created")),
                ("expires_at", models.DateTimeField(editable=False, verbose_name="expires")),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="pending",
                        editable=False,
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "answered_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered"),
                ),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="LastLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.CreateModel(
            name="Likeness",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("source", "Source code"),
                            ("title", "Title"),
                            ("summary", "Summary"),
                        ],
                        max_length=10,
                    ),
                ),
                ("mark", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_leader", models.BooleanField(default=False, verbose_name="leads")),
                (
                    "joined_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="joined"
                    ),
                ),
                (
                    "is_under_14",
                    models.BooleanField(
                        help_text="What the person said when agreeing; no date of birth is kept.",
                        null=True,
                        verbose_name="under 14",
                    ),
                ),
            ],
            options={
                "verbose_name": "member",
                "verbose_name_plural": "members",
                "ordering": ["-is_leader", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_from_staff", models.BooleanField(verbose_name="from a moderator")),
                ("text", models.TextField(max_length=4000, verbose_name="message")),
                ("sent_at", models.DateTimeField(verbose_name="sent")),
                (
                    "form_key",
                    models.UUIDField(
                        editable=False,
                        help_text="Of the form that sent it: a form sent twice sends one message.",
                        unique=True,
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["sent_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReasonText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("request_changes", "Ask for changes"),
                            ("disqualify", "Disqualify"),
                        ],
                        max_length=20,
                        verbose_name="used to",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="Only moderators see it.",
                        max_length=80,
                        verbose_name="name in the list",
                    ),
                ),
                ("text_ko", models.TextField(max_length=2000, verbose_name="text in Korean")),
                (
                    "text_en",
                    models.TextField(blank=True, max_length=2000, verbose_name="text in English"),
                ),
            ],
            options={
                "verbose_name": "reason text",
                "verbose_name_plural": "reason texts",
                "ordering": ["act", "title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(verbose_name="number of the submission"),
                ),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("document", models.TextField(verbose_name="what was received")),
                ("sha256", models.CharField(max_length=64, verbose_name="fingerprint (SHA-256)")),
                ("draft_token", models.CharField(blank=True, editable=False, max_length=40)),
            ],
            options={
                "verbose_name": "receipt",
                "verbose_name_plural": "receipts",
                "ordering": ["entry", "number"],
            },
        ),
        migrations.CreateModel(
            name="CheckMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[("ok", "Fulfilled"), ("not_ok", "Not fulfilled")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "check made",
                "verbose_name_plural": "checks made",
            },
        ),
        migrations.AddField(
            model_name="checkmark",
            name="item",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="marks",
                to="contest_pages.checkitem",
            ),
        ),
        migrations.AddField(
            model_name="checkmark",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="consentgiven",
            name="consent",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="given",
                to="contest_pages.consent",
                verbose_name="consent",
            ),
        ),
        migrations.AddField(
            model_name="consentgiven",
            name="recorded_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The moderator who holds the signed paper; empty where it was given here.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
        migrations.AddField(
            model_name="consentgiven",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entry_consents",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="accepted_revision",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="assignee",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="moderator",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="contest_pages.contest",
                verbose_name="contest",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="entered_by",
            field=models.ForeignKey(
                editable=False,
                help_text="The moderator who types in what came on paper.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="entered by",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="latest_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="latest revision",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="live_revision",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailcore.revision",
                verbose_name="live revision",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="locked_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="locked_%(class)ss",
                to=settings.AUTH_USER_MODEL,
                verbose_name="locked by",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="moved_to",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="contest_pages.track",
                verbose_name="track chosen by staff",
            ),
        ),
        migrations.AddField(
            model_name="entry",
            name="track",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="contest_pages.track",
                verbose_name="track",
            ),
        ),
        migrations.AddField(
            model_name="consentgiven",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents_given",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="checkmark",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="check_marks",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="entrydraft",
            name="entry",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="draft",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="entrydraft",
            name="updated_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saved by",
            ),
        ),
        migrations.AddField(
            model_name="entryfile",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="files",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="entryfile",
            name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entry_file",
                to="media.privatefile",
            ),
        ),
        migrations.AddField(
            model_name="entryreviewtask",
            name="groups",
            field=models.ManyToManyField(
                help_text="Pages/snippets at this step in a workflow will be moderated or approved by these groups of users",
                to="auth.group",
                verbose_name="groups",
            ),
        ),
        migrations.AddField(
            model_name="guardianconsent",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="guardian_consents",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="guardianconsent",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="child",
            ),
        ),
        migrations.AddField(
            model_name="internalnote",
            name="by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="internalnote",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="internal_notes",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="invitations",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="invited_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="invited by",
            ),
        ),
        migrations.AddField(
            model_name="lastlook",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="last_looks",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="lastlook",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="lastlook",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="last_looks",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="likeness",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="likenesses",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="memberships",
                to="contest_entries.entry",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entry_memberships",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="author",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="written by",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="messages",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="entry",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="receipts",
                to="contest_entries.entry",
                verbose_name="entry",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="revision",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="wagtailcore.revision",
            ),
        ),
        migrations.AddField(
            model_name="receipt",
            name="submitted_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="submitted by",
            ),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["contest", "state"], name="contest_ent_contest_3983fc_idx"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("slug", ""), _negated=True),
                fields=("contest", "slug"),
                name="entry_slug_unique_in_contest",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("receipt", ""), _negated=True),
                fields=("receipt",),
                name="entry_receipt_unique",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "draft",
                            "submitted",
                            "needs_changes",
                            "accepted",
                            "disqualified",
                            "withdrawn",
                        ],
                    )
                ),
                name="entry_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(("live", False), ("state", "accepted"), _connector="OR"),
                name="entry_live_only_accepted",
            ),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "withdrawn"]),
                    models.Q(
                        ("submitted_at__isnull", False),
                        models.Q(("receipt", ""), _negated=True),
                        models.Q(("slug", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="entry_submitted_has_receipt",
            ),
        ),
        migrations.AddConstraint(
            model_name="consentgiven",
            constraint=models.UniqueConstraint(
                fields=("entry", "user", "consent", "version"), name="consent_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="checkmark",
            constraint=models.UniqueConstraint(fields=("revision", "item"), name="check_mark_once"),
        ),
        migrations.AddConstraint(
            model_name="checkmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("verdict__in", ["", "ok", "not_ok"])),
                name="check_mark_verdict_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "pending")),
                fields=("entry", "user"),
                name="guardian_consent_one_pending",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "given", "refused", "withdrawn"])),
                name="guardian_consent_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="guardianconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), ("withdrawn_at__isnull", False)),
                    models.Q(
                        models.Q(("state", "withdrawn"), _negated=True), ("withdrawn_at", None)
                    ),
                    _connector="OR",
                ),
                name="guardian_consent_withdrawn_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                models.F("entry"),
                django.db.models.functions.text.Lower("email"),
                condition=models.Q(("state", "pending")),
                name="invitation_one_pending",
                violation_error_message="This address has been invited already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "accepted", "declined", "withdrawn"])),
                name="invitation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="lastlook",
            constraint=models.UniqueConstraint(fields=("user", "entry"), name="last_look_once"),
        ),
        migrations.AddIndex(
            model_name="likeness",
            index=models.Index(fields=["kind", "mark"], name="contest_ent_kind_9efa53_idx"),
        ),
        migrations.AddConstraint(
            model_name="likeness",
            constraint=models.UniqueConstraint(
                fields=("entry", "kind", "mark"), name="likeness_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(fields=("entry", "user"), name="membership_once"),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_leader", True)),
                fields=("entry",),
                name="membership_one_leader",
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                fields=("entry", "number"), name="receipt_number_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="receipt",
            constraint=models.UniqueConstraint(
                condition=models.Q(("draft_token", ""), _negated=True),
                fields=("entry", "draft_token"),
                name="receipt_of_a_draft_once",
            ),
        ),
    ]
