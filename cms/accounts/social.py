"""Sign-in through others: each provider appears when its keys are in the environment."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

PROVIDERS = ("kakao", "naver", "google")
# Where a browser comes by on its way to sign in; Kakao asks for the password on another host.
ORIGINS = {
    "kakao": ["https://kauth.kakao.com", "https://accounts.kakao.com"],
    "naver": ["https://nid.naver.com"],
    "google": ["https://accounts.google.com"],
}


def providers_from(env) -> dict[str, dict]:
    """Return allauth's SOCIALACCOUNT_PROVIDERS.

    KAKAO_CLIENT_ID and KAKAO_CLIENT_SECRET, the same for NAVER and GOOGLE; OpenID Connect takes
    OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_SERVER_URL and OIDC_NAME. Raises
    ImproperlyConfigured where only a part is set.
    """
    found = {}
    for provider in PROVIDERS:
        if keys := _read(env, provider.upper(), ("CLIENT_ID", "CLIENT_SECRET")):
            found[provider] = {"APPS": [_app(keys)], "EMAIL_AUTHENTICATION": False}
    names = ("CLIENT_ID", "CLIENT_SECRET", "SERVER_URL", "NAME")
    if keys := _read(env, "OIDC", names):
        app = _app(keys) | {
            "provider_id": "oidc",
            "name": keys["NAME"],
            "settings": {"server_url": keys["SERVER_URL"]},
        }
        found["openid_connect"] = {"APPS": [app]}
    return found


def sign_in_origins(providers: dict[str, dict]) -> list[str]:
    """Return the origins that `form-action` must allow, or browsers stop the way to a provider.

    Of OpenID Connect it is the server's own: its sign-in has to stand there too.
    """
    found = [origin for provider in providers for origin in ORIGINS.get(provider, [])]
    for app in providers.get("openid_connect", {}).get("APPS", []):
        server = urlsplit(app["settings"]["server_url"])
        found.append(f"{server.scheme}://{server.netloc}")
    return found


def _read(env, prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    values = {name: env.str(f"{prefix}_{name}", default="") for name in names}
    missing = [f"{prefix}_{name}" for name, value in values.items() if not value]
    if len(missing) == len(names):
        return {}
    if missing:
        raise ImproperlyConfigured(f"Set {', '.join(missing)} too, or none of {prefix}_*.")
    return values


def _app(keys: dict[str, str]) -> dict[str, str]:
    return {"client_id": keys["CLIENT_ID"], "secret": keys["CLIENT_SECRET"], "key": ""}
