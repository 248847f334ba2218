"""Who may look at the registers of consents given and of files received."""

from django.db import migrations

from cms.accounts.groups import MODERATORS, PROGRAMME_MANAGERS, grant, revoke

READERS = (MODERATORS, PROGRAMME_MANAGERS)
REGISTERS = ("consentgiven", "entryfile")


def let_read(apps, schema_editor):
    for group in READERS:
        for model in REGISTERS:
            grant(apps, group, "contest_entries", model, ["view"])


def let_nobody_read(apps, schema_editor):
    for group in READERS:
        for model in REGISTERS:
            revoke(apps, group, "contest_entries", model, ["view"])


class Migration(migrations.Migration):
    dependencies = [("contest_entries", "0002_review")]

    operations = [migrations.RunPython(let_read, let_nobody_read)]
