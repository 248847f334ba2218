"""Editors and programme managers make and change contests."""

from django.db import migrations

from cms.accounts import groups

ACTIONS = ["add", "change", "view"]
MANAGERS = (groups.EDITORS, groups.PROGRAMME_MANAGERS)


def grant(apps, schema_editor):
    for group in MANAGERS:
        groups.grant(apps, group, "contest_pages", "contest", ACTIONS)
    # Only what was never announced nor entered is deleted; see rules.why_not_delete.
    groups.grant(apps, groups.PROGRAMME_MANAGERS, "contest_pages", "contest", ["delete"])


def revoke(apps, schema_editor):
    for group in MANAGERS:
        groups.revoke(apps, group, "contest_pages", "contest", [*ACTIONS, "delete"])


class Migration(migrations.Migration):
    dependencies = [
        ("contest_pages", "0001_initial"),
        ("accounts", "0002_groups"),
    ]

    operations = [migrations.RunPython(grant, revoke)]
