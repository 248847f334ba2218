"""Every published app serves a valid publiccode.yml where its page says enough."""

from datetime import date

import pytest
import yaml
from django.contrib.contenttypes.models import ContentType
from wagtail.models import PageViewRestriction

from showcase import exporting
from showcase.models import (
    AppAudience,
    AppCategory,
    AppContact,
    AppContractor,
    AppLanguage,
    AppOrigin,
    AppPage,
)
from showcase.publiccode.reading import read
from tests.factories import accepted_entry
from tests.pages import app_page, award, home_page

pytestmark = pytest.mark.django_db


def served(client, slug: str, prefix: str = "") -> dict:
    answer = client.get(f"{prefix}/showcase/{slug}/publiccode.yml")
    assert answer.status_code == 200
    reading = read(answer.content)
    assert reading.faults == []
    return reading.content


def test_a_page_as_editors_make_it_has_a_valid_file(client):
    app = app_page("따릉이 길잡이", slug="bike", is_web=True, web_url="https://bike.example.org")
    said = served(client, "bike")
    description = said.pop("description")["ko"]
    assert said == {
        "publiccodeYmlVersion": "0.7",
        "name": "따릉이 길잡이",
        "url": "https://code.example.org/bike",
        "landingURL": "https://bike.example.org",
        "releaseDate": "2018-11-30",
        "platforms": ["web", "android"],
        "developmentStatus": "stable",
        "softwareType": "standalone/mobile",
        "legal": {"license": "MIT"},
        "maintenance": {"type": "none"},
        "localisation": {"localisationReady": False, "availableLanguages": ["ko"]},
    }
    assert description["shortDescription"] == app.summary
    assert description["features"] == [app.summary]
    assert "만든 이: 달리는 사람들." in description["longDescription"]
    image = app.screenshots.get().image.file.url
    assert description["screenshots"] == [f"http://127.0.0.1:8000{image}"]


def test_all_that_an_editor_says_is_in_it(client):
    upstream = app_page("옛 길잡이", source_url="https://code.example.org/older")
    app = app_page(
        slug="bike",
        source_url="https://code.example.org/newer",
        long_description="**지도**에서 대여소를 찾습니다. " * 10,
        features="대여소 찾기\n\n 길 안내 ",
        documentation_url="https://bike.example.org/help",
        landing_url="https://bike.example.org/about",
        software_version="2.0",
        development_status="beta",
        software_type="standalone/web",
        maintenance_type="contract",
        localisation_ready=True,
        licence="EUPL-1.2 OR MIT",
    )
    app.category_links = [AppCategory(code="other"), AppCategory(code="blog")]
    app.audience_links = [AppAudience(code="transportation")]
    app.language_links = [AppLanguage(code="ko"), AppLanguage(code="en")]
    app.contacts = [AppContact(name="김한강", email="han@example.org")]
    app.contractors = [AppContractor(name="바퀴", until=date(2027, 1, 31))]
    app.origins = [AppOrigin(app=upstream), AppOrigin(url="https://elsewhere.example.org/x")]
    app.save()
    said = served(client, "bike")
    assert said["isBasedOn"] == [upstream.source_url, "https://elsewhere.example.org/x"]
    assert said["categories"] == ["other", "blog"]
    assert said["intendedAudience"] == {"scope": ["transportation"]}
    assert said["localisation"] == {"localisationReady": True, "availableLanguages": ["ko", "en"]}
    assert said["maintenance"] == {
        "type": "contract",
        "contacts": [{"name": "김한강", "email": "han@example.org"}],
        "contractors": [{"name": "바퀴", "until": "2027-01-31"}],
    }
    assert said["legal"] == {"license": "EUPL-1.2 OR MIT"}
    assert said["description"]["ko"]["features"] == ["대여소 찾기", "길 안내"]
    assert said["description"]["ko"]["longDescription"] == app.long_description.strip()
    assert (said["softwareVersion"], said["developmentStatus"]) == ("2.0", "beta")
    assert said["landingURL"] == "https://bike.example.org/about"


def in_english(app: AppPage) -> AppPage:
    page = app.copy_for_translation(home_page("en").locale).specific
    page.title, page.summary = "Bike guide", "Finds a bicycle."
    page.save_revision().publish()
    return AppPage.objects.get(pk=page.pk)


def test_both_languages_are_in_it_and_it_is_the_same_at_both_addresses(client):
    app = app_page(slug="bike")
    in_english(app)
    said = served(client, "bike")
    assert set(said["description"]) == {"ko", "en"}
    assert said["description"]["en"]["shortDescription"] == "Finds a bicycle."
    assert "Made by: 달리는 사람들." in said["description"]["en"]["longDescription"]
    assert served(client, "bike", "/en") == said


def test_awards_are_in_it_in_each_language_once_they_are_published(client):
    entry = accepted_entry()
    award(entry, "으뜸상", year=2018)
    in_english(app_page(slug="bike", entry=entry))
    said = served(client, "bike")["description"]
    assert said["ko"]["awards"] == [f"2018 {entry.contest.title_ko} 으뜸상"]
    assert said["en"]["awards"][0].endswith("Grand prize")


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"source_url": ""}, "url"),
        ({"licence": ""}, "legal"),
        ({"is_android": False}, "platforms"),
        ({"maintenance_type": "community"}, "maintenance.contacts"),
        ({"maintenance_type": "contract"}, "maintenance.contractors"),
    ],
)
def test_what_a_page_does_not_say_is_made_up_by_nobody(client, fields, key):
    app = app_page(slug="bike", **fields)
    assert client.get("/showcase/bike/publiccode.yml").status_code == 404
    assert [fault.key for fault in app.why_no_document()] == [key]


def test_a_page_that_is_not_public_has_none(client):
    app = app_page(slug="bike", live=False)
    assert client.get("/showcase/bike/publiccode.yml").status_code == 404
    app.save_revision().publish()
    served(client, "bike")
    PageViewRestriction.objects.create(page=app, restriction_type="login")
    assert client.get("/showcase/bike/publiccode.yml").status_code == 404
    assert client.get("/showcase/none/publiccode.yml").status_code == 404
    assert client.post("/showcase/bike/publiccode.yml").status_code == 405


def test_a_draft_in_english_is_not_in_it(client):
    page = in_english(app_page(slug="bike"))
    page.summary = "Secret."
    page.save_revision()
    assert "Secret" not in str(served(client, "bike"))
    page.unpublish()
    assert set(served(client, "bike")["description"]) == {"ko"}


def test_a_file_that_did_not_change_is_not_sent_again(client):
    app_page(slug="bike").save_revision().publish()
    answer = client.get("/showcase/bike/publiccode.yml")
    assert answer["Content-Type"] == "application/yaml; charset=utf-8"
    asked = {"If-None-Match": answer["ETag"]}
    assert client.get("/showcase/bike/publiccode.yml", headers=asked).status_code == 304
    app = AppPage.objects.get(slug="bike", locale__language_code="ko")
    app.summary = "다른 요약입니다."
    app.save_revision().publish()
    assert client.get("/showcase/bike/publiccode.yml", headers=asked).status_code == 200
    asked = {"If-Modified-Since": answer["Last-Modified"]}
    assert answer["Last-Modified"].endswith("GMT")


def test_a_file_costs_the_same_with_many_rows(client, django_assert_max_num_queries):
    app = app_page(slug="bike", pictures=4)
    app.category_links = [AppCategory(code=code) for code in ("blog", "crm", "erp", "hr")]
    app.origins = [AppOrigin(url=f"https://x.example.org/{n}") for n in range(4)]
    app.origins.add(
        *[
            AppOrigin(app=app_page(f"바탕 {n}", source_url=f"https://y.example.org/{n}"))
            for n in range(4)
        ]
    )
    app.save()
    in_english(app)
    ContentType.objects.clear_cache()
    client.get("/showcase/bike/publiccode.yml")
    with django_assert_max_num_queries(16):
        client.get("/showcase/bike/publiccode.yml")


def test_long_texts_are_cut_and_text_stays_text(client):
    app_page("no", slug="bike", summary="가" * 200, software_version="1.10")
    content = client.get("/showcase/bike/publiccode.yml").content
    said = yaml.safe_load(content)  # as a reader of YAML 1.1 has it
    assert (said["name"], said["softwareVersion"]) == ("no", "1.10")
    assert len(said["description"]["ko"]["shortDescription"]) == 150


def test_what_pages_say_has_a_mark_that_changes_with_it():
    app = app_page()
    before = exporting.mark_of([app])
    assert exporting.mark_of([AppPage.objects.get(pk=app.pk)]) == before
    app.summary = "다른 요약입니다."
    assert exporting.mark_of([app]) != before
