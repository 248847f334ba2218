"""Editors and programme managers see to what visitors report of apps."""

from django.db import migrations

from cms.accounts.groups import EDITORS, PROGRAMME_MANAGERS, grant, revoke

SEE_TO = ("showcase", "appproblem", ["view", "change"])


def grant_permissions(apps, schema_editor):
    for group in (EDITORS, PROGRAMME_MANAGERS):
        grant(apps, group, *SEE_TO)


def revoke_permissions(apps, schema_editor):
    for group in (EDITORS, PROGRAMME_MANAGERS):
        revoke(apps, group, *SEE_TO)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_groups"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("showcase", "0001_initial"),
    ]

    operations = [migrations.RunPython(grant_permissions, revoke_permissions)]
