import django.db.models.deletion
from django.db import migrations, models


def write_facets(apps, schema_editor):
    """Write the rows of the apps that are there already."""
    AppPage, AppFacet = (
        apps.get_model("showcase", "AppPage"),
        apps.get_model("showcase", "AppFacet"),
    )
    rows = []
    for app in AppPage.objects.defer("body").iterator():
        platforms = [name for name in ("android", "ios", "web") if getattr(app, f"is_{name}")]
        rows += [AppFacet(page=app, kind="platform", value=name) for name in platforms]
        rows += [AppFacet(page=app, kind="licence", value=app.licence)] if app.licence else []
        rows.append(AppFacet(page=app, kind="status", value=app.development_status))
    AppFacet.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("showcase", "0004_repository"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppFacet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=12, verbose_name="facet")),
                ("value", models.CharField(max_length=80, verbose_name="value")),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="facets",
                        to="showcase.apppage",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["kind", "value", "page"], name="app_facet_apps")],
                "constraints": [
                    models.UniqueConstraint(fields=("page", "kind", "value"), name="app_facet_once")
                ],
            },
        ),
        migrations.RunPython(write_facets, migrations.RunPython.noop),
    ]
