"""Links are asked politely, and judged by what came of it several times."""

from datetime import timedelta

import pytest
from django.utils import timezone

from showcase.links.asking import Answer, Reach, ask
from showcase.links.verdict import settle
from showcase.models import LinkCheck
from tests.showcase.links.checks import source_at
from tests.web_server import redirect

pytestmark = pytest.mark.django_db

State = LinkCheck.State
ARCHIVED_PAGES = {
    "github": b'<span class="Label Label--attention v-align-middle mr-1">Public archive</span>',
    "gitlab": b"<p>This is an archived project. Repository and other project resources are "
    b"read-only.</p>",
    "forgejo": b'<div class="ui warning message">\n  This repository has been archived on 2024',
}


def test_a_head_is_enough_where_it_tells(web):
    web.answers["/app"] = b"hello"

    assert ask(web.url("/app")) == Answer(Reach.ANSWERS, 200)
    assert web.lines == ["GET /robots.txt", "HEAD /app"]


def test_robots_are_asked_once_a_day_and_obeyed(web):
    by_windows = b"\xef\xbb\xbfUser-agent: *\nDisallow: /private"
    web.answers |= {"/robots.txt": by_windows, "/open": b""}

    assert ask(web.url("/private/app")).reach == Reach.BARRED
    assert ask(web.url("/open")).reach == Reach.ANSWERS
    assert web.lines == ["GET /robots.txt", "HEAD /open"]


def test_the_robots_of_another_host_are_asked_before_it_is(web):
    def only_at_home(request):
        is_other = request.headers["Host"].startswith("localhost")
        request.answer(200, b"User-agent: *\nDisallow: /" if is_other else b"")

    web.answers |= {
        "/robots.txt": only_at_home,
        "/here": redirect(web.url("/there", host="localhost")),
        "/there": b"",
    }

    assert ask(web.url("/there")).reach == Reach.ANSWERS
    assert ask(web.url("/here")).reach == Reach.BARRED
    assert web.lines[-2:] == ["HEAD /here", "GET /robots.txt"]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (lambda request: request.answer(503, Retry_After=60), Answer(Reach.LATER, 503, wait=60)),
        (lambda request: request.answer(429), Answer(Reach.LATER, 429)),
        (redirect("/robots.txt"), Answer(Reach.LATER)),
    ],
    ids=["error", "busy", "loop"],
)
def test_robots_that_fail_say_nothing_of_the_page_which_is_asked_later(web, answer, expected):
    web.answers |= {"/robots.txt": answer, "/app": b""}

    assert ask(web.url("/app")) == expected
    assert set(web.lines) == {"GET /robots.txt"}


def test_a_server_that_does_not_understand_heads_is_asked_for_the_page(web):
    def only_pages(request):
        request.answer(200 if request.command == "GET" else 405)

    def hangs_up_on_heads(request):
        if request.command == "HEAD":
            request.close_connection = True
        else:
            request.answer(200)

    web.answers |= {"/pages": only_pages, "/hangs": hangs_up_on_heads}

    assert ask(web.url("/pages")).reach == Reach.ANSWERS
    assert ask(web.url("/hangs")).reach == Reach.ANSWERS


@pytest.mark.parametrize(
    ("status", "reach"),
    [
        (404, Reach.MISSING),
        (410, Reach.MISSING),
        (401, Reach.CLOSED),
        (403, Reach.CLOSED),
        (500, Reach.FAILS),
        (503, Reach.FAILS),
        (429, Reach.LATER),
    ],
)
def test_what_each_status_means(web, status, reach):
    web.answers["/app"] = lambda request: request.answer(status, Retry_After=7200)

    answer = ask(web.url("/app"))

    assert (answer.reach, answer.status) == (reach, status)
    assert answer.wait == (7200 if reach in {Reach.LATER, Reach.FAILS} else 0)
    is_asked_once = status in {429, 503}  # a busy server is not asked a second time
    assert web.lines[1:] == ["HEAD /app"] + ([] if is_asked_once else ["GET /app"])


def test_a_server_that_is_gone_fails_with_its_reason(settings):
    settings.FETCH_LOOPBACK = True
    assert ask("http://127.0.0.1:9/app") == Answer(Reach.FAILS, reason="no_answer")
    settings.FETCH_LOOPBACK = False
    assert ask("http://127.0.0.1/app") == Answer(Reach.FAILS, reason="not_allowed")


@pytest.mark.parametrize("forge", ARCHIVED_PAGES)
def test_forges_say_that_a_repository_is_archived(web, forge):
    web.answers["/team/app"] = ARCHIVED_PAGES[forge]

    assert ask(web.url("/team/app"), is_source=True).archived
    assert not ask(web.url("/team/app")).archived


def test_a_readme_that_speaks_of_an_archive_is_no_archive(web):
    web.answers["/team/app"] = b"<article><p>Public archive</p> This repo is archived.</article>"

    assert not ask(web.url("/team/app"), is_source=True).archived
    assert web.lines == ["GET /robots.txt", "GET /team/app"]  # the head of a source tells nothing


def test_moved_is_where_permanent_redirects_lead(web):
    web.answers |= {
        "/a": redirect("/b", 301),
        "/b": redirect("/c", 308),
        "/c": redirect("/login", 302),
        "/login": b"",
        "/temporary": redirect("/c", 302),
        "/slash": redirect("/slash/", 301),
        "/slash/": b"",
        "/to-nothing": redirect("/nothing", 301),
        "/nonsense": redirect("http://[", 301),
        "/round": redirect("/round", 301),
    }

    assert ask(web.url("/a")).moved_to == web.url("/c")
    assert ask(web.url("/temporary")).moved_to == ""
    assert ask(web.url("/slash")).moved_to == ""
    assert ask(web.url("/to-nothing")) == Answer(Reach.MISSING, 404)
    assert ask(web.url("/nonsense")) == Answer(Reach.FAILS, reason="no_answer")
    assert ask(web.url("/round")) == Answer(Reach.FAILS, reason="no_end")


def test_dead_is_what_failed_several_times_over_several_days():
    check = source_at("https://code.example.org/a")
    begun = now = timezone.now()
    states, days = [], []
    for _time in range(4):
        settle(check, Answer(Reach.MISSING, 404), now)
        states.append(check.state)
        days.append((check.next_at - now).days)
        now = check.next_at

    assert states == [State.UNKNOWN] * 3 + [State.DEAD]
    assert days == [1, 2, 4, 8]
    assert check.since == begun

    settle(check, Answer(Reach.ANSWERS, 200), now)
    assert (check.state, check.failures, check.since) == (State.ALIVE, 0, now)


def test_many_failures_on_one_day_are_no_death():
    check, now = source_at("https://code.example.org/a", state=State.ALIVE), timezone.now()
    for _time in range(9):
        settle(check, Answer(Reach.FAILS, 500, "error"), now)

    assert check.state == State.ALIVE


def test_who_asks_for_patience_is_left_alone_and_not_blamed():
    check, now = source_at("https://code.example.org/a", state=State.ALIVE), timezone.now()
    settle(check, Answer(Reach.LATER, 429, wait=3 * 86400), now)
    assert (check.state, check.failures, check.next_at) == (State.ALIVE, 0, now + timedelta(days=3))

    settle(check, Answer(Reach.LATER, 429, wait=10**9), now)
    assert check.next_at == now + timedelta(days=7)
