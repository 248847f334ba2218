"""Settings of `make run`: everything on this machine, nothing secret."""

from settings.base import *  # noqa: F403  (a settings module extends its base by name)
from settings.base import VAR_DIR, env

VAR_DIR.mkdir(parents=True, exist_ok=True)
# Off, so that errors look as they do for citizens; `DEBUG=1 make run` shows their causes.
DEBUG = env.bool("DEBUG", default=False)
SERVE_MEDIA = True
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
SECRET_KEY = "development-only"
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "cms.mail.ConsoleAndFiles"
EMAIL_FILE_PATH = VAR_DIR / "mail"
STYLEGUIDE = True
DEMO_ALLOWED = True
# The demonstration's accounts have no second factor: their password is public anyway.
STAFF_MFA_REQUIRED = False
