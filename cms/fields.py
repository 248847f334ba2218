"""Fields for text of several lines, whose line breaks are one character wherever they come from."""

from django import forms
from django.db import models


class LongTextField(forms.CharField):
    """Takes a browser's line break (two characters) for one.

    Else a text that nobody touched would differ from what is kept, and a limit would be
    reached sooner on the server than in the browser.
    """

    widget = forms.Textarea

    def to_python(self, value):
        """Make two characters one."""
        return super().to_python(value).replace("\r\n", "\n")


class LinesField(models.TextField):
    """A TextField that asks with LongTextField; to migrations it is a TextField."""

    def formfield(self, **options):
        """Return the form field that minds line breaks."""
        return super().formfield(**{"form_class": LongTextField} | options)

    def deconstruct(self):
        """Hide the difference from migrations: the column is the same."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.TextField", arguments, options
