"""Cache and sessions on a real Valkey."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache

pytestmark = [pytest.mark.services, pytest.mark.usefixtures("on_valkey")]


def test_what_one_worker_writes_another_reads():
    cache.set("공모전", {"entries": [1, 2], "title": "서울 앱 공모전"}, timeout=60)
    with ThreadPoolExecutor(1) as other:  # a thread has a connection of its own
        assert other.submit(cache.get, "공모전").result() == {
            "entries": [1, 2],
            "title": "서울 앱 공모전",
        }


def test_a_count_is_right_when_all_workers_count():
    cache.set("attempts", 0)
    with ThreadPoolExecutor(8) as workers:
        list(workers.map(lambda _: cache.incr("attempts"), range(200)))
    assert cache.get("attempts") == 200


def test_one_of_many_gets_what_only_one_may_have():
    with ThreadPoolExecutor(8) as workers:
        got = list(workers.map(lambda number: cache.add("lock", number, 60), range(16)))
    assert got.count(True) == 1


@pytest.mark.django_db
def test_a_session_is_read_from_the_cache_and_survives_its_loss(
    client, user, django_assert_num_queries
):
    client.force_login(user)
    cookie = client.cookies["sessionid"].value
    assert client.get("/styleguide/").context["user"] == user
    cache.clear()
    assert client.get("/styleguide/").context["user"] == user
    Session.objects.filter(session_key=cookie).delete()
    assert client.get("/styleguide/").context["user"] == user


@pytest.mark.django_db
def test_the_server_is_ready_with_it(client):
    assert client.get("/readyz").status_code == 200
