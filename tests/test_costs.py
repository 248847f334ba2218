"""What each page costs the database, with 10 of everything and with 1,000."""

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client, override_settings

from cms import frame
from tests import crowd
from tests.page_types import ANYONE, CITIZEN, DATA, PAGE_TYPES
from tests.statements import asked, check

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("searchable")]

FEW, MANY = 10, 1_000
VISITS = [(each, visitor) for each in (*PAGE_TYPES, *DATA) for visitor in each.visitors]


def client_of(visitor: str) -> Client:
    """Return a browser of a visitor."""
    client = Client()
    if visitor != ANYONE:
        client.force_login(get_user_model().objects.get(email=f"{visitor}@example.org"))
    return client


@pytest.fixture(scope="module")
def visits(django_db_setup, django_db_blocker, tmp_path_factory):
    """What every visit asks: `visits[type_of_page, visitor][number]` is a list of statements."""
    files = tmp_path_factory.mktemp("files")
    settings = {"MEDIA_ROOT": files, "PRIVATE_ROOT": files, "STAFF_MFA_REQUIRED": False}
    with (
        django_db_blocker.unblock(),
        override_settings(**settings),
        pytest.MonkeyPatch.context() as patch,
        transaction.atomic(),
    ):
        patch.setattr(frame, "SECONDS", None)  # nothing expires while we count
        crowd.plant()
        found = {visit: {} for visit in VISITS}
        for number in (FEW, MANY):
            crowd.grow(number)
            keys = crowd.keys()
            browsers = {visitor: client_of(visitor) for _each, visitor in VISITS}
            browsers[ANYONE].get("/search/")  # growing changed the pages that its frame names
            for each, visitor in VISITS:
                is_warm = number == MANY or visitor != each.visitors[0]
                found[each, visitor][number] = asked(
                    browsers[visitor], each.address(keys), each.status, is_warm=is_warm
                )
        yield found
        transaction.set_rollback(True)


@pytest.mark.parametrize(("type_of_page", "visitor"), VISITS, ids=str)
def test_a_page_asks_little_and_nothing_twice_and_no_more_of_a_large_site(
    visits, type_of_page, visitor, record_property
):
    few, many = visits[type_of_page, visitor].values()
    figures = {"page": type_of_page.name, "visitor": visitor, "few": len(few), "many": len(many)}
    record_property("statements", figures)
    check(many, type_of_page.most)
    assert len(few) == len(many)


def test_what_is_counted_is_there_and_public(visits, client):
    shown = {
        "/contests/": lambda context: context["listing"].found().count(),
        "/contests/app-2018/entries/": lambda context: context["count"],
        "/showcase/": lambda context: context["listing"].page.paginator.count,
        "/search/?q=따릉이&in=entries": lambda context: context["page_of_hits"].paginator.count,
        "/search/?q=따릉이&in=apps": lambda context: context["page_of_hits"].paginator.count,
    }
    counted = {address: count(client.get(address).context) for address, count in shown.items()}
    assert counted == dict.fromkeys(shown, MANY)
    own = client_of(CITIZEN).get("/my/entries/").context["page_of_entries"]
    assert own.paginator.count == MANY
