"""Who reads which mails, and who sees to background tasks.

A room lets people read the mails about its own things through the hook `readable_notices`: a
function of the user that returns the models about whose rows they may read.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from wagtail import hooks

from cms.notices.models import Notice


def _models_for(user) -> list[type[Model]]:
    return [model for readable in hooks.get_hooks("readable_notices") for model in readable(user)]


def _types_for(user) -> list[ContentType]:
    return list(ContentType.objects.get_for_models(*_models_for(user)).values())


def reads_all(user) -> bool:
    """Return whether the user may read every mail."""
    return user.is_active and user.has_perm("notices.view_notice")


def reads_some(user) -> bool:
    """Return whether there is a kind of mail that the user may read."""
    return reads_all(user) or bool(_models_for(user))


def readable_by(user) -> QuerySet[Notice]:
    """Return the mails that the user may read."""
    if reads_all(user):
        return Notice.objects.all()
    return Notice.objects.filter(about_type__in=_types_for(user))


def reads(user, notice: Notice) -> bool:
    """Return whether the user may read a mail; as `readable_by`, without asking the database."""
    return reads_all(user) or notice.about_type_id in [each.pk for each in _types_for(user)]


def sees_tasks(user) -> bool:
    """Return whether the user may see failed tasks and run them again."""
    return user.is_active and user.has_perm("django_tasks_database.view_dbtaskresult")
