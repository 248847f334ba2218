"""A page loads less than 60 kB of style, before compression; the font's own rules stand apart."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

MAIN, FONT = "cms/css/main.css", "cms/fonts/pretendard-gov.css"
#: What pages load beside the design system, as their templates name it.
PAGES = {
    "home": ["cms/css/hero.css", "home/home.css"],
    "announcement": ["cms/css/hero.css", "contest_pages/announcement.css"],
    "form of an entry": ["entries/own.css", "entries/writing.css"],
    "sign-in": ["accounts/entrance.css"],
    "entry": ["cms/css/shots.css"],
    "app": ["cms/css/shots.css", "showcase/app.css"],
    "showcase": ["showcase/catalogue.css"],
    "error": ["cms/css/error.css"],
    "open data": ["cms/css/api.css"],
}


def weight(name: str) -> int:
    """Count the bytes of a style sheet and of all that it imports."""
    found = Path(finders.find(name))
    imported = re.findall(r'@import url\("([^"]+)"\)', found.read_text())
    folder = name.rpartition("/")[0]
    return found.stat().st_size + sum(weight(f"{folder}/{each}") for each in imported)


def test_the_design_system_is_counted_with_all_its_parts():
    assert weight(MAIN) > 40_000


@pytest.mark.parametrize("page", PAGES)
def test_a_page_loads_less_than_60_kb_of_style(page):
    assert weight(MAIN) + sum(weight(name) for name in PAGES[page]) < 60_000


def test_the_rules_of_the_font_stay_small():
    assert weight(FONT) < 30_000
