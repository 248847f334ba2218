import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, transaction
from django.urls import reverse
from environ import Env
from wagtail.users.models import UserProfile

from cms.accounts import social
from cms.accounts.models import User
from cms.accounts.names import mask
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"name": "김새롬", "email": "Newcomer@Example.org", "password1": "madang-2018-long"}


def link_in(mail) -> str:
    return re.search(r"http://testserver(\S+)", mail.body).group(1)


def verified(**fields):
    user = UserFactory(**fields)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def sign_in(client, user, **more):
    data = {"login": user.email, "password": PASSWORD, **more}
    return client.post(reverse("account_login"), data)


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_newcomer_signs_up_confirms_the_address_and_is_signed_in(client, mailoutbox):
    client.post(reverse("account_signup"), NEW)
    assert not is_signed_in(client)
    user = User.objects.get()
    assert (user.email, user.name, user.preferred_language) == (
        "newcomer@example.org",
        "김새롬",
        "ko",
    )
    assert mailoutbox[0].to == ["newcomer@example.org"]
    assert mailoutbox[0].subject.startswith("[마당]")
    page = link_in(mailoutbox[0])
    assert client.get(page).status_code == 200
    assert not user.emailaddress_set.get().verified  # a mail scanner's visit confirms nothing
    client.post(page)
    assert user.emailaddress_set.get().verified
    assert is_signed_in(client)


def test_an_address_that_is_not_confirmed_does_not_sign_in(client):
    user = UserFactory()
    sign_in(client, user)
    assert not is_signed_in(client)


def test_an_address_in_another_case_is_the_same_account(client, mailoutbox):
    user = verified(email="citizen@example.org")
    page = client.post(reverse("account_signup"), NEW | {"email": "CITIZEN@example.ORG"})
    assert User.objects.count() == 1
    # Whoever signs up learns nothing about the account; its owner is told.
    assert page.status_code == 302
    assert mailoutbox[0].to == [user.email]
    sign_in(client, user, login="Citizen@Example.Org")
    assert is_signed_in(client)
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="Citizen@example.org")])


def test_a_password_that_will_not_do_is_refused_in_words_and_nothing_typed_is_lost(client):
    page = client.post(reverse("account_signup"), NEW | {"password1": "12345"})
    assert page.status_code == 200
    text = page.content.decode()
    assert "비밀번호" in text and 'value="김새롬"' in text
    assert User.objects.count() == 0


def test_an_inactive_account_does_not_sign_in(client):
    sign_in(client, verified(is_active=False))
    assert not is_signed_in(client)


def test_a_forgotten_password_is_reset_by_mail(client, mailoutbox):
    user = verified()
    client.post(reverse("account_reset_password"), {"email": user.email.upper()})
    page = client.get(link_in(mailoutbox[0]), follow=True)
    where = page.redirect_chain[-1][0]
    new = {"password1": "another-2018-long", "password2": "another-2018-long"}
    client.post(where, new)
    user.refresh_from_db()
    assert user.check_password("another-2018-long")


def test_mail_goes_out_in_the_language_of_the_person(client, mailoutbox):
    user = verified(preferred_language="en")
    client.post(reverse("account_reset_password"), {"email": user.email})
    assert "Password Reset" in mailoutbox[0].subject


# --- the second factor --------------------------------------------------------------------


@pytest.fixture
def guarded(db):
    """Staff with a second factor."""
    user = verified(groups=["Moderators"])
    totp.TOTP.activate(user, totp.generate_totp_secret())
    RecoveryCodes.activate(user)
    return user


@pytest.mark.parametrize(
    "door", ["/accounts/login/", "/en/accounts/login/", "/admin/login/", "/_util/login/"]
)
def test_a_password_alone_does_not_pass_by_the_second_factor(client, guarded, door):
    data = {"login": guarded.email, "username": guarded.email, "password": PASSWORD}
    client.post(door, data, follow=True)
    assert not is_signed_in(client)
    assert client.get("/admin/").status_code == 302


def test_wagtails_own_doors_for_passwords_are_closed(client, guarded):
    assert client.get("/admin/login/?next=/admin/pages/").headers["Location"] == (
        "/accounts/login/?next=/admin/pages/"
    )
    for address in ("/admin/password_reset/", "/admin/password_reset/done/"):
        response = client.get(address)
        assert response.status_code in (302, 404)
        assert "password" not in response.content.decode().lower() or response.status_code == 404


def test_with_the_second_factor_staff_reach_the_admin(client, guarded):
    sign_in(client, guarded)
    code = RecoveryCodes(guarded.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert is_signed_in(client)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/account/"])
def test_staff_without_a_second_factor_set_one_up_first(client, address):
    client.force_login(verified(groups=["Moderators"]))
    assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")
    assert client.post(address).headers["Location"] == reverse("mfa_activate_totp")


def test_citizens_have_no_business_in_the_admin(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    for groups in ([], ["Judges"]):
        client.force_login(verified(groups=groups))
        page = client.get("/admin/")
        assert page.status_code == 403
        assert "마당" in page.content.decode()
        assert client.post("/admin/pages/").status_code == 403


# --- the person's own pages ---------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    ["profile", "account_email", "account_change_password", "mfa_index", "account_logout"],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_ones_account_opens_in_both_languages(client, name, prefix):
    client.force_login(verified())
    assert client.get(prefix + reverse(name)).status_code == 200


def test_name_and_language_are_changed_on_ones_own_page(client):
    user = verified()
    client.force_login(user)
    saved = client.post(reverse("profile"), {"name": "박한국", "preferred_language": "en"})
    assert saved.headers["Location"] == "/en/accounts/profile/"
    user.refresh_from_db()
    assert (user.name, user.preferred_language) == ("박한국", "en")
    assert UserProfile.objects.get(user=user).preferred_language == "en"
    refused = client.post(reverse("profile"), {"name": "", "preferred_language": "xx"})
    assert refused.status_code == 200
    assert 'aria-invalid="true"' in refused.content.decode()


def test_the_language_chosen_in_the_admin_is_the_sites(user):
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()
    user.refresh_from_db()
    assert user.preferred_language == "en"


def test_an_administrator_makes_a_user_without_a_password(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(User.objects.create_superuser("root@example.org", name="관리자"))
    address = reverse("wagtailusers_users:add")
    assert client.get(address).status_code == 200
    data = {"email": "New.Staff@Example.org", "name": "새 직원", "preferred_language": "ko"}
    client.post(address, data)
    made = User.objects.get(email="new.staff@example.org")
    assert (made.name, made.has_usable_password()) == ("새 직원", False)
    edit = reverse("wagtailusers_users:edit", args=[made.pk])
    client.post(edit, data | {"name": "직원", "is_active": "on"})
    made.refresh_from_db()
    assert made.name == "직원"


# --- small things -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("김대국", "김*국"),
        ("이산", "이*"),
        ("남궁민수", "남**수"),
        ("  박  ", "박"),
        ("김 대국", "김*국"),
        ("\u1100\u1175\u11b7대국", "김*국"),
        ("Jane Doe", "J*** D**"),
        ("王小明", "王**"),
        ("   ", ""),
        ("", ""),
    ],
)
def test_names_are_masked_as_koreans_do(name, masked):
    assert mask(name) == masked


def test_a_provider_appears_when_its_keys_are_in_the_environment(monkeypatch):
    env = Env()
    assert social.providers_from(env) == {}
    monkeypatch.setenv("KAKAO_CLIENT_ID", "id")
    with pytest.raises(ImproperlyConfigured, match="KAKAO_CLIENT_SECRET"):
        social.providers_from(env)
    monkeypatch.setenv("KAKAO_CLIENT_SECRET", "secret")
    assert list(social.providers_from(env)) == ["kakao"]
    for name in ("CLIENT_ID", "CLIENT_SECRET", "SERVER_URL", "NAME"):
        monkeypatch.setenv(f"OIDC_{name}", "https://id.example.org")
    assert list(social.providers_from(env)) == ["kakao", "openid_connect"]


def test_the_sign_in_page_offers_the_providers_that_are_configured(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "Kakao" not in client.get(reverse("account_login")).content.decode()
    app = {"client_id": "id", "secret": "secret", "key": ""}
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [app]}, "naver": {"APPS": [app]}}
    page = client.get(reverse("account_login")).content.decode()
    assert "/accounts/kakao/login/" in page and "/accounts/naver/login/" in page
