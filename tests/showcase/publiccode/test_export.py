"""Every published app serves a valid publiccode.yml where its page says enough."""

import json
from datetime import date

import pytest
import yaml
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contest_pages.vault.models import Repository
from showcase import exporting
from showcase.models import (
    AppAudience,
    AppCategory,
    AppContact,
    AppContractor,
    AppLanguage,
    AppOrigin,
    AppPage,
    AppVersion,
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
    web = "https://bike.example.org"
    app = app_page("따릉이 길잡이", pictures=1, slug="bike", is_web=True, web_url=web)
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


def test_both_languages_and_awards_are_in_it_and_it_is_the_same_at_both_addresses(client):
    entry = accepted_entry()
    award(entry, "으뜸상", year=2018)
    in_english(app_page(slug="bike", entry=entry))
    said = served(client, "bike")
    assert set(said["description"]) == {"ko", "en"}
    assert said["description"]["en"]["shortDescription"] == "Finds a bicycle."
    assert "Made by: 달리는 사람들." in said["description"]["en"]["longDescription"]
    assert said["description"]["ko"]["awards"] == [f"2018 {entry.contest.title_ko} 으뜸상"]
    assert said["description"]["en"]["awards"][0].endswith("Grand prize")
    assert served(client, "bike", "/en") == said


def test_what_it_is_built_on_is_named_only_where_everybody_may_see_it(client):
    public, draft, private = (
        app_page(f"바탕 {n}", source_url=f"https://code.example.org/{n}") for n in range(3)
    )
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    app = app_page(slug="bike", source_url="https://code.example.org/heir")
    app.origins = [AppOrigin(app=each) for each in (public, draft, private)]
    app.save()
    assert served(client, "bike")["isBasedOn"] == [public.source_url]


def test_an_opened_repository_is_the_source_where_no_other_is_stated(client):
    entry = accepted_entry()
    repository = Repository.objects.create(slug="bike-app", entry=entry)
    app = app_page(slug="bike", source_url="", entry=entry)
    assert client.get("/showcase/bike/publiccode.yml").status_code == 404
    Repository.objects.update(state=Repository.State.OPENED, opened_at=timezone.now())
    assert served(client, "bike")["url"] == repository.clone_url
    app = AppPage.objects.get(pk=app.pk)
    assert app.clone_line == f"git clone {repository.clone_url}"
    text = client.get(app.get_url()).text
    assert f'"codeRepository": "{repository.clone_url}"' in text
    assert text.count(f"git clone {repository.clone_url}") == 1


def test_the_current_version_is_the_one_that_is_stated_else_the_newest_listed(client):
    app = app_page(slug="bike", versions=[AppVersion(number="1.2"), AppVersion(number="1.1")])
    for stated, current in (("", "1.2"), ("2.0-beta", "2.0-beta")):
        AppPage.objects.update(software_version=stated)
        assert served(client, "bike")["softwareVersion"] == current
        text = client.get(app.get_url()).text
        assert f'"softwareVersion": "{current}"' in text
        assert f"<dd>{current}</dd>" in text
        [row] = json.loads(b"".join(client.get("/showcase/export.json").streaming_content))
        assert row["version"] == current
        assert client.get("/api/v1/apps/bike").json()["version"] == current


MISSING = [
    ({"source_url": ""}, "url"),
    ({"licence": ""}, "legal"),
    ({"is_android": False}, "platforms"),
    ({"maintenance_type": "community"}, "maintenance.contacts"),
    ({"maintenance_type": "contract"}, "maintenance.contractors"),
]


def test_what_a_page_does_not_say_is_made_up_by_nobody(client):
    app = app_page(slug="bike")
    said = {name: getattr(app, name) for fields, _key in MISSING for name in fields}
    for fields, key in MISSING:
        AppPage.objects.filter(pk=app.pk).update(**said | fields)
        assert client.get("/showcase/bike/publiccode.yml").status_code == 404
        [fault] = AppPage.objects.get(pk=app.pk).why_no_document()
        assert fault.key == key


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
    assert "Last-Modified" not in answer  # awards and origins change it, and no date of the page


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
