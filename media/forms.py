"""The forms with which editors upload: what comes is checked by its content, pictures made anew."""

from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from media import images
from media.checks import check_upload, clean_name
from media.formats import FileKind


class SiteImageField(WagtailImageField):
    """Takes a picture without the place where it was taken, and who took it."""

    def to_python(self, data: UploadedFile | None) -> UploadedFile | None:
        """Check what was sent and make it anew, before Wagtail opens it and fails on damage."""
        if data:
            check_upload(data, kinds=[FileKind.IMAGE])
            images.remake(data)
        return super().to_python(data)


class SiteImageForm(BaseImageForm):
    """A picture of the site."""

    def __init__(self, *args, **options):
        """Put our field in the place of Wagtail's, where a file is asked for."""
        super().__init__(*args, **options)
        if field := self.fields.get("file"):
            self.fields["file"] = SiteImageField(
                label=field.label, required=field.required, widget=field.widget
            )


class SiteDocumentForm(BaseDocumentForm):
    """A document of the site."""

    def clean_file(self) -> UploadedFile | FieldFile:
        """Check what was sent; a document that stays is left alone."""
        file = self.cleaned_data["file"]
        if isinstance(file, UploadedFile):
            check_upload(file)
            file.name = clean_name(file.name)
        return file
