"""Documents become pages, and go out again as they came in."""

import json
from copy import deepcopy
from io import StringIO

import pytest
from django.core.management import call_command
from wagtail.models import GroupPagePermission

from cms.errors import Refused
from showcase.actions import import_document
from showcase.actions.importing import Outcome
from showcase.models import AppPage, SourceCheck
from showcase.publiccode.reading import read
from tests.factories import UserFactory
from tests.pages import app_page, showcase_page
from tests.showcase.publiccode.documents import MINIMAL, WHOLE, changed, yaml_of

pytestmark = pytest.mark.django_db


def take(data: bytes, **options):
    return import_document(read(data), source="publiccode.yml", by=None, **options)


def app(slug: str = "따릉이-길잡이") -> AppPage:
    return AppPage.objects.get(slug=slug, locale__language_code="ko")


def given_out(client) -> dict:
    return read(client.get("/showcase/따릉이-길잡이/publiccode.yml").content).content


def test_what_comes_in_goes_out_equal(client):
    taken = take(yaml_of(MINIMAL))
    assert (taken.outcome, taken.is_new) == (Outcome.PUBLISHED, True)
    assert given_out(client) == MINIMAL


def test_the_page_shows_what_the_document_says_and_gives_it_out_again(client):
    assert take(yaml_of(WHOLE)).outcome == Outcome.PUBLISHED
    assert given_out(client) == WHOLE
    page = app()
    assert page.title == "따릉이 길잡이"
    assert page.summary == "가까운 대여소를 알려 줍니다."
    assert page.feature_list == ["대여소 찾기", "길 안내"]
    assert page.licence == WHOLE["legal"]["license"]
    assert page.platforms == ["android", "web"]
    assert page.maker == "서울특별시"
    assert [link.code for link in page.category_links.all()] == WHOLE["categories"]
    assert [row.name for row in page.contractors.all()] == ["바퀴 주식회사"]
    assert page.full_clean() is None
    english = page.get_translations().get().specific
    assert (english.title, english.summary) == ("Bike guide", "Shows the nearest station.")
    assert (english.licence, english.live) == (page.licence, True)
    assert english.alias_of is None


def test_a_document_without_korean_is_shown_in_its_own_language_and_not_called_korean(client):
    document = deepcopy(MINIMAL)
    document["name"] = "Fahrrad"
    document["description"] = {"de": {**MINIMAL["description"]["ko"], "shortDescription": "Rad."}}
    take(yaml_of(document))
    page = app("fahrrad")
    assert page.summary == "Rad."
    assert page.get_translations().get().alias_of_id == page.pk
    answer = client.get("/showcase/fahrrad/publiccode.yml")
    assert read(answer.content).content == document
    page.summary = "자전거를 찾습니다."  # an editor writes it in Korean
    page.save_revision().publish()
    said = read(client.get("/showcase/fahrrad/publiccode.yml").content).content["description"]
    assert said["de"] == document["description"]["de"]
    assert said["ko"]["shortDescription"] == "자전거를 찾습니다."


def test_importing_again_updates_by_address_and_makes_no_second_page():
    take(yaml_of(MINIMAL))
    before = AppPage.objects.count()
    data = changed(
        "url", "http://www.code.example.org/bike/", of={**MINIMAL, "softwareVersion": "2"}
    )
    taken = take(data)
    assert (taken.outcome, taken.is_new) == (Outcome.PUBLISHED, False)
    assert AppPage.objects.count() == before
    assert app().software_version == "2"
    assert take(data).outcome == Outcome.UNCHANGED
    taken = take(changed("url", "https://code.example.org/my-bike.git"))  # that is another app
    assert (taken.is_new, taken.page.slug) == (True, "따릉이-길잡이-2")
    app().unpublish()
    assert take(changed("softwareVersion", "3")).outcome == Outcome.DRAFTED
    assert not app().live  # what an editor unpublished stays so


def test_what_an_editor_changed_stays_public_and_the_document_waits_as_a_draft(client):
    take(yaml_of(MINIMAL))
    page = app()
    page.summary = "편집자가 고친 요약입니다."
    page.save_revision().publish()
    assert take(yaml_of(MINIMAL)).outcome == Outcome.UNCHANGED  # it says nothing new
    taken = take(changed("softwareVersion", "2"))
    assert taken.outcome == Outcome.DRAFTED
    assert (app().summary, app().software_version) == ("편집자가 고친 요약입니다.", "")
    draft = app().get_latest_revision_as_object()
    assert (draft.summary, draft.software_version) == ("가까운 대여소를 알려 줍니다.", "2")
    assert take(changed("softwareVersion", "2")).outcome == Outcome.UNCHANGED
    app().latest_revision.publish()
    assert take(changed("softwareVersion", "3")).outcome == Outcome.PUBLISHED


def test_a_page_that_an_editor_made_is_not_overwritten():
    page = app_page("우리 길잡이", source_url="https://code.example.org/bike")
    taken = take(yaml_of(MINIMAL))
    assert (taken.page, taken.outcome) == (page, Outcome.DRAFTED)
    page.refresh_from_db()
    assert page.title == "우리 길잡이"
    assert page.get_latest_revision_as_object().title == "따릉이 길잡이"


FAULTY = changed(
    "surprise",
    1,
    of={**WHOLE, "categories": ["office", "games"], "legal": {"license": "ask us"}},
)


def test_a_faulty_document_becomes_a_draft_with_what_is_right_in_it(client):
    reading = read(FAULTY)
    assert len(reading.faults) == 3
    taken = take(FAULTY)
    page = app()
    assert (taken.outcome, page.live) == (Outcome.DRAFTED, False)
    assert (page.licence, page.software_version) == ("", "1.10")
    assert [link.code for link in page.category_links.all()] == ["office"]
    assert {key for key, _reason in page.imported["faults"]} == {
        *("categories[1]", "legal.license", "surprise"),
    }
    assert client.get("/showcase/따릉이-길잡이/").status_code == 404
    assert take(yaml_of(WHOLE)).outcome == Outcome.PUBLISHED  # mended, and touched by nobody
    assert given_out(client) == WHOLE
    a_faulty_document_takes_nothing_away_from_a_page()


def a_faulty_document_takes_nothing_away_from_a_page():
    assert take(FAULTY).outcome == Outcome.DRAFTED
    assert app().licence == WHOLE["legal"]["license"]
    draft = app().get_latest_revision_as_object()
    assert draft.licence == WHOLE["legal"]["license"]
    assert [link.code for link in draft.category_links.all()] == ["office"]


def test_a_draft_is_made_of_little():
    taken = take(yaml_of({"url": "https://code.example.org/only", "legal": {"license": "MIT"}}))
    assert (taken.page.title, taken.page.summary, taken.page.licence) == ("only", "", "MIT")
    assert take(yaml_of({"url": "https://code.example.org/only"})).is_new is False
    assert take(yaml_of({"name": "Feed"})).page.slug == "feed-2"  # the showcase needs “feed”


def test_a_document_that_learns_english_makes_a_page_of_its_own_once_it_is_public(client):
    take(yaml_of(MINIMAL))
    page = app()
    page.summary = "편집자가 고친 요약입니다."
    page.save_revision().publish()
    document = deepcopy(MINIMAL)
    document["description"]["en"] = WHOLE["description"]["en-GB"]
    assert take(yaml_of(document)).outcome == Outcome.DRAFTED
    assert app().get_translations().get().alias_of_id == page.pk
    assert set(given_out(client)["description"]) == {"ko"}
    app().latest_revision.publish()
    document["softwareVersion"] = "2"
    assert take(yaml_of(document)).outcome == Outcome.PUBLISHED
    english = app().get_translations().get().specific
    assert (english.alias_of_id, english.title, english.live) == (None, "Bike guide", True)
    assert given_out(client) == document


def test_nothing_is_made_of_nothing():
    with pytest.raises(Refused):
        take(b"hello")
    showcase_page().delete()
    with pytest.raises(Refused, match="전시관이 아직 없습니다"):
        take(yaml_of(MINIMAL))


def test_lineage_leads_to_the_app_that_is_here_and_to_the_address_elsewhere(client):
    upstream = app_page("옛 길잡이", source_url="https://code.example.org/older-bike")
    document = {
        **MINIMAL,
        "isBasedOn": ["https://code.example.org/older-bike.git", "https://x.example.org/y"],
    }
    take(yaml_of(document))
    rows = [(row.app, row.url) for row in app().origins.all()]
    assert rows == [(upstream, ""), (None, "https://x.example.org/y")]
    assert given_out(client) == document


def test_of_very_many_origins_some_are_looked_for_and_all_go_out_again(client):
    addresses = [f"https://x.example.org/{n}" for n in range(60)]
    document = {**MINIMAL, "isBasedOn": addresses}
    take(yaml_of(document))
    assert app().origins.count() == 20
    assert given_out(client) == document


def test_what_no_page_has_room_for_is_kept_and_fails_nothing(client):
    """On PostgreSQL a text that is too long for its column is an error; tests may run on SQLite."""
    document = deepcopy(MINIMAL)
    document["url"] = "https://under_score.example.org/bike"
    document["landingURL"] = "https://a..example.org"
    document["isBasedOn"] = ["https://under_score.example.org/older"]
    document["description"]["ko"]["documentation"] = "https://-.example.org/help"
    document["legal"] = {"license": f"LicenseRef-{'x' * 90}"}
    assert take(yaml_of(document)).outcome == Outcome.PUBLISHED
    assert (app().source_url, app().landing_url, app().licence_links) == (
        "",
        "",
        [(document["legal"]["license"], "")],
    )
    assert not app().facets.filter(kind="licence").exists()
    assert given_out(client) == document


def test_an_editor_without_the_right_to_publish_gets_a_draft():
    taken = import_document(
        read(yaml_of(MINIMAL)), source="a.yml", by=UserFactory(is_superuser=True), may_publish=False
    )
    assert taken.outcome == Outcome.DRAFTED
    with pytest.raises(Refused, match="권한이 없습니다"):
        import_document(read(yaml_of(MINIMAL)), source="a.yml", by=UserFactory())


def test_a_page_that_is_locked_or_somebody_else_s_is_left_alone():
    take(yaml_of(MINIMAL))
    page, newer = app(), read(changed("softwareVersion", "2"))
    GroupPagePermission.objects.filter(permission__codename="publish_page").delete()
    waiting = read(changed("softwareVersion", "1"))
    taken = import_document(waiting, source="a.yml", by=UserFactory(groups=["Editors"]))
    assert taken.outcome == Outcome.DRAFTED
    GroupPagePermission.objects.exclude(permission__codename="add_page").delete()
    with pytest.raises(Refused, match="편집할 권한"):  # it is not the user's own
        import_document(newer, source="a.yml", by=UserFactory(groups=["Editors"]))
    AppPage.objects.filter(pk=page.pk).update(locked=True)
    for by in (None, UserFactory(is_superuser=True)):
        with pytest.raises(Refused, match="잠겨"):
            import_document(newer, source="a.yml", by=by)
    assert app().get_latest_revision_as_object().software_version == "1"


def test_the_source_of_what_comes_in_is_looked_through(django_capture_on_commit_callbacks):
    document = {**MINIMAL, "url": "https://127.0.0.1/bike"}  # it is not fetched
    with django_capture_on_commit_callbacks(execute=True):
        take(yaml_of(document))
    assert SourceCheck.objects.get().url == document["url"]


def told(*arguments) -> tuple[list[dict], int]:
    """What the command prints as JSON, and its exit status."""
    out, status = StringIO(), 0
    try:
        call_command("import_publiccode", *arguments, "--json", stdout=out)
    except SystemExit as end:
        status = end.code
    return [json.loads(line) for line in out.getvalue().splitlines()], status


def test_the_command_says_of_each_document_what_came_of_it(tmp_path, client):
    good, bad = tmp_path / "good.yml", tmp_path / "bad.yml"
    good.write_bytes(yaml_of(MINIMAL))
    bad.write_bytes(changed("description.ko.shortDescription"))
    lines, status = told(str(good), str(bad), str(tmp_path / "none.yml"))
    assert status == 1
    assert lines[0] == {
        "source": str(good),
        "accepted": True,
        "slug": "따릉이-길잡이",
        "problems": [],
    }
    assert [line["accepted"] for line in lines] == [True, False, False]
    assert [problem["key"] for problem in lines[1]["problems"]] == [
        "description.ko.shortDescription"
    ]
    assert lines[1]["slug"] is None
    assert given_out(client) == MINIMAL
    assert told(str(good))[1] == 0


def test_a_dry_run_writes_nothing_and_fetches_nothing(tmp_path):
    good = tmp_path / "good.yml"
    good.write_bytes(yaml_of(MINIMAL))
    lines, status = told(str(good), "--dry-run")
    assert (lines[0]["accepted"], lines[0]["slug"], status) == (True, "따릉이-길잡이", 0)
    assert not AppPage.objects.exists()
    lines, status = told("https://code.example.org/publiccode.yml", "--dry-run")
    assert (lines[0]["accepted"], status) == (False, 1)


def test_an_address_of_our_own_network_is_not_fetched():
    lines, status = told("http://127.0.0.1:1/publiccode.yml")
    assert (lines[0]["accepted"], status) == (False, 1)
    assert lines[0]["problems"][0]["reason"]


class Watched(StringIO):
    """What is printed, and how many apps there were at each line."""

    def __init__(self):
        super().__init__()
        self.apps = []

    def write(self, text: str) -> int:
        self.apps.append(AppPage.objects.filter(locale__language_code="ko").count())
        return super().write(text)


def test_the_command_speaks_to_people_too_as_soon_as_there_is_something_to_say(tmp_path):
    out, files = Watched(), [tmp_path / "one.yml", tmp_path / "two.yml"]
    files[0].write_bytes(yaml_of(MINIMAL))
    files[1].write_bytes(changed("url", "https://code.example.org/two"))
    call_command("import_publiccode", *map(str, files), stdout=out)
    assert "accepted, 따릉이-길잡이" in out.getvalue()
    assert out.apps == [1, 2]
