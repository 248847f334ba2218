"""What may be done with an account."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _

from cms.accounts.models import User


def why_not_delete(users: Iterable[User]) -> str | None:
    """Whether accounts can be deleted: none of them on which something stands that stays.

    Entries, reviews and ballots name who made them; such an account is switched off instead.
    """
    for user in users:
        try:
            Collector(using=DEFAULT_DB_ALIAS).collect([user])
        except ProtectedError:
            return _(
                "%(name)s has taken part in a contest or decided something in it, and that stays. "
                "Take “active” off the account instead of deleting it."
            ) % {"name": user}
    return None
