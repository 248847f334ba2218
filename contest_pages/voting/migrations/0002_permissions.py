"""Programme managers recruit the citizen panel and send out its ballots."""

from django.db import migrations

from cms.accounts import groups

MODELS = ("panel",)
ACTIONS = ["add", "change", "view"]


def grant(apps, schema_editor):
    for model in MODELS:
        groups.grant(apps, groups.PROGRAMME_MANAGERS, "contest_voting", model, ACTIONS)


def revoke(apps, schema_editor):
    for model in MODELS:
        groups.revoke(apps, groups.PROGRAMME_MANAGERS, "contest_voting", model, ACTIONS)


class Migration(migrations.Migration):
    dependencies = [("contest_voting", "0001_initial"), ("accounts", "0002_groups")]

    operations = [migrations.RunPython(grant, revoke)]
