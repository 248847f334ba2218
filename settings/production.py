"""Settings of a public site: all from the environment, nothing by default that could be wrong.

Runs behind a proxy that ends TLS and sets X-Forwarded-Proto itself.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from settings.environment import require

require()  # before the base reads the environment and stumbles over one of them

from settings.base import *  # noqa: E402, F403  (a settings module extends its base by name)
from settings.base import CACHES, DATABASES, STORAGES, env  # noqa: E402  (after the check)

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")

# --- Addresses ----------------------------------------------------------------------------
WAGTAILADMIN_BASE_URL = env.str("BASE_URL").rstrip("/")
_address = urlsplit(WAGTAILADMIN_BASE_URL)
if _address.scheme != "https" or not _address.hostname:
    raise ImproperlyConfigured("BASE_URL is the site's own address: https://, then its host.")
CSRF_TRUSTED_ORIGINS = [f"https://{_address.netloc}"]

# --- Database, cache, mail ----------------------------------------------------------------
DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
# Rate limits and sessions are kept in the cache: every worker has to see the same one.
if CACHES["default"]["BACKEND"].rpartition(".")[2] in {"LocMemCache", "DummyCache"}:
    raise ImproperlyConfigured("CACHE_URL must name a cache that all workers share: redis://…")
globals().update(env.email_url("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"no-reply@{_address.hostname}")
SERVER_EMAIL = WAGTAILADMIN_NOTIFICATION_FROM_EMAIL = DEFAULT_FROM_EMAIL

# --- Transport ----------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
# Rate limits count by visitor: behind a proxy all of them come from its address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # asked by machines beside this one
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True

FETCH_LOOPBACK = False  # whatever the base says: this machine's own ports are nobody's business

# --- Static files: compressed, named by their content, kept by browsers for ever -----------
STORAGES["staticfiles"] = {
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
}

# --- Logs: one line an event, on standard error -------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Django's own handlers would print a second time, or mail nobody.
    "loggers": {"django": {"handlers": [], "propagate": True}},
}
