"""Mails on the pages of what they are about."""

from django import template
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from cms.notices.models import Notice

register = template.Library()


@register.simple_tag
def notices_about(row: Model) -> QuerySet[Notice]:
    """Return the mails about a row, the latest first; without their texts."""
    about = ContentType.objects.get_for_model(row)
    found = Notice.objects.filter(about_type=about, about_id=row.pk)
    return found.select_related("recipient").defer("body")
