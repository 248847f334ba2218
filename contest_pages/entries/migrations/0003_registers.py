"""Who may look at the registers, and who writes the texts that reasons are chosen from."""

from django.db import migrations

from cms.accounts.groups import MODERATORS, PROGRAMME_MANAGERS, grant, revoke

READERS = (MODERATORS, PROGRAMME_MANAGERS)
REGISTERS = ("consentgiven", "guardianconsent", "entryfile")
TEXTS = ["add", "change", "delete", "view"]


def grant_all(apps, schema_editor):
    for group in READERS:
        for model in REGISTERS:
            grant(apps, group, "contest_entries", model, ["view"])
        grant(apps, group, "contest_entries", "reasontext", TEXTS)


def revoke_all(apps, schema_editor):
    for group in READERS:
        for model in REGISTERS:
            revoke(apps, group, "contest_entries", model, ["view"])
        revoke(apps, group, "contest_entries", "reasontext", TEXTS)


class Migration(migrations.Migration):
    dependencies = [("contest_entries", "0002_review")]

    operations = [migrations.RunPython(grant_all, revoke_all)]
