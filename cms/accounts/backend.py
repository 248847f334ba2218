"""How somebody who is signed in is found again with each request."""

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
        asked = {
            name: part for hook in hooks.get_hooks("user_standing") for name, part in hook().items()
        }
        user = User.objects.annotate(**asked).filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None
