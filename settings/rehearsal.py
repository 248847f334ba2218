"""Settings of a rehearsal's site: those of `make run`, for hundreds of people from one address."""

from settings.dev import *  # noqa: F403  (a settings module extends its base by name)

ACCOUNT_RATE_LIMITS = False
# Connections are kept as in production.
DATABASES["default"]["CONN_MAX_AGE"] = 600  # noqa: F405  (from the star)
# Good hashes are slow on purpose: hundreds of sign-ups in a minute on one machine are no attack.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "cms.mail.Files"
WHITENOISE_AUTOREFRESH = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR"}},
}
