"""What editors type into."""

from django.forms import TextInput
from django.utils.html import format_html, format_html_join

from cms import licences


class LicenceInput(TextInput):
    """Takes an SPDX expression and offers the licences that are open, the usual ones first."""

    def render(self, name, value, attrs=None, renderer=None):
        """Add the list of licences to the field."""
        choices = f"{name}-licences"
        field = super().render(name, value, {**(attrs or {}), "list": choices}, renderer)
        groups = licences.choices()[1:]
        options = format_html_join(
            "", '<option value="{}">{}</option>', (pair for _, group in groups for pair in group)
        )
        return format_html('{}<datalist id="{}">{}</datalist>', field, choices, options)
