"""Who changes the texts of mails, who reads every mail, and who sees to failed tasks."""

from django.db import migrations

from cms.accounts.groups import EDITORS, PROGRAMME_MANAGERS, grant, revoke

GRANTED = (
    (EDITORS, "notices", "noticetext", ["add", "change", "delete", "view"]),
    (PROGRAMME_MANAGERS, "notices", "noticetext", ["add", "change", "delete", "view"]),
    (PROGRAMME_MANAGERS, "notices", "notice", ["view"]),
    (PROGRAMME_MANAGERS, "django_tasks_database", "dbtaskresult", ["view"]),
)


def let(apps, schema_editor):
    for group, app_label, model, acts in GRANTED:
        grant(apps, group, app_label, model, acts)


def let_not(apps, schema_editor):
    for group, app_label, model, acts in GRANTED:
        revoke(apps, group, app_label, model, acts)


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0001_initial"),
        ("accounts", "0002_groups"),
    ]

    operations = [migrations.RunPython(let, let_not)]
