"""Header and footer are kept, and never show what is over."""

import pytest

from cms.models import SiteSettings
from tests import pages
from tests.statements import asked

pytestmark = pytest.mark.django_db

#: No page of the tree: its frame is kept.
HERE = "/accounts/login/"


def menu(client, address: str = HERE) -> list[str]:
    """The titles in the menu of a page, in its language."""
    return [link.title for link in client.get(address).context["nav"].items]


def settings_asked(client) -> int:
    """How often a page reads the site's settings."""
    return sum("cms_sitesettings" in sql for sql in asked(client, HERE))


def test_what_was_read_once_is_not_read_again(client):
    assert settings_asked(client) == 0


def test_a_page_stands_in_the_menu_as_long_as_it_is_published_and_under_its_title(client):
    assert "사업 소개" not in menu(client)
    page = pages.standard_page("사업 소개", slug="about", show_in_menus=True)
    assert "사업 소개" in menu(client) and "사업 소개" not in menu(client, f"/en{HERE}")
    page.title = "사업"
    page.save_revision().publish()
    assert "사업" in menu(client) and "사업 소개" not in menu(client)
    page.refresh_from_db()
    page.unpublish()
    assert "사업" not in menu(client)


def test_a_page_that_is_moved_elsewhere_leaves_the_menu(client):
    page = pages.standard_page("사업 소개", slug="about", show_in_menus=True)
    other = pages.standard_page("안내", slug="guide")
    assert "사업 소개" in menu(client)
    page.refresh_from_db()
    page.move(other, pos="last-child")
    assert "사업 소개" not in menu(client)


def test_settings_are_shown_as_they_are(client):
    menu(client)
    chosen = SiteSettings.load()
    chosen.site_name_ko = "다른 마당"
    chosen.save()
    assert "다른 마당" in client.get(HERE).content.decode()
