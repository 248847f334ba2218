"""Kinds of notices: what each says as delivered, and whether it may be refused.

Rooms name theirs through the hook `register_notice_kinds`, a function that returns them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

Text = str | Promise


@dataclass(frozen=True)
class Placeholder:
    """A word in braces in whose place something is filled in."""

    name: str
    help: Text
    sample: Text


#: Known to every kind.
COMMON = (
    Placeholder("name", _("The name of the person who gets the mail."), _("Kim Haneul")),
    Placeholder("site", _("The name of this site."), _("Madang")),
)


@dataclass(frozen=True)
class NoticeGroup:
    """Kinds that a person gets or refuses together; `concerns` says whom they can reach."""

    key: str
    label: Text
    help: Text
    can_refuse: bool = True
    concerns: Callable[[object], bool] = lambda user: True


@dataclass(frozen=True)
class NoticeKind:
    """A kind of mail. Subject and body are messages of the catalogue: so they are bilingual.

    The body of a secret kind holds a link that is a key: it is shown to nobody and forgotten
    once it is sent.
    """

    key: str
    group: NoticeGroup
    label: Text
    subject: Text
    body: Text
    own_placeholders: tuple[Placeholder, ...] = ()
    is_secret: bool = False

    @property
    def placeholders(self) -> Mapping[str, Placeholder]:
        """Return all that its texts may hold, by name."""
        return {each.name: each for each in (*COMMON, *self.own_placeholders)}


def all_kinds() -> dict[str, NoticeKind]:
    """Return every registered kind by its key."""
    found = (kind for register in hooks.get_hooks("register_notice_kinds") for kind in register())
    return {kind.key: kind for kind in found}


def groups_for(user) -> list[NoticeGroup]:
    """Return the groups whose mails can reach the user, in the order of registration."""
    groups = dict.fromkeys(kind.group for kind in all_kinds().values())
    return [group for group in groups if group.concerns(user)]
