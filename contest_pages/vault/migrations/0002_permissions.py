"""Moderators look into repositories; programme managers decide about them and read the register."""

from django.db import migrations

from cms.accounts import groups

GRANTS = (
    (groups.MODERATORS, "repository", ["view"]),
    (groups.PROGRAMME_MANAGERS, "repository", ["add", "change", "view"]),
    (groups.PROGRAMME_MANAGERS, "access", ["view"]),
)


def grant(apps, schema_editor):
    for group, model, actions in GRANTS:
        groups.grant(apps, group, "contest_vault", model, actions)


def revoke(apps, schema_editor):
    for group, model, actions in GRANTS:
        groups.revoke(apps, group, "contest_vault", model, actions)


class Migration(migrations.Migration):
    dependencies = [("contest_vault", "0001_initial"), ("accounts", "0002_groups")]

    operations = [migrations.RunPython(grant, revoke)]
