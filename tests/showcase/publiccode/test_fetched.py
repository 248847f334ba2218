"""What a document names elsewhere is fetched in the background, and comes onto the page."""

import pytest

from cms import fetching
from media.models import SiteImage
from showcase.models import AppPage, SourceCheck
from showcase.pictures import fetch_pictures
from showcase.publiccode.reading import read
from tests.pages import png
from tests.showcase.publiccode.documents import MINIMAL, changed, yaml_of
from tests.showcase.publiccode.test_import import told
from tests.web_server import WebServer, running

pytestmark = pytest.mark.django_db
SHOTS = ["img/map.png", "img/gone.png", "img/words.png"]


def naming(shots: list[str], server: WebServer) -> bytes:
    """A document with pictures; its source is on this machine, too."""
    return changed("description.ko.screenshots", shots, of={**MINIMAL, "url": server.url("/bike")})


@pytest.fixture
def web(settings):
    settings.FETCH_LOOPBACK = True
    with running(WebServer()) as server:
        server.answers |= {
            "/raw/publiccode.yml": naming(SHOTS, server),
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
    assert SourceCheck.objects.get().problem == "no_repository"
    said = read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content
    assert said["description"]["ko"]["screenshots"] == SHOTS
    assert client.get("/showcase/따릉이-길잡이/").status_code == 200
    assert fetch_pictures(app(), source=address) == 0  # it is fetched once
    web.answers["/raw/publiccode.yml"] = naming(SHOTS[1:], web)
    assert told(address)[1] == 0
    assert not app().screenshots.exists()  # and goes with its name
    said = read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content
    assert said["description"]["ko"]["screenshots"] == SHOTS[1:]


def test_what_an_editor_did_while_pictures_came_is_kept(web, monkeypatch):
    address = web.url("/raw/publiccode.yml")
    told(address)
    fetch = fetching.fetch

    def meanwhile(*asked, **how):
        page = app()
        page.title = "편집자의 제목"
        page.save_revision().publish()
        app().unpublish()
        return fetch(*asked, **how)

    monkeypatch.setattr(fetching, "fetch", meanwhile)
    assert fetch_pictures(app(), source=address) == 1
    draft = app().get_latest_revision_as_object()
    assert (draft.title, draft.screenshots.count()) == ("편집자의 제목", 1)
    assert not app().live
    assert SiteImage.objects.count() == 1


def test_a_picture_that_failed_comes_another_time_and_one_that_an_editor_removed_never(
    web, client, django_capture_on_commit_callbacks
):
    address, picture = web.url("/raw/publiccode.yml"), web.answers.pop("/raw/img/map.png")
    for answer, shown in ((None, 0), (picture, 1), (picture, 0)):
        web.answers["/raw/img/map.png"] = answer
        with django_capture_on_commit_callbacks(execute=True):
            assert told(address)[1] == 0
        assert app().screenshots.count() == shown
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
