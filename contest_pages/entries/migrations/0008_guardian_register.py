"""Who may look at the register of guardians' consents."""

from django.db import migrations

from cms.accounts.groups import MODERATORS, PROGRAMME_MANAGERS, grant, revoke

READERS = (MODERATORS, PROGRAMME_MANAGERS)


def let_read(apps, schema_editor):
    for group in READERS:
        grant(apps, group, "contest_entries", "guardianconsent", ["view"])


def let_nobody_read(apps, schema_editor):
    for group in READERS:
        revoke(apps, group, "contest_entries", "guardianconsent", ["view"])


class Migration(migrations.Migration):
    dependencies = [("contest_entries", "0007_team")]

    operations = [migrations.RunPython(let_read, let_nobody_read)]
