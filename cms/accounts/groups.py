"""The groups of the site's staff, and how migrations give them permissions.

Each app grants, in a migration of its own, the permissions of the models that it brings.
"""

EDITORS = "Editors"
MODERATORS = "Moderators"
JUDGES = "Judges"
PROGRAMME_MANAGERS = "Programme managers"
ALL = (EDITORS, MODERATORS, JUDGES, PROGRAMME_MANAGERS)


def permissions(apps, app_label: str, model: str, actions: list[str]) -> list:
    """Return the permissions `<action>_<model>`, made where Django has not made them yet.

    `apps` is a migration's: permissions are otherwise made only after the last migration.
    """
    content_type, _made = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    get_or_create = apps.get_model("auth", "Permission").objects.get_or_create
    return [
        get_or_create(
            content_type=content_type,
            codename=f"{action}_{model}",
            defaults={"name": f"Can {action} {model}"},
        )[0]
        for action in actions
    ]


def grant(apps, group: str, app_label: str, model: str, actions: list[str]) -> None:
    """Give a group the actions on a model, in a migration."""
    found = apps.get_model("auth", "Group").objects.get(name=group)
    found.permissions.add(*permissions(apps, app_label, model, actions))


def revoke(apps, group: str, app_label: str, model: str, actions: list[str]) -> None:
    """Take from a group the actions on a model, when a migration is reversed."""
    found = apps.get_model("auth", "Group").objects.get(name=group)
    found.permissions.remove(*permissions(apps, app_label, model, actions))
