"""Links are asked politely, and what is found is shown, told to editors and mended by them."""

import csv
import io
import threading
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry

from cms.errors import Refused
from showcase.links import asking, correcting, rounds
from showcase.links.asking import Answer, Reach, ask
from showcase.links.verdict import settle
from showcase.models import AppPage, LinkCheck
from tests.factories import UserFactory
from tests.pages import app_page, home_page
from tests.web_server import redirect

pytestmark = pytest.mark.django_db

State = LinkCheck.State
ARCHIVED_PAGES = {
    "github": b'<span class="Label Label--attention v-align-middle mr-1">Public archive</span>',
    "gitlab": b"<p>This is an archived project. Repository and other project resources are "
    b"read-only.</p>",
    "forgejo": b'<div class="ui warning message">\n  This repository has been archived on 2024',
}


@pytest.fixture(autouse=True)
def quick(settings, monkeypatch):
    """Wait less between two requests, and know nothing of other tests."""
    monkeypatch.setattr(asking, "HOST_PAUSE", 0.01)
    settings.STAFF_MFA_REQUIRED = False
    cache.clear()


@pytest.fixture
def editor():
    return UserFactory(groups=["Editors"])


def source_at(url: str, **fields) -> LinkCheck:
    """The check of an app whose source is at an address."""
    app = app_page(source_url=url, is_android=False)
    now = timezone.now()
    fields = {"checked_at": now, "since": now} | fields
    return LinkCheck.objects.create(app=app, kind="source", url=url, next_at=now, **fields)


# --- Asking ---------------------------------------------------------------------------------


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


# --- Judging --------------------------------------------------------------------------------


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


# --- The rounds -----------------------------------------------------------------------------


def test_the_daily_run_asks_what_published_apps_name_once_for_all_languages(web):
    web.answers |= {"/code": b"", "/web": redirect("/new"), "/new": b""}
    app = app_page(source_url=web.url("/code"), web_url=web.url("/web"))
    app.copy_for_translation(home_page("en").locale, alias=True)
    app_page("초안", source_url=web.url("/draft"), live=False)

    call_command("daily")

    assert list(app.link_checks.order_by("kind").values_list("kind", "state", "proposed_url")) == [
        ("source", "alive", ""),
        ("web", "moved", web.url("/new")),
    ]
    assert LinkCheck.objects.count() == 2
    before = len(web.asked)
    call_command("daily")
    assert len(web.asked) == before  # nothing is due


def test_a_changed_address_begins_anew_and_one_that_is_gone_is_forgotten(web):
    app = app_page(source_url="https://code.example.org/a", web_url=web.url("/w"))
    now = timezone.now()
    rounds.follow_pages(now)
    app.link_checks.update(state=State.DEAD, failures=9, next_at=now + timedelta(days=9))
    app.source_url, app.web_url = "https://code.example.org/b", ""
    app.save()

    rounds.follow_pages(now)

    check = app.link_checks.get()
    assert (check.url, check.state, check.failures, check.next_at) == (
        "https://code.example.org/b",
        State.UNKNOWN,
        0,
        now,
    )


def many_apps(web, count: int) -> None:
    app = app_page(source_url=web.url("/0"))
    LinkCheck.objects.bulk_create(
        LinkCheck(app=app, kind=f"k{n}", url=web.url(f"/{n}"), next_at=timezone.now())
        for n in range(count)
    )


def test_a_batch_is_bounded_and_spares_each_host(web):
    many_apps(web, 30)

    assert rounds.check_some(timezone.now()) == rounds.OF_ONE_HOST

    assert LinkCheck.objects.exclude(checked_at=None).count() == rounds.OF_ONE_HOST


def test_two_requests_to_a_host_are_apart(web, monkeypatch):
    monkeypatch.setattr(asking, "HOST_PAUSE", 0.15)
    times = []
    web.answers |= {
        path: lambda _r: times.append(time.monotonic()) or _r.answer(200) for path in "ab"
    }
    web.answers |= {"/a": web.answers.pop("a"), "/b": web.answers.pop("b")}
    threads = [threading.Thread(target=ask, args=(web.url(path),)) for path in ("/a", "/b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(times) == 2
    assert abs(times[1] - times[0]) > 0.14


def test_what_one_takes_nobody_else_takes(web):
    many_apps(web, rounds.OF_ONE_HOST)
    now = timezone.now()

    taken = rounds._claim(now)

    assert len(taken) == rounds.OF_ONE_HOST
    assert rounds._claim(now) == []
    assert len(rounds._claim(now + rounds.LEASE)) == rounds.OF_ONE_HOST  # it died


def test_a_host_that_asks_for_patience_is_asked_nothing_more(web):
    many_apps(web, 5)
    web.answers |= {
        f"/{n}": lambda request: request.answer(429, Retry_After=7200) for n in range(5)
    }

    rounds.check_some(timezone.now())

    assert web.lines == ["GET /robots.txt", "HEAD /0"]


def test_what_was_asked_of_an_address_that_has_changed_meanwhile_is_not_written(web):
    check = source_at(web.url("/old"))
    LinkCheck.objects.filter(pk=check.pk).update(url=web.url("/new"))

    rounds._record(check, Answer(Reach.ANSWERS, 200))

    assert LinkCheck.objects.get().state == State.UNKNOWN


def test_new_addresses_are_spread_over_days(monkeypatch):
    monkeypatch.setattr(rounds, "NEW_A_DAY", 1)
    now = timezone.now()
    app_page(source_url="https://a.example.org/", web_url="https://b.example.org/")
    app_page("둘", source_url="https://c.example.org/")

    rounds.follow_pages(now)

    assert [(each.next_at - now).days for each in LinkCheck.objects.order_by("next_at")] == [
        0,
        1,
        2,
    ]


# --- What people see ------------------------------------------------------------------------


def test_an_app_says_that_its_source_is_dead_since_when_and_why(client):
    check = source_at(
        "https://code.example.org/a",
        state=State.DEAD,
        evidence={"reach": "missing", "status": 404, "reason": ""},
    )

    text = client.get(check.app.get_url()).text

    assert "소스 코드: 연결 안 됨" in text
    assert "이 주소에 아무것도 없다고 합니다. (404)" in text


SAID = {
    State.ALIVE: "최근 확인에서 연결됨",
    State.ARCHIVED: "소스 코드: 보관됨",
    State.MOVED: "지금은 다른 주소에 있습니다",
}


def test_an_app_says_each_state_in_both_languages(client):
    check = source_at("https://code.example.org/a", proposed_url="https://b.example/")
    english = check.app.copy_for_translation(home_page("en").locale, alias=True)
    check.evidence = {"reach": "answers", "status": 200, "reason": ""}
    for check.state, said in SAID.items():
        check.save()
        assert said in client.get(check.app.get_url()).text
        assert check.get_state_display() not in client.get(english.get_url()).text


def test_reachable_is_said_once_and_only_of_what_answered_the_last_time(client):
    app = app_page(web_url="https://b.example/", android_url="https://c.example/")
    answered, failed = (
        {"reach": reach, "status": 0, "reason": ""} for reach in ("answers", "fails")
    )
    known = [
        ("source", app.source_url, State.ALIVE, answered),
        ("android", app.android_url, State.DEAD, failed),
        ("web", app.web_url, State.ALIVE, answered),
    ]
    now = timezone.now()
    for kind, url, state, evidence in known:
        row = {"kind": kind, "url": url, "state": state, "evidence": evidence}
        LinkCheck.objects.create(app=app, since=now, checked_at=now, next_at=now, **row)
    text = client.get(app.get_url()).text
    assert text.count("최근 확인에서 연결됨") == text.count("alert__title") == 1
    app.link_checks.exclude(kind="android").update(evidence=failed)
    text = client.get(app.get_url()).text
    assert ("최근 확인에서 연결됨" in text, text.count("alert__title")) == (False, 1)


def test_what_was_seen_of_another_address_is_not_said(client):
    check = source_at("https://code.example.org/a", state=State.DEAD)
    check.app.source_url = "https://code.example.org/b"
    check.app.save()

    assert "연결 안 됨" not in client.get(check.app.get_url()).text


def test_editors_see_the_urgent_first_at_the_same_cost(client, statements, editor):
    alive = source_at("https://a.example.org/", state=State.ALIVE)
    dead = source_at("https://b.example.org/", state=State.DEAD)
    AppPage.objects.filter(pk=dead.app_id).update(title="=따릉이")
    client.force_login(editor)
    url = reverse("showcase_links")

    listed = [each.pk for each in client.get(url).context["object_list"]]
    assert listed == [dead.pk, alive.pk]
    assert [each.pk for each in client.get(url, {"state": "alive"}).context["object_list"]] == [
        alive.pk
    ]
    few = statements(client, url, most=25)
    for n in range(8):
        source_at(
            f"https://c.example.org/{n}", state=State.MOVED, proposed_url="https://d.example/"
        )
    assert statements(client, url, most=25) == few
    table = b"".join(client.get(url, {"export": "csv"}).streaming_content).decode("utf-8-sig")
    first = next(csv.DictReader(io.StringIO(table)))
    assert (first["앱"], first["주소"], first["상태"]) == ("'=따릉이", dead.url, "연결 안 됨")
    assert len(table.splitlines()) == 11


def test_one_click_puts_the_new_address_into_a_draft(client, editor):
    check = source_at(
        "https://a.example.org/", state=State.MOVED, proposed_url="https://b.example.org/"
    )
    client.force_login(editor)
    english = check.app.copy_for_translation(home_page("en").locale)
    english.summary = ""  # a draft may lack what a page must have
    english.save_revision(clean=False)

    answer = client.post(reverse("showcase_link_accept", args=[check.pk]), follow=True)

    assert "초안" in answer.text
    app = check.app
    app.refresh_from_db()
    assert app.source_url == "https://a.example.org/"  # what is public is published by a person
    for page in (app, AppPage.objects.get(pk=english.pk)):
        assert page.get_latest_revision_as_object().source_url == "https://b.example.org/"
    entry = PageLogEntry.objects.get(action="showcase.link_accept")
    assert (entry.user, entry.data["new"]) == (editor, "https://b.example.org/")
    with pytest.raises(Refused, match="이미"):
        correcting.accept(check, by=editor)
    app.get_latest_revision().publish()
    rounds.follow_pages(timezone.now())
    assert app.link_checks.get().state == State.UNKNOWN


def test_an_address_that_somebody_changed_in_a_draft_is_not_overwritten(editor):
    check = source_at("https://a.example.org/", proposed_url="https://b.example.org/")
    check.app.source_url = "https://mine.example.org/"
    check.app.save_revision()

    with pytest.raises(Refused, match="그사이"):
        correcting.accept(check, by=editor)


def test_what_an_editor_declined_is_not_proposed_again(editor):
    check = source_at(
        "https://a.example.org/", state=State.MOVED, proposed_url="https://b.example.org/"
    )
    correcting.decline(check, by=editor)
    check.refresh_from_db()

    settle(check, Answer(Reach.ANSWERS, 200, moved_to="https://b.example.org/"), timezone.now())
    assert (check.state, check.proposed_url) == (State.ALIVE, "")
    settle(check, Answer(Reach.ANSWERS, 200, moved_to="https://c.example.org/"), timezone.now())
    assert (check.state, check.proposed_url) == (State.MOVED, "https://c.example.org/")


def test_who_may_not_edit_the_app_changes_nothing(user):
    check = source_at("https://a.example.org/", proposed_url="https://b.example.org/")

    for act in (correcting.accept, correcting.decline):
        with pytest.raises(Refused):
            act(check, by=user)
