"""Every accent that editors can choose is legible wherever the design system uses it."""

import re
from pathlib import Path

import pytest

from cms.accents import Accent

CSS = Path(__file__).parents[2] / "cms/static/cms/css/accents.css"
TEXT, LARGE = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11
WHITE, DARK_BG, DARK_SURFACE = "#ffffff", "#131416", "#1e2124"

#: What stands on what, and how much contrast that needs.
PAIRS = [
    ("#ffffff", "a50", TEXT),  # a main button
    ("#ffffff", "a60", TEXT),
    ("#ffffff", "a70", TEXT),  # the hero
    ("#ffffff", "a80", TEXT),
    ("a20", "a70", TEXT),  # the hero's notes
    ("a20", "a80", TEXT),
    ("a60", WHITE, TEXT),  # links and badges, light
    ("a60", "a5", TEXT),
    ("a80", "a20", TEXT),
    ("a30", DARK_BG, TEXT),  # links and badges, dark
    ("a30", DARK_SURFACE, TEXT),
    ("a30", "a90", TEXT),
    ("a60", WHITE, LARGE),  # the ring of what has the focus
    ("a20", DARK_BG, LARGE),
]


def ramps() -> dict[str, dict[str, str]]:
    rules = re.findall(r'\[data-accent="(\w+)"\] \{([^}]+)\}', CSS.read_text())
    return {name: dict(re.findall(r"--(a\d+): (#\w+);", body)) for name, body in rules}


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_has_the_greatest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_there_is_a_ramp_for_each_accent():
    assert set(ramps()) == set(Accent.values)


@pytest.mark.parametrize("accent", Accent.values)
def test_what_stands_on_an_accent_can_be_read(accent):
    tones = ramps()[accent]
    for above, below, least in PAIRS:
        pair = tones.get(above, above), tones.get(below, below)
        assert contrast(*pair) >= least, f"{accent}: {above} on {below}"
