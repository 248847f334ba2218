"""Which links are asked on a day, and in which turn."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from showcase.links import asking, rounds
from showcase.links.asking import Answer, Reach, ask
from showcase.models import LinkCheck
from tests.pages import app_page, home_page
from tests.showcase.links.checks import source_at
from tests.web_server import redirect

pytestmark = pytest.mark.django_db

State = LinkCheck.State


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
