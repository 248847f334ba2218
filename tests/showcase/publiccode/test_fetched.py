"""What a document names elsewhere is fetched in the background, and comes onto the page."""

import pytest

from media.models import SiteImage
from showcase.models import AppPage
from showcase.pictures import fetch_pictures
from showcase.publiccode.reading import read
from tests.pages import png
from tests.showcase.publiccode.documents import MINIMAL, changed, yaml_of
from tests.showcase.publiccode.test_import import told
from tests.web_server import WebServer, running

pytestmark = pytest.mark.django_db
SHOTS = ["img/map.png", "img/gone.png", "img/words.png"]


@pytest.fixture
def web(settings):
    settings.FETCH_LOOPBACK = True
    with running(WebServer()) as server:
        server.answers |= {
            "/raw/publiccode.yml": changed("description.ko.screenshots", SHOTS),
            "/raw/img/map.png": png(1280, 800),
            "/raw/img/words.png": b"no picture",
        }
        yield server


def app() -> AppPage:
    return AppPage.objects.get(locale__language_code="ko")


def test_a_document_comes_from_its_address_with_the_pictures_that_can_be_had(
    web, client, django_capture_on_commit_callbacks
):
    address = web.url("/raw/publiccode.yml")
    with django_capture_on_commit_callbacks(execute=True):
        lines, status = told(address)
    assert (status, lines[0]["source"], lines[0]["accepted"]) == (0, address, True)
    (shot,) = app().screenshots.all()
    assert (shot.imported_from, shot.shape, shot.image.width) == ("img/map.png", "wide", 1280)
    assert app().live
    said = read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content
    assert said["description"]["ko"]["screenshots"] == SHOTS
    assert client.get("/showcase/따릉이-길잡이/").status_code == 200


def test_a_picture_is_fetched_once_and_goes_with_its_name(
    web, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        told(web.url("/raw/publiccode.yml"))
    assert fetch_pictures(app(), source=web.url("/raw/publiccode.yml")) == 0
    assert SiteImage.objects.count() == 1
    web.answers["/raw/publiccode.yml"] = changed("description.ko.screenshots", SHOTS[1:])
    with django_capture_on_commit_callbacks(execute=True):
        assert told(web.url("/raw/publiccode.yml"))[1] == 0
    assert not app().screenshots.exists()
    said = read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content
    assert said["description"]["ko"]["screenshots"] == SHOTS[1:]


def test_a_picture_that_an_editor_removed_stays_away(
    web, client, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        told(web.url("/raw/publiccode.yml"))
    page = app()
    page.screenshots = []
    page.save_revision().publish()
    said = read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content
    assert said["description"]["ko"]["screenshots"] == SHOTS[1:]


def test_a_document_that_is_not_there_is_told_so(web):
    lines, status = told(web.url("/none"))
    assert (status, lines[0]["accepted"]) == (1, False)
    assert "404" in lines[0]["problems"][0]["reason"]
    web.answers["/large"] = yaml_of(MINIMAL) + b"#" * 400_000
    assert told(web.url("/large"))[1] == 1
