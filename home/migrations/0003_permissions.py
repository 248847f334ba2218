"""Let editors and programme managers write pages, choose pictures and keep notices and topics."""

from django.db import migrations

from cms.accounts.groups import EDITORS, PROGRAMME_MANAGERS, grant, permissions, revoke

WRITERS = (EDITORS, PROGRAMME_MANAGERS)
ON_PAGES = ["add", "change", "publish", "bulk_delete", "lock", "unlock"]
ON_FILES = [
    ("wagtailimages", "image", ["add", "change", "choose"]),
    ("wagtaildocs", "document", ["add", "change", "choose"]),
]
ON_MODELS = [
    ("home", "notice", ["add", "change", "delete", "view"]),
    ("showcase", "topic", ["add", "change", "delete", "view"]),
    ("wagtail_localize", "translation", ["submit"]),
    ("cms", "sitesettings", ["change"]),
]


def give(apps, schema_editor):
    homes = apps.get_model("home", "HomePage").objects.filter(depth=2)
    collection = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    on_page = apps.get_model("wagtailcore", "GroupPagePermission").objects
    on_collection = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name__in=WRITERS):
        for permission in permissions(apps, "wagtailcore", "page", ON_PAGES):
            for home in homes:
                on_page.get_or_create(group=group, page_id=home.pk, permission=permission)
        for place in ON_FILES:
            for permission in permissions(apps, *place):
                on_collection.get_or_create(
                    group=group, collection=collection, permission=permission
                )
        for place in ON_MODELS:
            grant(apps, group.name, *place)


def take(apps, schema_editor):
    ours = apps.get_model("auth", "Group").objects.filter(name__in=WRITERS)
    apps.get_model("wagtailcore", "GroupPagePermission").objects.filter(group__in=ours).delete()
    apps.get_model("wagtailcore", "GroupCollectionPermission").objects.filter(
        group__in=ours
    ).delete()
    for group in ours:
        for place in ON_MODELS:
            revoke(apps, group.name, *place)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_pages"),
        ("accounts", "0002_groups"),
        ("cms", "0001_initial"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(give, take)]
