"""Settings of the test suite: as production where it matters, quick where it does not."""

from settings.base import *  # noqa: F403  (a settings module extends its base by name)

DEBUG = False
SECRET_KEY = "test-only"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Many tests ask in one minute, and share a cache.
API_REQUESTS_A_MINUTE = 1_000_000
STYLEGUIDE = True
# Static files straight from the apps: no collectstatic before a browser looks.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
DEMO_ALLOWED = True
VAULT_MIRROR_PROTOCOLS = ("file",)  # a mirror beside the tests
