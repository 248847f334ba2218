"""The default workflow of entries: one review, by moderators and programme managers."""

from django.db import migrations

from cms.accounts.groups import MODERATORS, PROGRAMME_MANAGERS, grant, revoke

NAME = "출품작 검토"
REVIEWERS = (MODERATORS, PROGRAMME_MANAGERS)
ACTIONS = ["view", "moderate", "publish", "lock", "unlock"]


def make_workflow(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")

    def type_of(model):
        return ContentType.objects.get_or_create(app_label="contest_entries", model=model)[0]

    task = apps.get_model("contest_entries", "EntryReviewTask").objects.create(
        name=NAME, content_type=type_of("entryreviewtask")
    )
    task.groups.set(Group.objects.filter(name__in=REVIEWERS))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=NAME)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
        workflow=workflow, content_type=type_of("entry")
    )
    for group in REVIEWERS:
        grant(apps, group, "contest_entries", "entry", ACTIONS)


def remove_workflow(apps, schema_editor):
    apps.get_model("wagtailcore", "WorkflowContentType").objects.filter(
        content_type__app_label="contest_entries"
    ).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=NAME).delete()
    apps.get_model("contest_entries", "EntryReviewTask").objects.all().delete()
    for group in REVIEWERS:
        revoke(apps, group, "contest_entries", "entry", ACTIONS)


class Migration(migrations.Migration):
    dependencies = [
        ("contest_entries", "0001_initial"),
        ("accounts", "0002_groups"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(make_workflow, remove_workflow)]
