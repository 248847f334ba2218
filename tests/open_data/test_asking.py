"""What can be asked of every address: languages, pages, order, filters, fields; what is refused."""

import pytest
from django.utils import timezone

from tests.factories import accepted_entry, announced, move_stages, open_contest
from tests.pages import award

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("planted", "searchable")]


def problem_of(answer) -> dict:
    """Return what went wrong; it is told as RFC 9457 has it."""
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["type"] == "about:blank"
    assert told["title"]
    assert told["detail"]
    return told


def test_texts_come_in_both_languages_or_in_the_one_that_was_asked_for(client):
    def title(query: str):
        return client.get(f"/api/v1/contests/app-2026{query}").json()["title"]

    assert title("") == {
        "ko": client.get("/api/v1/contests/app-2026?lang=ko").json()["title"],
        "en": "Seoul App Contest 2026",
    }
    assert title("?lang=en") == "Seoul App Contest 2026"
    contest = client.get("/api/v1/contests/app-2026").json()
    assert contest["tagline"] == {"ko": "한 줄", "en": "One line"}
    assert contest["organiser"] == {"ko": "서울특별시", "en": "서울특별시"}
    assert contest["page"]["en"].endswith("/en/contests/app-2026/")


def test_what_nobody_translated_is_null_in_both_and_korean_in_english(client):
    stages = client.get("/api/v1/contests/app-2026").json()["stages"]
    assert [each["title"]["en"] for each in stages] == [None] * len(stages)
    in_english = client.get("/api/v1/contests/app-2026?lang=en").json()["stages"]
    assert "서류심사" in [each["title"] for each in in_english]


def test_a_list_comes_in_pages_that_lead_to_each_other(client):
    address, seen = "/api/v1/entries?size=4&order=-title&fields=slug", []
    while address:
        page = client.get(address).json()
        assert page["total"] == 6
        seen += [each["slug"] for each in page["items"]]
        address = page["next"]
    assert seen == [f"출품작-{n}" for n in (6, 5, 4, 3, 2, 1)]
    second = client.get("/api/v1/entries?size=4&page=2").json()
    assert second["previous"] == "http://testserver/api/v1/entries?size=4&page=1"
    beyond = client.get("/api/v1/entries?size=4&page=9").json()
    assert (beyond["items"], beyond["next"]) == ([], None)
    assert beyond["previous"].endswith("page=2")


def test_only_the_fields_asked_for_come(client):
    items = client.get("/api/v1/contests?fields=slug,state").json()["items"]
    assert [set(each) for each in items] == [{"slug", "state"}] * 2
    assert set(client.get("/api/v1/apps/outing?fields=licence").json()) == {"licence"}


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("kind=app", {"app-2026", "gallery-closed"}),
        ("kind=idea", set()),
        ("state=open", {"gallery-closed"}),
        ("state=judging", set()),
        ("year=2015", set()),
        ("q=2026", {"app-2026"}),
    ],
)
def test_contests_are_found_as_in_their_list(client, query, slugs):
    found = client.get(f"/api/v1/contests?lang=en&{query}").json()["items"]
    found += client.get(f"/api/v1/contests?{query}").json()["items"]
    assert {each["slug"] for each in found} == slugs


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("platform=web", ["골목-지도"]),
        ("platform=ios", []),
        ("topic=walk", ["outing"]),
        ("category=geographic-information-systems", ["골목-지도"]),
        ("audience=transportation", ["골목-지도"]),
        ("language=ko&language=en", ["골목-지도"]),
        ("licence=MIT", ["outing", "따릉이-길잡이"]),
        ("status=obsolete", []),
        ("year=2018", ["outing", "따릉이-길잡이"]),
        ("award=공감상", ["따릉이-길잡이"]),
        ("q=길잡이를", ["따릉이-길잡이"]),
        ("order=title", ["골목-지도", "outing", "따릉이-길잡이"]),
        ("order=-released&platform=web&platform=android&q=지도", ["골목-지도"]),
    ],
)
def test_apps_are_found_as_in_the_showcase(client, query, slugs):
    found = [each["slug"] for each in client.get(f"/api/v1/apps?{query}").json()["items"]]
    assert found == slugs


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("page=0", "page"),
        ("page=zwei", "page"),
        ("page=99999999999999999999", "page"),
        ("size=101", "size"),
        ("kind=game", "kind"),
        ("year=18", "year"),
        ("order=budget", "order"),
        ("fields=slug,budget", "fields"),
        ("lang=de", "lang"),
        ("q=" + "가" * 101, "q"),
        ("q=%00", "q"),
        ("kin=app", "kin"),
    ],
)
def test_a_parameter_that_will_not_do_is_refused_by_its_name(client, query, parameter):
    answer = client.get(f"/api/v1/contests?{query}")
    assert answer.status_code == 422
    (wrong,) = problem_of(answer)["errors"]
    assert wrong["parameter"] == parameter
    assert wrong["reason"].endswith((".", "$"))


def test_what_went_wrong_is_told_in_the_language_asked_for(client):
    korean = problem_of(client.get("/api/v1/contests?page=0"))
    english = problem_of(client.get("/api/v1/contests?page=0&lang=en"))
    assert korean["errors"][0]["reason"] == "1 이상이어야 합니다."
    assert english["errors"][0]["reason"] == "It has to be 1 or more."


def test_every_error_below_api_is_a_problem(client, monkeypatch):
    assert problem_of(client.get("/api/v1/nothing"))["status"] == 404
    assert problem_of(client.get("/api/v2/contests"))["status"] == 404
    refused = client.post("/api/v1/contests", {"title": "새 공모전"})
    assert problem_of(refused)["status"] == 405
    assert refused["Allow"] == "GET, HEAD, OPTIONS"
    for address in ("/api/v1/openapi.json", "/api/v1/docs", "/api/nothing"):
        assert problem_of(client.delete(address))["status"] in (404, 405)
    said = client.get("/api/v1/contests", headers={"accept": "text/html"})
    assert problem_of(said)["status"] == 406
    monkeypatch.setattr("contest_pages.api.announcements", None)
    client.raise_request_exception = False
    broken = client.get("/api/v1/contests/app-2026")
    assert problem_of(broken)["status"] == 500
    assert "Traceback" not in broken.content.decode()


def test_results_come_in_the_order_asked_for(client, planted):
    for slug, title, days in (("autumn", "가을 공모전", 400), ("sky", "하늘 공모전", 300)):
        contest = open_contest(slug=slug, title_ko=title)
        announced(contest, first_published_at=timezone.now())
        award(accepted_entry(contest), "대상")
        move_stages(contest, days=-days)

    def order(query: str) -> list[str]:
        return [each["contest"] for each in client.get(f"/api/v1/results{query}").json()["items"]]

    latest = ["app-2026", "sky", "autumn"]
    assert order("") == order("?order=-closes") == latest
    assert order("?order=closes") == latest[::-1]
    titles = [slug for slug in order("?order=title") if slug != "app-2026"]
    assert titles == ["autumn", "sky"]
    assert order("?order=-title") == order("?order=title")[::-1]
    refused = client.get("/api/v1/results?order=budget")
    assert problem_of(refused)["errors"][0]["parameter"] == "order"


def test_a_slash_too_many_and_the_other_language_lead_to_the_data(client):
    assert client.get("/api/v1/contests/?size=3").url == "/api/v1/contests?size=3"
    assert client.get("/en/api/v1/contests").url == "/api/v1/contests?lang=en"
    assert client.get("/api/v1/").url == "/api/v1/docs"
    assert client.get("/en/api/").url == "/en/api/v1/docs"
    assert client.get("/en/api/v1/nothing").status_code == 404
