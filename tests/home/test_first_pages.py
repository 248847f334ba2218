"""What an empty database has after its migrations; the test database is one."""

import importlib

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Collection, Locale, Page, Site
from wagtail_localize.models import LocaleSynchronization

from home import first_pages
from home.models import HomePage
from tests.factories import UserFactory
from tests.pages import home_page, showcase_page

pytestmark = pytest.mark.django_db
migration = importlib.import_module("home.migrations.0002_first_pages")


@pytest.fixture
def then():
    """The models as the migration sees them: without our code."""
    return MigrationExecutor(connection).loader.project_state([("home", "0003_permissions")]).apps


@pytest.mark.parametrize(
    ("url", "title"),
    [
        ("/", "시민이 만들고 모두가 쓰는 공공앱"),
        ("/en/", "Public apps, made by citizens for everyone"),
        ("/contests/", "공모전"),
        ("/en/contests/", "Contests"),
        ("/showcase/", "공공앱 전시관"),
        ("/en/showcase/", "Showcase"),
    ],
)
def test_an_empty_site_opens_in_both_languages(client, url, title):
    answer = client.get(url)
    assert answer.status_code == 200
    assert f"{title}</h1>" in answer.text


def test_the_tree_is_in_order_and_korean_is_the_site_s_root():
    assert Page.find_problems() == ([], [], [], [], [])
    site = Site.objects.get()
    assert site.root_page_id == home_page().pk
    assert site.root_url == settings.WAGTAILADMIN_BASE_URL
    assert showcase_page("en").translation_key == showcase_page().translation_key
    sync = LocaleSynchronization.objects.get()
    assert (sync.sync_from.language_code, sync.locale.language_code) == ("ko", "en")


@pytest.mark.parametrize("group", ["Editors", "Programme managers"])
def test_those_who_write_may_add_change_and_publish_in_both_languages(group):
    writer = UserFactory(groups=[group])
    for home in HomePage.objects.all():
        may = home.permissions_for_user(writer)
        assert (may.can_add_subpage(), may.can_edit(), may.can_publish()) == (True, True, True)
    assert writer.has_perm("home.add_notice")
    assert writer.has_perm("showcase.change_topic")
    assert writer.has_perm("wagtail_localize.submit_translation")
    on_files = Group.objects.get(name=group).collection_permissions
    assert {each.collection for each in on_files.all()} == {Collection.get_first_root_node()}
    assert on_files.count() == 6


def test_moderators_write_no_pages():
    may = home_page().permissions_for_user(UserFactory(groups=["Moderators"]))
    assert (may.can_add_subpage(), may.can_edit(), may.can_publish()) == (False, False, False)


def test_the_first_pages_can_be_taken_back_and_made_again(then):
    migration.remove_pages(then, connection.cursor())
    assert [page.title for page in Page.objects.filter(depth__gt=1)] == [first_pages.WELCOME]
    assert Page.find_problems() == ([], [], [], [], [])
    migration.make_pages(then, connection.cursor())
    assert Page.objects.filter(depth__gt=1).count() == 6
    assert Locale.objects.count() == 2


def test_a_site_that_has_pages_of_its_own_is_left_alone(then):
    Page.objects.filter(pk=home_page().pk).update(title="Ours")
    before = list(Page.objects.values_list("pk", "title", "path"))
    migration.make_pages(then, connection.cursor())
    assert list(Page.objects.values_list("pk", "title", "path")) == before
