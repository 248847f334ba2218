"""Secret links that are mailed, signed: whoever opens one has the mail; only its hash is kept."""

import hashlib
import secrets
from datetime import datetime

from django.core.signing import Signer
from django.db import models
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _


def hash_of(token: str) -> str:
    """Return under what a link's token is kept: it cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


#: A token is so many letters that nobody can guess, followed by their signature.
SECRET_LETTERS = 43


def _signature(model: type[models.Model], secret: str) -> str:
    return Signer(salt=model._meta.label).signature(secret)


class SecretLinkQuerySet(models.QuerySet):
    """Rows that are reached by a secret link."""

    def of_token(self, token: str) -> "SecretLinkQuerySet":
        """Rows whose link holds this token: one, or none, as for one that was not signed here."""
        secret, signature = token[:SECRET_LETTERS], token[SECRET_LETTERS:]
        if not constant_time_compare(signature, _signature(self.model, secret)):
            return self.none()
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
        secret = secrets.token_urlsafe(32)
        token = secret + _signature(type(self), secret)
        self.token_hash, self.expires_at = hash_of(token), expires_at
        return token

    def has_expired(self, now: datetime) -> bool:
        """Return whether the link no longer counts."""
        return now >= self.expires_at
