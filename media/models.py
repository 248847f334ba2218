"""Images and documents of the site."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class SiteImage(AbstractImage):
    """A picture that editors put on pages."""

    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "credit", "licence")


class SiteRendition(AbstractRendition):
    """A SiteImage at one size."""

    image = models.ForeignKey(SiteImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class SiteDocument(AbstractDocument):
    """A file that editors offer for download."""

    admin_form_fields = Document.admin_form_fields
