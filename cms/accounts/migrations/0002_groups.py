"""The groups of CONTRACT's roles, in place of Wagtail's two with their rights over all pages.

What each may do with pages and pictures is granted where the pages are made.
"""

from django.db import migrations

from cms.accounts import groups


def make_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for name in groups.ALL:
        Group.objects.get_or_create(name=name)
    ours = Group.objects.filter(name__in=groups.ALL)
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__in=ours).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__in=ours
    ).delete()
    for group in ours:
        group.permissions.clear()
    admin, _made = apps.get_model("auth", "Permission").objects.get_or_create(
        codename="access_admin",
        content_type=apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="wagtailadmin", model="admin"
        )[0],
        defaults={"name": "Can access Wagtail admin"},
    )
    # A judge has a desk of their own and no business in the admin.
    for group in ours.exclude(name=groups.JUDGES):
        group.permissions.add(admin)


def let_managers_approve_pages(apps, schema_editor):
    """Wagtail's default page workflow asks "Moderators", who here review entries, not pages."""
    managers = apps.get_model("auth", "Group").objects.get(name=groups.PROGRAMME_MANAGERS)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.filter(
        name="Moderators approval"
    ):
        task.name = "페이지 승인"
        task.save()
        task.groups.set([managers])
    apps.get_model("wagtailcore", "Workflow").objects.filter(name="Moderators approval").update(
        name="페이지 승인"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
    ]

    # Reversing leaves the groups: people belong to them.
    operations = [
        migrations.RunPython(make_groups, migrations.RunPython.noop),
        migrations.RunPython(let_managers_approve_pages, migrations.RunPython.noop),
    ]
