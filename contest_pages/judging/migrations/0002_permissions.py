"""Programme managers appoint judges and share entries out to them."""

from django.db import migrations

from cms.accounts import groups

MODELS = ("judge",)
ACTIONS = ["add", "change", "view"]


def grant(apps, schema_editor):
    for model in MODELS:
        groups.grant(apps, groups.PROGRAMME_MANAGERS, "contest_judging", model, ACTIONS)


def revoke(apps, schema_editor):
    for model in MODELS:
        groups.revoke(apps, groups.PROGRAMME_MANAGERS, "contest_judging", model, ACTIONS)


class Migration(migrations.Migration):
    dependencies = [("contest_judging", "0001_initial"), ("accounts", "0002_groups")]

    operations = [migrations.RunPython(grant, revoke)]
