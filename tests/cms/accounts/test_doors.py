"""Ways in that stand beside the sign-in page, and what happens when somebody tries too often."""

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, Permission
from django.test.utils import override_script_prefix
from django.urls import reverse
from django.utils import timezone
from environ import Env
from wagtail.users.models import UserProfile

from cms.accounts import social
from cms.accounts.models import User
from tests.factories import PASSWORD, UserFactory, accepted_entry, leader_of

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "another-2018-long"


def verified(**fields):
    user = UserFactory(**fields)
    user.emailaddress_set.create(email=user.email, primary=True, verified=True)
    return user


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def guarded():
    """Staff with a second factor."""
    user = verified(groups=["Moderators"])
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


# --- no way past the second factor --------------------------------------------------------


def test_a_reset_password_does_not_pass_by_the_second_factor(client, guarded, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": guarded.email})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    where = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(where, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
    guarded.refresh_from_db()
    assert guarded.check_password(NEW_PASSWORD)
    client.post(reverse("account_login"), {"login": guarded.email, "password": NEW_PASSWORD})
    assert not is_signed_in(client)


def test_confirming_an_address_does_not_pass_by_the_second_factor(client, guarded, mailoutbox):
    guarded.emailaddress_set.update(verified=False)
    client.post(reverse("account_login"), {"login": guarded.email, "password": PASSWORD})
    link = re.search(r"http://testserver(\S+)", mailoutbox[0].body).group(1)
    client.post(link, follow=True)
    assert guarded.emailaddress_set.get().verified
    assert not is_signed_in(client)


@pytest.mark.parametrize("address", ["/admin/", "/admin/users/", "/admin/api/main/pages/"])
def test_staff_are_those_who_may_use_the_admin_whatever_their_group(client, address):
    group = Group.objects.create(name="Guests of the admin")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = verified()
    user.groups.add(group)
    client.force_login(user)
    assert client.get(address).headers["Location"] == reverse("mfa_activate_totp")


def test_a_citizen_is_not_asked_for_a_second_factor(client):
    client.force_login(verified())
    assert client.get("/admin/").status_code == 403


def test_whoever_reads_english_sets_up_the_second_factor_in_english(client):
    client.force_login(verified(groups=["Moderators"], preferred_language="en"))
    assert client.get("/admin/").headers["Location"] == "/en/accounts/2fa/totp/activate/"


def test_the_second_factor_is_asked_for_below_a_path_of_the_server_too(client):
    client.force_login(verified(groups=["Moderators"]))
    with override_script_prefix("/yard/"):
        response = client.get("/admin/", SCRIPT_NAME="/yard")
    assert response.headers["Location"] == "/yard/accounts/2fa/totp/activate/"


def test_an_account_that_is_switched_off_is_out_at_once(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    user = verified(groups=["Moderators"])
    client.force_login(user)
    assert client.get("/admin/").status_code == 200
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/admin/").status_code == 302
    assert client.get(reverse("profile")).status_code == 302


def test_wagtails_password_reset_leads_to_ours(client):
    assert client.get("/admin/password_reset/").headers["Location"] == (
        reverse("account_reset_password")
    )


# --- what is not told ---------------------------------------------------------------------


def test_a_reset_does_not_tell_whether_there_is_an_account(client, mailoutbox):
    user = verified()
    address = reverse("account_reset_password")
    known = client.post(address, {"email": user.email})
    unknown = client.post(address, {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert [mail.to for mail in mailoutbox] == [[user.email], ["nobody@example.org"]]


def test_too_many_attempts_are_told_so_in_our_design(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    data = {"email": "not an address"}
    assert client.post(reverse("account_signup"), data).status_code == 200
    refused = client.post(reverse("account_signup"), data)
    assert refused.status_code == 429
    assert "몇 분 뒤에 다시 시도해 주세요" in refused.content.decode()
    assert 'class="site-header"' in refused.content.decode()


# --- what staff change about accounts -----------------------------------------------------


@pytest.fixture
def administrator(client, settings):
    """An administrator who is signed in."""
    settings.STAFF_MFA_REQUIRED = False
    user = User.objects.create_superuser("root@example.org", name="관리자")
    client.force_login(user)
    return user


def test_a_former_address_no_longer_leads_into_the_account(client, administrator, mailoutbox):
    user = verified(email="former@example.org")
    data = {"email": "present@example.org", "name": user.name, "preferred_language": "ko"}
    client.post(reverse("wagtailusers_users:edit", args=[user.pk]), data | {"is_active": "on"})
    client.logout()
    client.post(reverse("account_login"), {"login": "former@example.org", "password": PASSWORD})
    assert not mailoutbox
    client.post(reverse("account_login"), {"login": "present@example.org", "password": PASSWORD})
    assert mailoutbox[0].to == ["present@example.org"]
    assert not is_signed_in(client)  # before the new address is confirmed


def test_the_admin_asks_for_all_that_makes_a_user_and_nothing_else(client, administrator):
    edit = reverse("wagtailusers_users:edit", args=[UserFactory().pk])
    for address, fields in (
        (reverse("wagtailusers_users:add"), ["email", "name", "preferred_language"]),
        (edit, ["email", "name", "preferred_language", "is_active"]),
    ):
        page = client.get(address).content.decode()
        account = page[page.index('id="tab-account"') : page.index('id="tab-roles"')]
        assert re.findall(r'<(?:input|select)[^>]* name="(\w+)"', account) == fields
        assert "None" not in account


def test_who_took_part_is_not_deleted_and_the_admin_says_what_to_do(client, administrator):
    entry, stranger = accepted_entry(), UserFactory()
    leader = leader_of(entry)
    edit = reverse("wagtailusers_users:edit", args=[leader.pk])
    several = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    query = f"?id={leader.pk}&id={stranger.pk}&next=/admin/users/"
    for address, back in (
        (reverse("wagtailusers_users:delete", args=[leader.pk]), edit),
        (f"{several}{query}", "/admin/users/"),
    ):
        answer = client.post(address, follow=True)
        assert answer.redirect_chain == [(back, 302)]
        assert "삭제하는 대신" in answer.content.decode()
    assert User.objects.filter(pk__in=[leader.pk, stranger.pk]).count() == 2
    client.post(reverse("wagtailusers_users:delete", args=[stranger.pk]))
    assert not User.objects.filter(pk=stranger.pk).exists()


def test_users_are_found_by_name_and_by_address(client, administrator):
    UserFactory(name="홍길동", email="hong@example.org")
    UserFactory(name="성춘향", email="sung@example.org")
    for query in ("길동", "hong@"):
        page = client.get(reverse("wagtailusers_users:index"), {"q": query, "ordering": "name"})
        assert [user.name for user in page.context["users"]] == ["홍길동"]


def test_staff_change_name_and_language_on_their_page_in_the_admin(client, administrator):
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="name_email-name"' in page
    assert "first_name" not in page
    assert "time_zone" not in page, "dates are entered in the time in which they are shown"
    data = {
        "name_email-name": "새 이름",
        "locale-preferred_language": "en",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    assert client.post(reverse("wagtailadmin_account"), data).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.name, administrator.preferred_language) == ("새 이름", "en")


def test_the_page_in_the_admin_is_closed_to_citizens(client, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(verified())
    assert client.get(reverse("wagtailadmin_account")).status_code in (302, 403)


def test_the_servers_language_chosen_in_the_admin_is_the_sites(user):
    User.objects.filter(pk=user.pk).update(preferred_language="en")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = ""
    profile.save()
    user.refresh_from_db()
    assert user.preferred_language == "ko"


def test_signing_in_changes_no_language(user):
    UserProfile.objects.filter(user=user).update(preferred_language="en")
    user.last_login = timezone.now()
    user.save(update_fields=["last_login"])
    assert UserProfile.objects.get(user=user).preferred_language == "en"


# --- other providers ----------------------------------------------------------------------

APP = {"client_id": "id", "secret": "secret", "key": ""}


def test_a_providers_button_leads_straight_to_it(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [APP]}, "naver": {"APPS": [APP]}}
    for provider, place in (
        ("kakao", "https://kauth.kakao.com/"),
        ("naver", "https://nid.naver.com/"),
    ):
        assert client.post(f"/accounts/{provider}/login/").headers["Location"].startswith(place)
        # A link in a mail or on another site starts nothing.
        assert client.get(f"/accounts/{provider}/login/").status_code == 200


def test_the_page_lets_a_form_lead_to_the_configured_providers_and_nowhere_else(monkeypatch):
    env = Env()
    assert social.sign_in_origins(social.providers_from(env)) == []
    monkeypatch.setenv("NAVER_CLIENT_ID", "id")
    monkeypatch.setenv("NAVER_CLIENT_SECRET", "secret")
    for name in ("CLIENT_ID", "CLIENT_SECRET", "NAME"):
        monkeypatch.setenv(f"OIDC_{name}", "x")
    monkeypatch.setenv("OIDC_SERVER_URL", "https://id.example.org/realms/city")
    assert social.sign_in_origins(social.providers_from(env)) == [
        "https://nid.naver.com",
        "https://id.example.org",
    ]


def test_linked_accounts_have_a_tab_only_where_there_are_providers(client, settings):
    client.force_login(verified())
    tab = f'href="{reverse("socialaccount_connections")}"'
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert tab not in client.get(reverse("profile")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"kakao": {"APPS": [APP]}}
    assert tab in client.get(reverse("profile")).content.decode()


@pytest.mark.parametrize("provider", ["kakao", "naver", "google", "oidc/city"])
@pytest.mark.parametrize("page", ["login/", "login/callback/"])
def test_a_provider_that_is_not_configured_is_not_there(client, settings, provider, page):
    settings.SOCIALACCOUNT_PROVIDERS = {}
    for ask in (client.get, client.post):
        assert ask(f"/accounts/{provider}/{page}").status_code == 404


def test_a_provider_that_does_not_answer_is_told_so(client, settings):
    server = {"server_url": "http://127.0.0.1:9"}  # nothing listens there
    app = APP | {"provider_id": "oidc", "name": "City", "settings": server}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    refused = client.post("/accounts/oidc/oidc/login/")
    assert refused.status_code == 401
    assert "로그인하지 못했습니다" in refused.content.decode()
