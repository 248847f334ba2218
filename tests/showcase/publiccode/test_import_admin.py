"""Editors give documents, look at them, and take what they want."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import PageLogEntry

from showcase.models import AppPage
from tests.factories import UserFactory
from tests.pages import app_page, showcase_page
from tests.showcase.publiccode.documents import MINIMAL, changed, yaml_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    user = UserFactory(groups=["Editors"])
    client.force_login(user)
    return user


def look_at(client, *files: bytes, addresses: str = ""):
    uploads = [SimpleUploadedFile(f"{n}.yml", data) for n, data in enumerate(files)]
    return client.post(reverse("showcase_import"), {"files": uploads, "addresses": addresses})


def hidden(html: str) -> dict[str, str]:
    """What the page sends along when its form is sent."""
    from html import unescape

    found = re.findall(r'type="hidden" name="(source-\d+|document-\d+)" value="([^"]*)"', html)
    return {name: unescape(value) for name, value in found}


FAULTY = changed("legal.license", "ask us", of={**MINIMAL, "url": "https://code.example.org/two"})


def test_documents_are_looked_at_before_anything_is_made(client, editor):
    page = look_at(client, yaml_of(MINIMAL), FAULTY, b"hello")
    assert page.status_code == 200
    assert "올바름" in page.text
    assert "<code>legal.license</code>" in page.text
    assert "가져올 내용이 없습니다." in page.text
    assert page.text.count('name="take"') == 2
    assert page.text.count(" checked") == 1  # the valid one
    answer = client.post(reverse("showcase_import_take"), hidden(page.text))
    assert "고른 문서가 없습니다." in answer.text
    assert not AppPage.objects.exists()


def test_what_is_ticked_is_taken_and_each_is_told_what_came_of_it(client, editor):
    page = look_at(client, yaml_of(MINIMAL), FAULTY)
    sent = hidden(page.text) | {"take": ["1", "2", "7", "x"], "source-1": "\0one.yml"}
    answer = client.post(reverse("showcase_import_take"), sent)
    good, bad = AppPage.objects.filter(locale__language_code="ko").order_by("path")
    assert (good.live, bad.live, bad.licence) == (True, False, "")
    assert "게시함" in answer.text
    assert PageLogEntry.objects.filter(data__publiccode="one.yml").exists()
    assert "초안으로 보관" in answer.text
    assert "<code>legal.license</code>" in answer.text
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[bad.pk])).text
    assert "<code>legal.license</code>" in edit
    assert "publiccode.yml은 제공되지 않습니다" in edit
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[good.pk])).text
    assert "올바른 publiccode.yml이 제공됩니다" in edit
    assert bad.get_latest_revision().user == editor


def test_an_app_that_is_here_is_named_before_it_is_brought_up_to_date(client, editor):
    app = app_page("우리 길잡이", source_url="https://code.example.org/bike")
    text = look_at(client, yaml_of(MINIMAL)).text
    assert "고칠 앱:" in text
    assert "우리 길잡이" in text
    client.post(reverse("showcase_import_take"), hidden(text) | {"take": "1"})
    app.refresh_from_db()
    assert (app.title, app.has_unpublished_changes) == ("우리 길잡이", True)


REFUSED = [
    ([], "", "파일을 고르거나"),
    ([], "code.example.org", "https://로 시작하지 않습니다"),
    ([], "\n".join(f"https://x.example.org/{n}" for n in range(11)), "10개까지"),
    ([b"x" * 399_999] * 4, "", "1.5MB"),
]


def test_what_cannot_be_read_is_refused_with_what_was_typed(client, editor):
    for files, addresses, reason in REFUSED:
        answer = look_at(client, *files, addresses=addresses)
        assert answer.status_code == 422
        assert reason in answer.text
        assert addresses in answer.text
    # What is no address of the public web can be typed, and is not fetched.
    answer = look_at(client, addresses="http://127.0.0.1/publiccode.yml\nhttps://[")
    assert answer.status_code == 200
    assert 'name="take"' not in answer.text


def test_the_showcase_leads_there_those_who_may(client, editor):
    explore = reverse("wagtailadmin_explore", args=[showcase_page().pk])
    assert reverse("showcase_import") in client.get(explore).text
    sent = hidden(look_at(client, yaml_of(MINIMAL)).text) | {"take": "1"}
    client.force_login(UserFactory(groups=["Moderators"]))
    answer = client.post(reverse("showcase_import_take"), sent)
    assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))
    assert not AppPage.objects.exists()
