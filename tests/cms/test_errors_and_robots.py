"""Error pages in both languages; what search engines are told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.views.defaults import permission_denied
from wagtail.models import PageViewRestriction

from tests.pages import app_page, home_page, standard_page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/nothing/here/", "찾으시는 페이지가 없습니다."),
        ("/en/nothing/here/", "We cannot find this page."),
    ],
)
def test_an_unknown_address_answers_in_the_visitor_s_language(client, url, words):
    answer = client.get(url)
    assert answer.status_code == 404
    assert words in answer.text
    assert 'href="/' in answer.text


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_refusal_answers_in_the_visitor_s_language(language, user):
    request = RequestFactory().get("/")
    request.user = user
    with translation.override(language):
        answer = permission_denied(request, PermissionDenied())
    assert answer.status_code == 403
    assert f'<html lang="{language}">' in answer.text


def test_a_failure_needs_neither_database_nor_context():
    text = render_to_string("500.html")
    assert "일시적인 오류가 생겼습니다." in text
    assert "Something went wrong on our side." in text


def test_the_sitemap_lists_what_is_public_in_both_languages(client):
    about = standard_page("안내", slug="about")
    about.copy_for_translation(home_page("en").locale, alias=True)
    standard_page("초안", slug="draft", live=False)
    secret = standard_page("비밀", slug="secret")
    standard_page("아래", below=secret, slug="below")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    app_page("앱", slug="an-app")
    answer = client.get("/sitemap.xml")
    assert answer["Content-Type"] == "application/xml"
    listed = [part.split("</loc>")[0] for part in answer.text.split("<loc>http://testserver")[1:]]
    assert sorted(listed) == sorted(
        [
            "/",
            "/about/",
            "/contests/",
            "/en/",
            "/en/contests/",
            "/en/showcase/",
            "/showcase/",
            "/showcase/an-app/",
        ]
    )


def test_robots_are_told_where_the_sitemap_is_and_where_not_to_go(client):
    text = client.get("/robots.txt").text
    assert "Sitemap: http://testserver/sitemap.xml" in text
    assert "Disallow: /admin/" in text
