"""How forms are drawn everywhere: with the design system's field and form templates."""

from django.forms.renderers import TemplatesSetting


class SiteRenderer(TemplatesSetting):
    """Django's form renderer with our templates for `{{ form }}` and `as_field_group`."""

    field_template_name = "ui/field.html"
    form_template_name = "ui/form.html"
