"""Pages are found our way exactly as Wagtail finds them."""

import pytest
from wagtail.models import Page, PageViewRestriction

from cms.serving import page_at
from home.models import StandardPage
from tests.factories import UserFactory
from tests.pages import app_page, home_page, standard_page

pytestmark = pytest.mark.django_db


def test_a_deep_page_is_found_as_its_own_type_in_one_statement(django_assert_num_queries):
    below = standard_page("아래", below=standard_page("위", slug="above"), slug="below")
    Page.objects.get(pk=below.pk).cached_content_type  # noqa: B018  (warms Django's cache)
    with django_assert_num_queries(1):
        found = page_at("/home/above/below/")
        assert type(found) is StandardPage
        assert found.locale.language_code == "ko"
        assert list(found.get_view_restrictions()) == []
    assert found == below


@pytest.mark.parametrize("path", ["/nothing/", "/above/nothing/", "/below/"])
def test_an_address_without_a_page_is_not_found(client, path):
    standard_page("아래", below=standard_page("위", slug="above"), slug="below")
    assert client.get(path).status_code == 404


def test_a_draft_is_not_found_and_hides_nothing_below(client):
    above = standard_page("위", slug="above")
    standard_page("아래", below=above, slug="below")
    above.unpublish()
    assert client.get("/above/").status_code == 404
    assert client.get("/above/below/").status_code == 200


def test_a_private_page_asks_who_is_there_and_so_do_those_below(client):
    above = standard_page("위", slug="above")
    standard_page("아래", below=above, slug="below")
    standard_page("곁", slug="above-all")
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)
    for url in ("/above/", "/above/below/"):
        answer = client.get(url)
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/login/")
    assert client.get("/above-all/").status_code == 200
    client.force_login(UserFactory())
    assert client.get("/above/below/").status_code == 200


def test_a_page_with_a_shared_password_opens_with_it(client):
    page = standard_page("위", slug="above")
    lock = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="마당"
    )
    assert "비밀번호가 필요합니다" in client.get("/above/").text
    client.post(
        f"/_util/authenticate_with_password/{lock.pk}/{page.pk}/",
        {"password": "마당", "return_url": "/above/"},
    )
    assert "위</h1>" in client.get("/above/").text


def test_the_alias_of_a_private_page_is_as_private(client):
    secret = standard_page("비밀", slug="secret")
    alias = secret.copy_for_translation(home_page("en").locale, alias=True)
    standard_page("아래", below=alias, slug="below")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    assert client.get("/en/secret/").status_code == 302
    assert client.get("/en/secret/below/").status_code == 302


def test_lists_leave_out_what_is_private(client):
    app = app_page("비밀 앱")
    app_page("모두의 앱")
    PageViewRestriction.objects.create(page=app, restriction_type=PageViewRestriction.LOGIN)
    text = client.get("/showcase/").text
    assert "모두의 앱" in text
    assert "비밀 앱" not in text


def test_a_page_knows_its_address_in_the_other_language(client):
    about = standard_page("안내", slug="about")
    assert 'hreflang="en" href="/en/"' in client.get("/about/").text
    about.copy_for_translation(home_page("en").locale, alias=True)
    assert 'hreflang="en" href="/en/about/"' in client.get("/about/").text
