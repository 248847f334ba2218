"""The fixed palette from which editors choose; each tone's contrast is tested."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Accent(models.TextChoices):
    """An accent colour, put on an element as `data-accent`; its tones are in accents.css."""

    BLUE = "blue", _("Blue")
    TEAL = "teal", _("Teal")
    GREEN = "green", _("Green")
    VIOLET = "violet", _("Violet")
    MAGENTA = "magenta", _("Magenta")
    ORANGE = "orange", _("Orange")
