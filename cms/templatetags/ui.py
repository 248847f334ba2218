"""Tags and filters of the design system: icons, covers, dates, amounts."""

from datetime import datetime
from functools import lru_cache

from django import template
from django.template.defaultfilters import stringfilter
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms import covers, formats

register = template.Library()

HERO_TONES = (1, 1, 1, 2, 2, 3)


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """Draw an icon of icons.svg; with a label it is read aloud, without it is decoration."""
    return _icon(name, str(label), css)


@lru_cache(maxsize=500)
def _icon(name: str, label: str, css: str) -> SafeString:
    if label:
        voice = format_html(' role="img" aria-label="{}"', label)
    else:
        voice = SafeString(' aria-hidden="true"')
    return format_html(
        '<svg class="icon{}"{} focusable="false"><use href="{}#{}"></use></svg>',
        f" {css}" if css else "",
        voice,
        static("cms/icons.svg"),
        name,
    )


@register.simple_tag
def patchwork(
    seed: object = "", columns: int = 8, rows: int = 6, kind: str = "cover"
) -> SafeString:
    """Draw the patchwork of a seed; `kind` is "cover" (on light) or "hero" (on the deep ground)."""
    return _drawn(str(seed), columns, rows, kind)


@lru_cache(maxsize=500)
def _drawn(seed: str, columns: int, rows: int, kind: str) -> SafeString:
    """Draw a patchwork: always the same, and many on a page of cards."""
    is_hero = kind == "hero"
    patches = covers.patchwork(seed, columns, rows, HERO_TONES if is_hero else covers.TONES)
    prefix = "h" if is_hero else "c"
    return format_html(
        '<svg class="cover" viewBox="0 0 {} {}" preserveAspectRatio="xMidYMid slice"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        columns * covers.CELL,
        rows * covers.CELL,
        format_html_join(
            "",
            '<polygon class="{}{}" points="{}"></polygon>',
            ((prefix, patch.tone, patch.points) for patch in patches),
        ),
    )


@register.simple_tag
def cover(seed: object = "", accent: str | None = "", initial: str | None = "") -> SafeString:
    """Draw a cover; `accent` "auto" follows from the seed; the first letter of `initial`, a name,
    stands on a plate. No template of its own: a page of cards has one for every card.
    """
    return _cover(str(seed), accent or "", str(initial or ""))


@lru_cache(maxsize=500)
def _cover(seed: str, accent: str, name: str) -> SafeString:
    accent = covers.accent_of(seed) if accent == "auto" else accent
    letter = '<span class="cover-plate" aria-hidden="true">{}</span>'
    return format_html(
        '<div class="cover-frame"{}>{}{}</div>',
        format_html(' data-accent="{}"', accent) if accent else "",
        patchwork(seed),
        format_html(letter, initial(name)) if name else "",
    )


@register.filter
@stringfilter
def initial(value: str) -> str:
    """Return the first letter or syllable of a name, in capitals."""
    return value.strip()[:1].upper()


@register.filter
def day(value) -> str:
    """Write a date in the active language: `2026. 11. 30.(월)`."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return formats.unbroken(formats.day(value, get_language()))


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant in the active language: `2026. 11. 30.(월) 18:00`."""
    return formats.unbroken(formats.moment(value, get_language())) if value else ""


@register.filter
def to_the_second(value: datetime | None) -> str:
    """Write an instant to the second, with the name of its time zone."""
    return formats.to_the_second(value, get_language()) if value else ""


@register.filter
def until(value: datetime | None) -> str:
    """Write a closing instant: as `moment`, but midnight is 24:00 of the day before."""
    if not value:
        return ""
    return formats.unbroken(formats.moment(value, get_language(), closing=True))


@register.simple_tag
def period(opens: datetime | None, closes: datetime | None = None) -> str:
    """Write a half-open period in the active language; without an end, the instant alone."""
    if not opens:
        return ""
    return formats.unbroken(formats.period(opens, closes, get_language()))


@register.filter
def won(amount: int | None) -> str:
    """Write an amount of won: `500만 원`, in English `KRW 5,000,000`."""
    return "" if amount is None else formats.won(int(amount), get_language())


@register.filter
def file_size(size: int | None) -> str:
    """Write a number of bytes: `1.5 MB`."""
    return "" if size is None else formats.file_size(int(size))


@register.inclusion_tag("ui/d_day.html")
def d_day(closes: datetime | None, now: datetime | None = None, size: str = "") -> dict:
    """Show how long until `closes`; red in the last three days; nothing without a date."""
    if closes is None:
        return {}
    now = now or timezone.now()
    left = formats.days_left(closes, now)
    return {"text": formats.d_day(closes, now, get_language()), "left": left, "size": size}


@register.inclusion_tag("ui/countdown.html")
def countdown(closes: datetime, label: str = "", now: datetime | None = None) -> dict:
    """Show what is left until `closes`; where scripts run it goes on by the server's clock."""
    now, language = now or timezone.now(), get_language()
    left = formats.days_left(closes, now)
    return {
        "closes": closes,
        "label": label,
        "now": now,
        "left": formats.time_left(closes, now, language),
        "words": formats.words_for_time_left(language),
        "is_over": left is None,
        "is_soon": left is not None and left <= 3,
    }


@register.filter
def milliseconds(value: datetime) -> int:
    """Write an instant as scripts count: in milliseconds since 1970."""
    return round(value.timestamp() * 1000)


@register.simple_block_tag
def scroller(content: str, label: str) -> SafeString:
    """Wrap a wide table so that it scrolls by itself and can be reached with the keyboard."""
    return format_html(
        '<div class="scroller" role="region" tabindex="0" aria-label="{}">{}</div>', label, content
    )


@register.simple_tag(takes_context=True)
def page_url(context, number: int, name: str = "", anchor: str = "") -> str:
    """Return the present address with another page of a list; `name` tells a second list apart."""
    query = context.request.GET.copy()
    query[name or "page"] = number
    return f"?{query.urlencode()}{anchor and f'#{anchor}'}"


@register.filter
def page_numbers(paginator, number: int) -> list:
    """List the page numbers to show, with "…" for those left out."""
    return list(
        paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
        if paginator.num_pages > 1
        else []
    )
