import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from cms import licences
from contest_pages.models import Contest
from contest_pages.vault import actions as vault
from showcase.models import (
    AppAudience,
    AppCategory,
    AppLanguage,
    AppOrigin,
    AppPage,
    AppVersion,
)
from tests.contest_pages.vault.people import manager, open_up, push_files
from tests.factories import UserFactory, accepted_entry, announced
from tests.pages import app_page, award, home_page, topic

pytestmark = pytest.mark.django_db


def test_an_app_leads_to_its_source_and_says_what_its_licence_allows(client):
    app = app_page("따릉이 길잡이", licence="Apache-2.0", source_url="https://code.example.org/a")
    text = client.get(app.get_url()).text
    assert 'href="https://code.example.org/a"' in text
    assert "code.example.org</p>" in text
    assert "Apache License 2.0" in text
    assert "누구나" in text
    assert "Anyone may use" in client.get(english(app)).text


def english(app) -> str:
    return app.copy_for_translation(home_page("en").locale, alias=True).get_url()


def test_an_app_without_source_says_so(client):
    text = client.get(app_page(source_url="", licence="").get_url()).text
    assert "이 앱은 소스를 공개하지 않았습니다." in text
    assert "라이선스</span>" not in text


def test_an_app_without_pictures_has_a_drawn_cover(client):
    assert "shots__cover" in client.get(app_page().get_url()).text


def test_awards_are_shown_and_the_highest_first(client):
    entry = accepted_entry()
    award(entry, "장려상", year=2017)
    award(entry, "으뜸상", year=2018)
    app = app_page(entry=entry)
    text = client.get(app.get_url()).text
    assert text.index("으뜸상") < text.index("장려상")
    assert "으뜸상" in client.get("/showcase/").text
    assert "Grand prize" in client.get(english(app)).text


def test_the_entry_is_named_only_once_the_public_may_see_it(client):
    entry = accepted_entry()
    announced(entry.contest)
    app = app_page(entry=entry)
    assert entry.contest.title not in client.get(app.get_url()).text
    Contest.objects.filter(pk=entry.contest_id).update(gallery_opens_at=timezone.now())
    assert f'<a href="{entry.get_absolute_url()}">' in client.get(app.get_url()).text
    later = timezone.now() + timedelta(days=1)
    Contest.objects.filter(pk=entry.contest_id).update(gallery_opens_at=later)
    assert entry.get_absolute_url() not in client.get(app.get_url()).text


def test_apps_about_the_same_come_first_among_the_others(client):
    traffic, safety = topic(), topic("safety", "안전")
    near = app_page("가까운 앱", topics=[traffic])
    for n in range(5):
        app_page(f"다른 앱 {n}", topics=[safety])
    app_page("초안", topics=[traffic], live=False)
    app = app_page("이 앱", topics=[traffic])
    beside = client.get(app.get_url()).context["related"]
    assert beside[0] == near
    assert len(beside) == 4
    assert app not in beside


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"licence": "My licence"}, "licence"),
        ({"slug": "feed"}, "slug"),
        ({"source_url": "code"}, "source_url"),
        ({"summary": ""}, "summary"),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(fields, field):
    values = {"title": "앱", "slug": "app", "summary": "하나"} | fields
    app = AppPage(**values, path="000100010002000A", depth=4)
    with pytest.raises(ValidationError) as refusal:
        app.full_clean()
    assert list(refusal.value.message_dict) == [field]


def test_a_preview_shows_what_is_not_saved_yet(rf):
    saved = {"category_links": [AppCategory(code="e-commerce")]}
    app = app_page("앱", pictures=2, topics=[topic()], **saved)
    app.screenshots = list(app.screenshots.all())[:1]
    app.category_links = [AppCategory(code="data-visualization")]
    app.origins = [AppOrigin(url="https://code.example.org/older")]
    response = app.make_preview_request(rf.get("/"))
    response.render()
    assert response.text.count('<li class="shots__phone">') == 1
    assert "category=data-visualization" in response.text
    assert "category=e-commerce" not in response.text
    assert "https://code.example.org/older" in response.text


def test_an_app_that_was_never_saved_is_previewed(rf):
    saved = app_page("앱")
    values = {"title": "새 앱", "slug": "new", "summary": "하나", "locale": saved.locale}
    app = AppPage(**values, path=f"{saved.path[:-4]}9999", depth=saved.depth, url_path="/new/")
    response = app.make_preview_request(rf.get("/"))
    response.render()
    assert "새 앱" in response.text
    assert response.context_data["related"] == [saved]


def test_categories_fields_of_work_and_languages_stand_in_the_editor_s_order(client):
    rows = {
        "category_links": [AppCategory(code=code) for code in ("e-commerce", "accounting")],
        "audience_links": [AppAudience(code="transportation")],
        "language_links": [AppLanguage(code=code) for code in ("ko", "en")],
    }
    text = client.get(app_page(**rows).get_url()).text
    assert text.index("?category=e-commerce") < text.index("?category=accounting")
    assert "?audience=transportation" in text and "한국어, 영어" in text


def test_an_entry_leads_to_its_app_once_that_is_published(client):
    entry = accepted_entry()
    announced(entry.contest)
    Contest.objects.filter(pk=entry.contest_id).update(gallery_opens_at=timezone.now())
    app = app_page(entry=entry)
    assert f'href="{app.get_url()}"' in client.get(entry.get_absolute_url()).text
    assert f'href="{english(app)}"' in client.get(f"/en{entry.get_absolute_url()}").text
    app.unpublish()
    assert f'href="{app.get_url()}"' not in client.get(entry.get_absolute_url()).text


def exported(client) -> dict:
    """The only app in the catalogue's file."""
    (row,) = json.loads(b"".join(client.get("/showcase/export.json").streaming_content))
    return row


def test_the_repository_of_an_app_is_shown_once_it_is_open(client):
    by = manager()
    repository = vault.create(slug="city-app", title="시청 앱", keepers=[by], by=by)
    push_files(repository, {"README.md": "# 앱"}, by=by)
    app = app_page(repository=repository, source_url="")
    assert "city-app" not in client.get(app.url).content.decode()
    open_up(repository, by=by)
    assert exported(client)["source"] == repository.clone_url
    assert f"git clone {repository.clone_url}" in client.get(app.url).content.decode()


def test_only_who_may_look_into_the_vault_chooses_among_its_repositories():
    form, app = AppPage.get_edit_handler().get_form_class(), app_page()
    assert "repository" in form(instance=app, for_user=manager()).fields
    editor = form(instance=app, for_user=UserFactory(groups=["Editors"])).fields
    assert "repository" not in editor and "source_url" in editor


def test_an_app_says_how_its_source_is_reused(client):
    app = app_page(source_url="https://github.com/seoul/bike", licence="AGPL-3.0-only")
    text = client.get(app.get_url()).text
    assert "git clone https://github.com/seoul/bike" in text
    assert "고친 것을 서비스로 제공할 때도" in text
    assert 'href="https://spdx.org/licenses/AGPL-3.0-only.html"' in text
    mere_page = app_page("둘", source_url="https://example.org/about", licence="EUPL-1.2 OR MIT")
    text = client.get(mere_page.get_url()).text
    assert "git clone" not in text
    for name in ("EUPL-1.2", "MIT"):
        assert f'href="https://spdx.org/licenses/{name}.html"' in text


@pytest.mark.parametrize(
    ("licence", "has_duties", "address"),
    [
        ("AGPL-3.0-only", True, "https://spdx.org/licenses/AGPL-3.0-only.html"),
        ("AGPL-3.0-only OR MIT", False, ""),
        ("GPL-2.0-only WITH Classpath-exception-2.0", False, ""),
        ("LicenseRef-city", False, ""),
        ("MIT-like", False, ""),
    ],
)
def test_only_one_licence_on_spdx_list_has_duties_and_an_address(licence, has_duties, address):
    assert bool(licences.duties_of(licence)) is has_duties
    assert licences.address_of(licence) == address


@pytest.mark.parametrize("licence", ["MIT-0", "0BSD", "Unlicense"])
def test_a_licence_that_asks_nothing_is_not_said_to_ask_for_notices(licence):
    with translation.override("en"):
        (duty,) = map(str, licences.duties_of(licence))
    assert duty == "Nothing: not even its notices have to be kept."
    assert licences.duties_of("MIT") != licences.duties_of(licence)


def test_each_way_to_get_an_app_has_a_code_beside_its_link(client):
    app = app_page(android_url="https://play.example.org/a", web_url="https://bike.example.org/")
    text = client.get(app.get_url()).text
    assert text.count('class="qr"') == 2
    assert text.count('<svg aria-hidden="true" focusable="false"') == 2


def test_versions_stand_with_what_changed_and_the_older_ones_are_folded(client):
    versions = [AppVersion(number=f"1.{n}", changes="- 하나\n- 둘") for n in range(4, -1, -1)]
    text = client.get(app_page(versions=versions).get_url()).text
    assert text.count('class="version"') == 5
    assert text.index("1.2</span>") < text.index("versions__older") < text.index("1.1</span>")
    assert "<li>하나</li>" in text


def test_lineage_leads_both_ways_and_names_no_draft(client):
    first = app_page("뿌리", source_url="https://github.com/seoul/root")
    draft = app_page("초안 뿌리", live=False)
    origins = [AppOrigin(app=first), AppOrigin(app=draft), AppOrigin(url="https://gitlab.com/x/y")]
    heir = app_page("가지", origins=origins)
    other = app_page("잎", origins=[AppOrigin(url=first.source_url)])
    app_page("초안", live=False, origins=[AppOrigin(app=first)])
    context = client.get(heir.get_url()).context
    assert [each["app"] or each["url"] for each in context["built_on"]] == [
        first,
        "https://gitlab.com/x/y",
    ]
    assert client.get(first.get_url()).context["reused_by"] == [heir, other]
    assert client.get(english(first)).context["reused_by"] == []
    (root, address) = client.get(english(heir)).context["built_on"]
    assert root["app"].get_url().startswith("/en/showcase/") and address["url"]


def test_an_app_is_shared_by_plain_addresses(client):
    text = client.get(app_page("따릉이 & 길", slug="app").get_url()).text
    assert "https://x.com/intent/post?url=http%3A%2F%2Ftestserver%2Fshowcase%2Fapp%2F" in text
    assert 'href="mailto:?subject=' in text
