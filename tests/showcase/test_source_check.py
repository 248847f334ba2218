"""Staff have a public source looked through, and read what was found."""

import pytest
from django.urls import reverse

from showcase.links import source
from showcase.models import SourceCheck
from tests.factories import UserFactory, accepted_entry
from tests.git_server import repository, serve
from tests.pages import app_page

pytestmark = pytest.mark.django_db

ADDRESS = "https://code.example.org/app"  # of which it is known what is there
SECRET = "AKIA" + "IOSFODNN7EXAMPLQ"


@pytest.fixture(autouse=True)
def without_second_factor(settings):
    settings.STAFF_MFA_REQUIRED = False


@pytest.fixture
def address(web, tmp_path) -> str:
    """A public repository in which somebody left a key."""
    files = {"README.md": "# App", "conf/aws.py": f"AWS = '{SECRET}'\n"}
    return serve(web, "/team/app", repository(tmp_path / "theirs", **files))


def test_an_editor_has_the_source_of_an_app_checked(
    client, address, django_capture_on_commit_callbacks
):
    client.force_login(UserFactory(groups=["Editors"]))
    app = app_page(source_url=address, licence="MIT")
    url = reverse("showcase_app_source", args=[app.pk])
    assert "지금 소스 검사하기" in client.get(url).text

    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)

    text = client.get(url).text
    assert "라이선스 파일이 없습니다." in text
    assert "conf/aws.py:1" in text
    assert SECRET not in text
    assert SECRET not in str(SourceCheck.objects.values())
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[app.pk])).text
    assert "비밀번호나 키로 보이는 곳이 1곳" in edit
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(url).status_code == 422  # a moment ago


def test_a_moderator_reads_what_was_found_in_the_source_of_an_entry(client):
    client.force_login(UserFactory(groups=["Moderators"]))
    entry = accepted_entry(source_url=ADDRESS, licence="MIT")
    url = reverse("showcase_entry_source", args=[entry.pk])

    found = {"found": [], "licence_files": [], "claimed": "MIT"}
    SourceCheck.objects.filter(pk=source.request(ADDRESS, "MIT").pk).update(report=found)

    assert "라이선스 파일이 없습니다." in client.get(url).text
    client.force_login(UserFactory(groups=["Editors"]))  # it is not public
    answer = client.get(url)
    assert (answer.status_code, "라이선스 파일" in answer.text) == (404, False)


def test_the_report_is_compared_with_what_the_page_says_now():
    check = source.request(ADDRESS, "MIT")
    report = {"found": ["MIT"], "licence_files": ["LICENSE"], "claimed": "Apache-2.0"}
    SourceCheck.objects.filter(pk=check.pk).update(report=report)

    assert source.report_of(source.of(ADDRESS), "MIT").agrees
    assert not source.report_of(source.of(ADDRESS), "Apache-2.0").agrees


def test_why_a_source_could_not_be_checked_is_said(client, web):
    client.force_login(UserFactory(groups=["Editors"]))
    app = app_page(source_url=web.url("/nothing"))
    source.look(source.request(app.source_url, "").pk)

    text = client.get(reverse("showcase_app_source", args=[app.pk])).text

    assert "누구나 읽을 수 있는 git 저장소가 없습니다" in text
