"""Signing in through a provider: a small OpenID Connect server on this machine stands for all."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.urls import reverse

from cms.accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


class Provider(BaseHTTPRequestHandler):
    """Answers as an OpenID Connect server does; `person` is who signs in there."""

    person: dict = {}

    def do_GET(self):
        """Say where everything is, or who signed in."""
        here = f"http://{self.headers['Host']}"
        places = {
            f"{name}_endpoint": f"{here}/{name}" for name in ("authorization", "token", "userinfo")
        }
        self.answer(self.person if self.path == "/userinfo" else places)

    def do_POST(self):
        """Hand out a token for any code."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, data: dict):
        """Send JSON."""
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Keep the tests' output clean."""


@pytest.fixture
def provider(settings):
    """A provider that is configured, and that runs."""
    server = HTTPServer(("127.0.0.1", 0), Provider)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    app = {
        "provider_id": "oidc",
        "name": "City",
        "client_id": "id",
        "secret": "secret",
        "settings": {"server_url": address},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    yield Provider
    server.shutdown()
    server.server_close()


def sign_in_through(client, provider, prefix="", **person):
    """Go to the provider and come back as `person`; return the last page."""
    provider.person = {"sub": "1", **person}
    away = client.post(f"{prefix}/accounts/oidc/oidc/login/").headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    back = f"{prefix}/accounts/oidc/oidc/login/callback/"
    return client.get(back, {"code": "code", "state": state}, follow=True)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def verified(**fields):
    user = UserFactory(**fields)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def test_a_newcomer_comes_through_a_provider_with_name_and_language(client, provider):
    person = {"email": "New@Example.org", "email_verified": True, "name": "김새롬"}
    sign_in_through(client, provider, "/en", **person)
    user = User.objects.get()
    assert (user.email, user.name, user.preferred_language) == ("new@example.org", "김새롬", "en")
    assert not user.has_usable_password()
    assert is_signed_in(client)


def test_an_address_that_the_provider_has_not_checked_is_confirmed_first(
    client, provider, mailoutbox
):
    sign_in_through(client, provider, email="new@example.org", name="김새롬")
    assert not is_signed_in(client)
    assert mailoutbox[0].to == ["new@example.org"]


@pytest.mark.parametrize("checked", [True, False])
def test_a_provider_takes_over_no_account_that_is_there(client, provider, checked):
    user = verified(email="citizen@example.org")
    person = {"email": "Citizen@Example.org", "email_verified": checked, "name": "남"}
    sign_in_through(client, provider, **person)
    assert not is_signed_in(client)
    assert list(User.objects.all()) == [user]
    assert not user.socialaccount_set.exists()


def test_a_provider_does_not_pass_by_the_second_factor(client, provider):
    user = verified(groups=["Moderators"])
    client.force_login(user)
    provider.person = {"sub": "1", "email": user.email}
    away = client.post("/accounts/oidc/oidc/login/?process=connect").headers["Location"]
    state = parse_qs(urlsplit(away).query)["state"][0]
    client.get("/accounts/oidc/oidc/login/callback/", {"code": "code", "state": state})
    assert user.socialaccount_set.get().uid == "1"
    client.logout()
    totp.TOTP.activate(user, totp.generate_totp_secret())
    page = sign_in_through(client, provider, email=user.email)
    assert page.redirect_chain[-1][0] == reverse("mfa_authenticate")
    assert not is_signed_in(client)


def test_whoever_a_provider_tells_little_about_is_asked_for_the_rest(client, provider):
    page = sign_in_through(client, provider)
    assert page.redirect_chain[-1][0] == reverse("socialaccount_signup")
    assert 'name="name"' in page.content.decode() and 'name="email"' in page.content.decode()
    client.post(reverse("socialaccount_signup"), {"name": "김새롬", "email": "New@example.org"})
    user = User.objects.get()
    assert (user.email, user.name) == ("new@example.org", "김새롬")
    assert not is_signed_in(client)  # before the address is confirmed
