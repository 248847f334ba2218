"""Settings of the site that the browser visits: those of `make run`, without what makes it wait."""

from settings.dev import *  # noqa: F403  (a settings module extends its base by name)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# No worker beside the server: what a request leaves to do is done when it is answered.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Browsers keep static files from page to page, as they do in production.
WHITENOISE_AUTOREFRESH, WHITENOISE_MAX_AGE = False, 3600
# Connections are kept as in production: a browser asks many times by each.
DATABASES["default"]["CONN_MAX_AGE"] = 600  # noqa: F405  (from the star)
