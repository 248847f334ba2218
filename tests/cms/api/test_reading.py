"""Validators, leave for other origins, and limits: what programs that come back live from."""

import time
from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Prize
from contest_pages.results.models import ResultSheet
from tests.factories import accepted_entry, announced, open_contest

pytestmark = pytest.mark.django_db

CONTESTS = "/api/v1/contests"


@pytest.fixture
def contest(db):
    made = open_contest(slug="app-open")
    announced(made, first_published_at=timezone.now())
    return made


@pytest.fixture
def clock(monkeypatch):
    """Stop time, and let it pass: `clock(days=1)`; pages and limits see the same."""
    now = timezone.now().replace(second=18)

    def let_pass(**delta):
        nonlocal now
        now += timedelta(**delta)

    monkeypatch.setattr(timezone, "now", lambda: now)
    monkeypatch.setattr(time, "time", lambda: now.timestamp())
    return let_pass


def test_a_reader_who_has_it_is_told_so_and_gets_nothing(client, contest):
    first = client.get(CONTESTS)
    for headers in (
        {"if-none-match": first["ETag"]},
        {"if-modified-since": first["Last-Modified"]},
        {"if-none-match": f'"other", {first["ETag"]}'},
        # the tag counts, whatever the date says
        {"if-none-match": first["ETag"], "if-modified-since": "Mon, 01 Jan 2018 00:00:00 GMT"},
    ):
        again = client.get(CONTESTS, headers=headers)
        assert (again.status_code, again.content) == (304, b""), headers
        assert again["ETag"] == first["ETag"]
        assert again["Access-Control-Allow-Origin"] == "*"
    assert client.get(CONTESTS, headers={"if-none-match": '"other"'}).status_code == 200
    moved = client.get(CONTESTS, headers={"if-match": '"other"'})
    assert (moved.status_code, moved["Content-Type"]) == (412, "application/problem+json")


def test_each_question_has_a_tag_of_its_own(client, contest):
    queries = ("", "?lang=ko", "?lang=en", "?fields=slug")
    assert len({client.get(f"{CONTESTS}{query}")["ETag"] for query in queries}) == len(queries)


def test_a_change_of_what_is_shown_changes_both_validators(client, contest, clock):
    first = client.get(CONTESTS)
    clock(minutes=5)
    known = {"if-modified-since": first["Last-Modified"]}
    assert client.get(CONTESTS, headers=known).status_code == 304
    Prize.objects.create(contest=contest, title_ko="으뜸상")
    second = client.get(CONTESTS, headers=known)
    assert second.status_code == 200
    assert second["ETag"] != first["ETag"]


def test_a_change_within_the_same_second_is_not_missed(client, contest, clock):
    first = client.get(CONTESTS)
    Prize.objects.create(contest=contest, title_ko="으뜸상")
    known = {"if-modified-since": first["Last-Modified"]}
    assert client.get(CONTESTS).status_code == 200  # somebody else reads it first
    assert client.get(CONTESTS, headers=known).status_code == 200


def test_a_gallery_that_opens_by_itself_is_a_change(client, contest, clock):
    accepted_entry(contest)
    first = client.get("/api/v1/entries")
    assert first.json()["total"] == 0
    clock(days=30)  # the screening has ended: by default the gallery is open
    known = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
    assert client.get("/api/v1/entries", headers=known).json()["total"] == 1
    only_since = {"if-modified-since": first["Last-Modified"]}
    assert client.get("/api/v1/entries", headers=only_since).status_code == 200


def test_a_result_that_comes_out_by_itself_is_a_change(client, clock):
    from tests.contest_pages.results.scene import scene

    made = scene()
    announced(made.contest)
    made.publish(1, publish_at=timezone.now() + timedelta(hours=1))
    first = client.get("/api/v1/results")
    assert first.json()["total"] == 0
    clock(hours=2)
    known = {"if-none-match": first["ETag"]}
    assert client.get("/api/v1/results", headers=known).json()["total"] == 1
    assert ResultSheet.objects.count() == 1


def test_what_goes_out_of_sight_is_a_change(client, contest, clock):
    entry = accepted_entry(contest)
    Contest.objects.filter(pk=contest.pk).update(gallery_opens_at=timezone.now())
    first = client.get("/api/v1/entries")
    assert first.json()["total"] == 1
    Entry.objects.filter(pk=entry.pk).update(live=False)
    clock(minutes=1)
    known = {"if-modified-since": first["Last-Modified"]}
    assert client.get("/api/v1/entries", headers=known).json()["total"] == 0


def test_head_answers_as_get_without_the_body(client, contest):
    whole, head = client.get(CONTESTS), client.head(CONTESTS)
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == whole["ETag"]
    assert int(head["Content-Length"]) == len(whole.content)


def test_scripts_of_every_origin_may_read_without_credentials(client, contest):
    origin = {"origin": "https://elsewhere.example.com"}
    for address in (CONTESTS, f"/en{CONTESTS}", "/api/v1/nothing", "/api/v1/openapi.json"):
        answer = client.get(address, headers=origin)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer["Access-Control-Expose-Headers"]
        assert "Access-Control-Allow-Credentials" not in answer
    asked = origin | {
        "access-control-request-method": "GET",
        "access-control-request-headers": "if-none-match",
    }
    leave = client.options(CONTESTS, headers=asked)
    assert (leave.status_code, leave.content) == (204, b"")
    assert leave["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "if-none-match" in leave["Access-Control-Allow-Headers"].lower()
    assert "Access-Control-Allow-Origin" not in client.get("/contests/", headers=origin)


def test_one_address_asks_so_much_a_minute_and_is_told(client, contest, clock, settings):
    settings.API_REQUESTS_A_MINUTE = 3
    left = [client.get(CONTESTS)["RateLimit-Remaining"] for _request in range(3)]
    assert left == ["2", "1", "0"]
    refused = client.get(f"{CONTESTS}?lang=en")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert refused["RateLimit-Limit"] == "3"
    assert refused["Retry-After"] == refused["RateLimit-Reset"] == "42"
    assert "in 42 seconds" in refused.json()["detail"]
    assert refused["Access-Control-Allow-Origin"] == "*"
    # Others have their own, and pages of the site are not counted.
    assert client.get(CONTESTS, REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/contests/").status_code == 200
    clock(minutes=1)
    assert client.get(CONTESTS)["RateLimit-Remaining"] == "2"


def test_behind_a_languages_prefix_all_of_it_holds_too(client, contest, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    led = client.get(f"/en{CONTESTS}")
    assert (led.status_code, led["RateLimit-Remaining"]) == (301, "1")
    nothing = client.get("/en/api/v1/nothing")
    assert (nothing.status_code, nothing["Content-Type"]) == (404, "application/problem+json")
    assert nothing.json()["detail"] == "There is nothing at this address."
    assert client.get(f"/en{CONTESTS}").status_code == 429
    assert client.options(f"/en{CONTESTS}").status_code == 204
    assert "RateLimit-Limit" not in client.get("/en/contests/")


def test_behind_a_proxy_each_visitor_is_counted_alone(client, contest, clock, settings):
    settings.API_REQUESTS_A_MINUTE, settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1, 1
    for address in ("192.0.2.1", "192.0.2.2"):
        assert client.get(CONTESTS, headers={"x-forwarded-for": address}).status_code == 200
    # What a visitor writes there is before what the proxy adds.
    forged = {"x-forwarded-for": "192.0.2.9, 192.0.2.1"}
    assert client.get(CONTESTS, headers=forged).status_code == 429
    # Fewer proxies than there should be are no reason to fail.
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert client.get(CONTESTS, headers={"x-forwarded-for": "192.0.2.3"}).status_code == 200


def test_what_is_refused_before_it_is_read_is_told_as_a_problem_too(client, contest):
    refused = client.get(f"{CONTESTS}?{'&'.join(f'p{n}' for n in range(5_001))}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    assert refused["Access-Control-Allow-Origin"] == "*"
