"""Making, using and revoking access tokens."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries.actions.act import hold_person
from contest_pages.vault import queries, rules
from contest_pages.vault.models import AccessToken

#: How exactly the last use is noted: a push asks several times.
LAST_USE = timedelta(minutes=1)


def make_token(
    *, name: str, scope: str, days: int, by, now: datetime | None = None
) -> tuple[AccessToken, str]:
    """Make a token of the user's; return it with its secret, which is shown once."""
    now = now or timezone.now()
    with transaction.atomic():
        hold_person(by)
        if queries.own_tokens(by).filter(expires_at__gt=now).count() >= rules.MOST_TOKENS:
            raise Refused(_("You have very many tokens. Revoke one that you no longer need."))
        token = AccessToken(
            user=by, name=name, scope=scope, created_at=now, expires_at=now + timedelta(days=days)
        )
        secret = token.new_secret()
        token.save()
        log(instance=token, action="access_token.make", user=by, timestamp=now)
    return token, secret


def revoke_token(token: AccessToken, *, by, now: datetime | None = None) -> None:
    """Let a token open nothing any more; done again, nothing changes."""
    now = now or timezone.now()
    if token.user_id != by.pk:
        raise Refused(_("This token is another person’s."))
    with transaction.atomic():
        if AccessToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
            log(instance=token, action="access_token.revoke", user=by, timestamp=now)


def use_token(token: AccessToken, *, now: datetime) -> None:
    """Note that a token was used."""
    if token.last_used_at is None or now - token.last_used_at >= LAST_USE:
        AccessToken.objects.filter(pk=token.pk).update(last_used_at=now)
