"""What has to be in the environment before a public site may start."""

import os

from django.core.exceptions import ImproperlyConfigured

REQUIRED = ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "CACHE_URL", "EMAIL_URL", "BASE_URL")


def require(names: tuple[str, ...] = REQUIRED) -> None:
    """Raise ImproperlyConfigured naming every variable that is unset or blank."""
    if missing := [name for name in names if not os.environ.get(name, "").strip()]:
        raise ImproperlyConfigured(
            f"Set these environment variables before starting in production: {', '.join(missing)}."
        )
