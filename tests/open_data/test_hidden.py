"""What nobody may know stands in no answer of the API, nor in calendars and the feed."""

import pytest
from django.test import Client

from settings.api import api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]


def addresses(planted) -> list[str]:
    """Return every list in every order and language, and every thing that there is, or is not."""
    found = []
    for path, methods in api.document("en")["paths"].items():
        if "{" not in path:
            orders = [
                each
                for parameter in methods["get"]["parameters"]
                for each in parameter["schema"].get("enum", [])
                if parameter["name"] == "order"
            ]
            queries = ["lang=ko", "lang=en", *(f"order={order}" for order in orders)]
            found += [f"{path}?size=100&{query}" for query in queries]
            continue
        for slug in ("app-2026", *planted.slugs):
            for number in ("1", "2") if "{number}" in path else ("",):
                contest = "app-2026" if "{slug}" in path else slug
                filled = path.replace("{contest}", contest).replace("{slug}", slug)
                found.append(filled.replace("{number}", number))
    searches = [
        f"/api/v1/{kind}?q={word}"
        for kind in ("contests", "entries", "apps")
        for word in ("비밀", "hidden", "김한국")
    ]
    filters = [f"/api/v1/entries?contest={slug}" for slug in planted.slugs if slug.isascii()]
    filters += ["/api/v1/apps?topic=hidden", "/api/v1/apps?award=비밀 사내상"]
    calendars = [f"/contests/{slug}/calendar.ics" for slug in planted.slugs if slug.isascii()]
    others = ["/contests/calendar.ics", "/contests/feed/", "/en/contests/calendar.ics"]
    others += ["/", "/sitemap.xml", "/search/?q=앱&in=entries"]
    others += [
        f"/contests/{slug}/{page}/"
        for slug in planted.slugs
        if slug.isascii()
        for page in ("entries", "results")
    ]
    return [*found, *searches, *filters, *calendars, *others]


def test_what_is_hidden_stands_in_no_answer(planted, settings):
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    client, shown = Client(), 0
    for address in addresses(planted):
        answer = client.get(address)
        text = answer.content.decode()
        assert answer.status_code in (200, 404), (address, text[:300])
        shown += answer.status_code == 200
        for word in planted.words:
            assert word not in text, (address, word)
        if answer.status_code == 404 and address.startswith("/api/"):
            assert answer["Content-Type"] == "application/problem+json"
    assert shown > 30  # there was something to leak from


def test_counts_are_of_what_is_public(planted, client):
    totals = {
        kind: client.get(f"/api/v1/{kind}").json()["total"]
        for kind in ("contests", "entries", "results", "apps")
    }
    assert totals == {"contests": 2, "entries": 6, "results": 1, "apps": 3}
    years = client.get("/api/v1/statistics").json()["items"]
    assert sum(year["contests"] for year in years) == 2
    assert sum(year["entries"] for year in years) == 6
    assert sum(year["awards"] for year in years) == 1  # not those of next week's sheet
    assert sum(year["apps"] for year in years) == 3


def test_a_hidden_thing_answers_as_nothing_does(planted, client):
    nothing = client.get("/api/v1/contests/no-such-contest")
    for address in (
        "/api/v1/contests/never-announced",
        "/api/v1/contests/private-page",
        "/api/v1/entries/app-2026/hidden-withdrawn",
        "/api/v1/results/app-2026/rounds/2",
        "/api/v1/results/private-page",
        "/api/v1/apps/hidden-app",
        "/api/v1/apps/private-app",
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.content) == (404, nothing.content), address


def test_an_app_does_not_name_an_entry_that_is_not_on_show(planted, client):
    assert client.get("/api/v1/apps/outing").json()["entry"] is None
    entry = client.get("/api/v1/apps/따릉이-길잡이").json()["entry"]
    assert (entry["contest"], entry["title"]) == ("app-2026", "출품작 1")
