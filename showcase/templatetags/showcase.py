"""Tags of the app page: data for machines, and codes for phones."""

import segno
from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def json_ld(data: dict) -> SafeString:
    """Write schema.org data into the page; whatever it holds, it does not end its element."""
    written = json_script(data)
    kind = 'type="application/json"'
    return mark_safe(written.replace(kind, 'type="application/ld+json"', 1))  # noqa: S308


@register.simple_tag
def qr(address: str) -> SafeString:
    """Draw an address as a QR code, dark on light in every theme; the link stands beside it."""
    code = segno.make(address, error="m", micro=False)
    drawn = code.svg_inline(border=3, omitsize=True, light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S308
