"""Programme managers freeze, countersign and publish results."""

from django.db import migrations

from cms.accounts import groups

MODELS = ("resultsheet",)
ACTIONS = ["add", "change", "view"]


def grant(apps, schema_editor):
    for model in MODELS:
        groups.grant(apps, groups.PROGRAMME_MANAGERS, "contest_results", model, ACTIONS)


def revoke(apps, schema_editor):
    for model in MODELS:
        groups.revoke(apps, groups.PROGRAMME_MANAGERS, "contest_results", model, ACTIONS)


class Migration(migrations.Migration):
    dependencies = [("contest_results", "0001_initial"), ("accounts", "0002_groups")]

    operations = [migrations.RunPython(grant, revoke)]
