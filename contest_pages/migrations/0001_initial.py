import django.core.validators
import django.db.models.deletion
import modelcluster.fields
import modelsearch.index
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import cms.search.indexing
import contest_pages.models.contest


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0098_apitoken"),
        ("media", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ContestIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                ("lead", models.CharField(blank=True, max_length=300, verbose_name="lead")),
            ],
            options={
                "verbose_name": "list of contests",
                "verbose_name_plural": "lists of contests",
            },
            bases=(cms.search.indexing.KoreanSearch, "wagtailcore.page"),
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("closed_at", models.DateTimeField(verbose_name="closing before")),
                ("closes_at", models.DateTimeField(verbose_name="closing since")),
                ("reason_ko", models.CharField(max_length=300, verbose_name="reason in Korean")),
                (
                    "reason_en",
                    models.CharField(blank=True, max_length=300, verbose_name="reason in English"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made")),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title_ko", models.CharField(max_length=80, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=80, verbose_name="title in English"),
                ),
                ("places", models.PositiveSmallIntegerField(default=1, verbose_name="places")),
                (
                    "amount",
                    models.PositiveBigIntegerField(default=0, verbose_name="amount each (won)"),
                ),
            ],
            options={
                "verbose_name": "prize",
                "verbose_name_plural": "prizes",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "key",
                    models.CharField(
                        help_text="The question’s lasting name in exports, such as “target_users”.",
                        max_length=40,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^[a-z][a-z0-9_]*$", "Use a-z, 0-9 and _ only."
                            )
                        ],
                        verbose_name="key",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("short_text", "Short text"),
                            ("long_text", "Long text"),
                            ("choice", "One choice"),
                            ("choices", "Several choices"),
                            ("number", "Number"),
                            ("url", "Web address"),
                            ("date", "Date"),
                            ("file", "File"),
                            ("yes_no", "Yes or no"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("label_ko", models.CharField(max_length=200, verbose_name="question in Korean")),
                (
                    "label_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="question in English"
                    ),
                ),
                (
                    "help_ko",
                    models.CharField(blank=True, max_length=400, verbose_name="help in Korean"),
                ),
                (
                    "help_en",
                    models.CharField(blank=True, max_length=400, verbose_name="help in English"),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "choices_text",
                    models.TextField(
                        blank=True,
                        help_text="One choice a line: Korean | English. For questions with choices only.",
                        verbose_name="choices",
                    ),
                ),
                (
                    "max_length",
                    models.PositiveIntegerField(
                        blank=True,
                        help_text="For texts only.",
                        null=True,
                        verbose_name="longest answer (characters)",
                    ),
                ),
                (
                    "max_files",
                    models.PositiveSmallIntegerField(
                        default=1, help_text="For files only.", verbose_name="most files"
                    ),
                ),
                (
                    "max_megabytes",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="For files only: each of them, at most 100 MB.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="largest file (MB)",
                    ),
                ),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="Whether the answer is shown on the entry’s public page.",
                        verbose_name="public",
                    ),
                ),
                (
                    "is_retired",
                    models.BooleanField(
                        default=False,
                        help_text="No longer asked; answers given stay.",
                        verbose_name="retired",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "advances",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Left empty in the last round, from which awards are given.",
                        null=True,
                        verbose_name="entries that advance",
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Stage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("submission", "Submission"),
                            ("screening", "Screening"),
                            ("judging", "Judging"),
                            ("voting", "Citizen vote"),
                            ("delivery", "Delivery"),
                            ("milestone", "Milestone"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("title_ko", models.CharField(max_length=100, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=100, verbose_name="title in English"),
                ),
                (
                    "opens_at",
                    models.DateTimeField(help_text="Asia/Seoul time.", verbose_name="opens"),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        help_text="From this instant the stage is closed. For “until 30 September” enter 1 October 00:00.",
                        verbose_name="closes",
                    ),
                ),
                (
                    "grace_minutes",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Submission only: how long after closing a draft that was begun in time can still be submitted.",
                        verbose_name="grace (minutes)",
                    ),
                ),
                (
                    "changes_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="Screening only: until when entrants may answer a request for changes.",
                        null=True,
                        verbose_name="changes until",
                    ),
                ),
                (
                    "weight",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Judging and voting only: its share of the round. A round’s weights sum to 100.",
                        null=True,
                        verbose_name="weight (%)",
                    ),
                ),
                (
                    "is_blind",
                    models.BooleanField(
                        default=False,
                        help_text="Judging only: judges do not see who entered, and nothing is public before.",
                        verbose_name="blind",
                    ),
                ),
            ],
            options={
                "verbose_name": "stage",
                "verbose_name_plural": "stages",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Track",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title_ko", models.CharField(max_length=80, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=80, verbose_name="title in English"),
                ),
                (
                    "description_ko",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="description in Korean"
                    ),
                ),
                (
                    "description_en",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="description in English"
                    ),
                ),
            ],
            options={
                "verbose_name": "track",
                "verbose_name_plural": "tracks",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Contest",
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
                            ("app", "App contest"),
                            ("idea", "Idea contest"),
                            ("oss", "Open-source project contest"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="The contest’s address: /contests/…/. Fixed once the announcement is published.",
                        max_length=60,
                        unique=True,
                        validators=[contest_pages.models.contest.validate_contest_slug],
                        verbose_name="address",
                    ),
                ),
                ("title_ko", models.CharField(max_length=120, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, verbose_name="title in English"),
                ),
                (
                    "accent",
                    models.CharField(default="blue", max_length=20, verbose_name="accent colour"),
                ),
                (
                    "budget",
                    models.PositiveBigIntegerField(
                        blank=True,
                        help_text="The prizes together may not cost more.",
                        null=True,
                        verbose_name="prize budget (won)",
                    ),
                ),
                (
                    "team_min",
                    models.PositiveSmallIntegerField(default=1, verbose_name="smallest team"),
                ),
                (
                    "team_max",
                    models.PositiveSmallIntegerField(default=5, verbose_name="largest team"),
                ),
                (
                    "one_team_per_person",
                    models.BooleanField(
                        default=False,
                        help_text="A person may begin or join one entry only. Holds from now on: who is in two teams already stays in both.",
                        verbose_name="one team per person",
                    ),
                ),
                (
                    "gallery_opens_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="From when accepted entries are public. Left empty: when the last blind stage closes.",
                        null=True,
                        verbose_name="gallery opens",
                    ),
                ),
                (
                    "gallery_shows",
                    models.CharField(
                        choices=[("all", "All accepted entries"), ("winners", "Winners only")],
                        default="all",
                        max_length=10,
                        verbose_name="gallery shows",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "cancelled_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="called off"),
                ),
                (
                    "cancelled_because_ko",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason in Korean"
                    ),
                ),
                (
                    "cancelled_because_en",
                    models.CharField(
                        blank=True, editable=False, max_length=300, verbose_name="reason in English"
                    ),
                ),
            ],
            options={
                "verbose_name": "contest",
                "verbose_name_plural": "contests",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("team_max__gte", models.F("team_min")), ("team_min__gte", 1)
                        ),
                        name="contest_team_limits_in_order",
                        violation_error_message="The largest team cannot be smaller than the smallest.",
                    )
                ],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("key", models.SlugField(max_length=40, verbose_name="key")),
                ("title_ko", models.CharField(max_length=120, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, verbose_name="title in English"),
                ),
                ("text_ko", models.TextField(verbose_name="text in Korean")),
                ("text_en", models.TextField(blank=True, verbose_name="text in English")),
                (
                    "version",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, verbose_name="version"
                    ),
                ),
                ("is_required", models.BooleanField(default=True, verbose_name="required")),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consents",
                        to="contest_pages.contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CheckItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("title_ko", models.CharField(max_length=120, verbose_name="title in Korean")),
                (
                    "title_en",
                    models.CharField(blank=True, max_length=120, verbose_name="title in English"),
                ),
                (
                    "help_ko",
                    models.CharField(blank=True, max_length=400, verbose_name="help in Korean"),
                ),
                (
                    "help_en",
                    models.CharField(blank=True, max_length=400, verbose_name="help in English"),
                ),
                (
                    "contest",
                    modelcluster.fields.ParentalKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="contest_pages.contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "check",
                "verbose_name_plural": "checks",
                "ordering": ["sort_order"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContestPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to=settings.WAGTAIL_PAGE_MODEL,
                    ),
                ),
                (
                    "tagline",
                    models.CharField(
                        blank=True,
                        help_text="One sentence below the title and on the contest’s card.",
                        max_length=160,
                        verbose_name="tagline",
                    ),
                ),
                (
                    "organiser",
                    models.CharField(blank=True, max_length=160, verbose_name="organiser"),
                ),
                (
                    "contact_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="contact e-mail"),
                ),
                (
                    "contact_phone",
                    models.CharField(blank=True, max_length=60, verbose_name="contact telephone"),
                ),
                (
                    "eligibility",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="Who may enter, and with what.",
                        verbose_name="eligibility",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 0),
                            ("text", 1),
                            ("image", 4),
                            ("video", 9),
                            ("table", 10),
                            ("faq", 15),
                            ("downloads", 19),
                            ("call_to_action", 24),
                            ("quote", 27),
                            ("notice", 30),
                        ],
                        blank=True,
                        block_lookup={
                            0: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "icon": "title",
                                    "label": "Heading",
                                    "max_length": 120,
                                    "template": "blocks/heading.html",
                                },
                            ),
                            1: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": [
                                        "h2",
                                        "h3",
                                        "bold",
                                        "italic",
                                        "ol",
                                        "ul",
                                        "link",
                                        "document-link",
                                        "hr",
                                    ],
                                    "icon": "pilcrow",
                                    "label": "Text",
                                    "template": "blocks/text.html",
                                },
                            ),
                            2: ("wagtail.images.blocks.ImageBlock", [], {"label": "Image"}),
                            3: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Caption", "max_length": 300, "required": False},
                            ),
                            4: ("wagtail.blocks.StructBlock", [[("image", 2), ("caption", 3)]], {}),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 120},
                            ),
                            6: ("wagtail.blocks.URLBlock", (), {"label": "Address of the video"}),
                            7: (
                                "wagtail.images.blocks.ImageChooserBlock",
                                (),
                                {"label": "Still picture", "required": False},
                            ),
                            8: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "For example 3:20",
                                    "label": "Length",
                                    "max_length": 20,
                                    "required": False,
                                },
                            ),
                            9: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 5), ("url", 6), ("poster", 7), ("length", 8)]],
                                {},
                            ),
                            10: (
                                "wagtail.contrib.table_block.blocks.TableBlock",
                                (),
                                {"label": "Table", "template": "blocks/table.html"},
                            ),
                            11: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Question", "max_length": 200},
                            ),
                            12: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "label": "Answer",
                                },
                            ),
                            13: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 11), ("answer", 12)]],
                                {},
                            ),
                            14: (
                                "wagtail.blocks.ListBlock",
                                (13,),
                                {"label": "Questions", "min_num": 1},
                            ),
                            15: ("wagtail.blocks.StructBlock", [[("items", 14)]], {}),
                            16: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Title", "max_length": 120, "required": False},
                            ),
                            17: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "File"},
                            ),
                            18: (
                                "wagtail.blocks.ListBlock",
                                (17,),
                                {"label": "Files", "min_num": 1},
                            ),
                            19: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 16), ("files", 18)]],
                                {},
                            ),
                            20: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Text", "max_length": 300, "required": False},
                            ),
                            21: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Button", "max_length": 40},
                            ),
                            22: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "Page", "required": False},
                            ),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Instead of a page: an address that begins with / or https://.",
                                    "label": "Address",
                                    "max_length": 300,
                                    "required": False,
                                },
                            ),
                            24: (
                                "wagtail.blocks.StructBlock",
                                [
                                    [
                                        ("title", 5),
                                        ("text", 20),
                                        ("label", 21),
                                        ("page", 22),
                                        ("url", 23),
                                    ]
                                ],
                                {},
                            ),
                            25: ("wagtail.blocks.TextBlock", (), {"label": "Quotation"}),
                            26: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "Who said it", "max_length": 120, "required": False},
                            ),
                            27: ("wagtail.blocks.StructBlock", [[("text", 25), ("who", 26)]], {}),
                            28: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {
                                    "choices": [
                                        ("info", "Information"),
                                        ("success", "Good news"),
                                        ("warning", "Caution"),
                                        ("danger", "Warning"),
                                    ],
                                    "label": "Kind",
                                },
                            ),
                            29: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "italic", "link", "ul", "ol"],
                                    "label": "Text",
                                },
                            ),
                            30: (
                                "wagtail.blocks.StructBlock",
                                [[("tone", 28), ("title", 16), ("text", 29)]],
                                {},
                            ),
                        },
                        verbose_name="body",
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="announcements",
                        to="contest_pages.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "announcement",
                "verbose_name_plural": "announcements",
            },
            bases=(cms.search.indexing.KoreanSearch, "wagtailcore.page"),
        ),
        migrations.AddField(
            model_name="contestpage",
            name="poster",
            field=models.ForeignKey(
                blank=True,
                help_text="Left empty: a pattern in the contest’s accent colour is drawn.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="media.siteimage",
                verbose_name="poster",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="contest",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="extensions",
                to="contest_pages.contest",
                verbose_name="contest",
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="extended by",
            ),
        ),
        migrations.AddField(
            model_name="prize",
            name="contest",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="prizes",
                to="contest_pages.contest",
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="contest",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="contest_pages.contest",
            ),
        ),
        migrations.AddField(
            model_name="round",
            name="contest",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="rounds",
                to="contest_pages.contest",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="contest",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="stages",
                to="contest_pages.contest",
            ),
        ),
        migrations.AddField(
            model_name="stage",
            name="round",
            field=models.ForeignKey(
                blank=True,
                help_text="Judging and voting only. A new round can be chosen after it has been saved.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stages",
                to="contest_pages.round",
                verbose_name="round",
            ),
        ),
        migrations.AddField(
            model_name="track",
            name="contest",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="tracks",
                to="contest_pages.contest",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                fields=("contest", "key"),
                name="consent_key_unique_in_contest",
                violation_error_message="Two consents of a contest cannot share a key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("closed_at"))),
                name="extension_gives_more_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                fields=("contest", "key"),
                name="question_key_unique_in_contest",
                violation_error_message="Two questions of a contest cannot share a key.",
            ),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(
                fields=("contest", "number"),
                name="round_number_unique_in_contest",
                violation_error_message="Two rounds of a contest cannot share a number.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("opens_at"))),
                name="stage_closes_after_it_opens",
                violation_error_message="A stage must close after it opens.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["judging", "voting"]),
                        ("round__isnull", False),
                        ("weight__isnull", False),
                    ),
                    models.Q(
                        models.Q(("kind__in", ["judging", "voting"]), _negated=True),
                        ("round", None),
                        ("weight", None),
                    ),
                    _connector="OR",
                ),
                name="stage_scoring_has_round_and_weight",
                violation_error_message="Judging and voting belong to a round; nothing else.",
            ),
        ),
        migrations.AddConstraint(
            model_name="stage",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind__in", ["submission", "screening"])),
                fields=("contest", "kind"),
                name="stage_one_submission_one_screening",
                violation_error_message="A contest has one submission and one screening stage.",
            ),
        ),
    ]
