"""What we say in Korean in place of allauth, whose own words are clumsy or wrong in places."""

from pathlib import Path

import allauth
import pytest
from django.conf import settings
from django.urls import reverse

from cms import catalogues
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_what_we_say_in_place_of_allauth_is_something_that_allauth_still_says():
    ours = catalogues.read(catalogues.po_under(Path(settings.LOCALE_PATHS[0])))
    theirs = catalogues.read(catalogues.po_under(Path(allauth.__file__).parent / "locale"))
    said = {message.id for message in theirs if message.id}
    replaced = [m.id for m in ours if ("allauth", None) in m.locations]
    assert replaced
    assert [message for message in replaced if message not in said] == []


def test_our_words_stand_on_the_pages(client):
    page = client.get(reverse("account_login")).content.decode()
    assert "로그인 상태 유지" in page
    user = UserFactory()
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    client.force_login(user)
    assert "기본 주소로 지정" in client.get(reverse("account_email")).content.decode()
