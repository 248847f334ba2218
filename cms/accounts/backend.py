"""How somebody who is signed in is found again with each request."""

from functools import cache

from allauth.account.auth_backends import AuthenticationBackend
from wagtail import hooks

from cms.accounts.models import User


class Backend(AuthenticationBackend):
    """allauth's, which reads with a user what every page's menu asks about them.

    Rooms register functions for the hook `user_standing` that return annotations of users by
    name; whoever signs in has them from the next request on.
    """

    def get_user(self, user_id: int) -> User | None:
        """Return the active user of a key with what the rooms ask, in one statement."""
        statement, asked = _statement()
        user = next(iter(User.objects.raw(statement, [*asked, user_id])), None)
        return user if user and self.user_can_authenticate(user) else None


@cache
def _statement() -> tuple[str, tuple]:
    """Return the statement that finds a user, and what it is given before the user's key.

    It is the same for everybody, at any moment: to have it written anew takes ten times as long
    as to ask it.
    """
    asked = {
        name: part for hook in hooks.get_hooks("user_standing") for name, part in hook().items()
    }
    found = User.objects.annotate(**asked).filter(pk=0)
    statement, given = found.query.sql_with_params()
    return statement, given[:-1]
