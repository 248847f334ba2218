"""Secret links that are mailed: whoever opens one has the mail; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


def hash_of(token: str) -> str:
    """Return under what a link's token is kept: it cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


class SecretLinkQuerySet(models.QuerySet):
    """Rows that are reached by a secret link."""

    def of_token(self, token: str) -> "SecretLinkQuerySet":
        """Rows whose link holds this token: one, or none."""
        return self.filter(token_hash=hash_of(token))


class SecretLink(models.Model):
    """A row that somebody without an account reaches by a link, for a while."""

    token_hash = models.CharField(_("hash of the link"), max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created"), editable=False)
    expires_at = models.DateTimeField(_("expires"), editable=False)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def new_link(self, expires_at: datetime) -> str:
        """Give the row a new link until `expires_at` and return its token; the old one is void."""
        token = secrets.token_urlsafe(32)
        self.token_hash, self.expires_at = hash_of(token), expires_at
        return token

    def has_expired(self, now: datetime) -> bool:
        """Return whether the link no longer counts."""
        return now >= self.expires_at
