"""Blocks of the home page."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class StepBlock(blocks.StructBlock):
    """One step of how a citizen takes part."""

    title = blocks.CharBlock(label=_("Title"), max_length=60)
    text = blocks.CharBlock(label=_("Text"), max_length=200)

    class Meta:
        icon = "list-ol"
        label = _("Step")


class HistoricFigureBlock(blocks.StructBlock):
    """A figure from before this site, which nothing here can count; its source is named."""

    value = blocks.IntegerBlock(label=_("Figure"), min_value=0)
    unit = blocks.CharBlock(label=_("Unit"), max_length=10, required=False)
    label = blocks.CharBlock(label=_("What was counted"), max_length=60)
    source = blocks.CharBlock(
        label=_("When, and where it was read"),
        max_length=80,
        help_text=_("For example: 2016, the city’s budget sheet"),
    )

    class Meta:
        icon = "history"
        label = _("Historic figure")
