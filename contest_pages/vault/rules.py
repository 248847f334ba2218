"""Who may read and push, and what managers may do with a repository.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from contest_pages.entries.models import Entry, Membership
from contest_pages.entries.rules import Reason, is_moderator
from contest_pages.vault.models import AccessToken, Repository

State = Repository.State
MANAGE = "contest_vault.change_repository"
#: How many tokens a person may have, and for how many days one is good.
MOST_TOKENS = 20
DAYS = (7, 30, 90, 365)


@dataclass(frozen=True)
class Standing:
    """Who somebody is to a repository; nobody of these learns that it is there."""

    is_member: bool = False
    is_staff: bool = False
    is_judge: bool = False

    @property
    def is_known(self) -> bool:
        """Return whether they may read it while it is sealed."""
        return self.is_member or self.is_staff or self.is_judge


def standing_of(user, repository: Repository | None, now: datetime) -> Standing:
    """Return who the user is to a repository; without one the same is asked about nothing.

    Judges are known to functions `(user, entry_id, now)` registered for the hook
    `reads_repository`: those to whom the entry was given, and not while that is blind.
    """
    if not user.is_authenticated:
        return Standing()
    entry_id = (repository and repository.entry_id) or 0
    keepers = Repository.keepers.through.objects
    is_member = (
        Membership.objects.filter(entry_id=entry_id, user=user).exists()
        or keepers.filter(repository_id=(repository and repository.pk) or 0, user=user).exists()
    )
    is_staff = not is_member and is_moderator(user) and _is_let_in(user)
    is_judge = not (is_member or is_staff) and any(
        reads(user, entry_id, now) for reads in hooks.get_hooks("reads_repository")
    )
    if repository is None:
        return Standing()
    return Standing(is_member, is_staff, is_judge)


def _is_let_in(user) -> bool:
    """Return whether the admin would let somebody of the staff in: here they see no less."""
    return not settings.STAFF_MFA_REQUIRED or is_mfa_enabled(user)


def may_read(repository: Repository | None, standing: Standing) -> bool:
    """Return whether the repository may be read; one that was returned is read by nobody."""
    if repository is None:
        return False
    if repository.state == State.RETURNED:
        return False
    return repository.is_public or standing.is_known


def why_not_push(
    repository: Repository, standing: Standing, token: AccessToken | None = None
) -> Reason:
    """Whether whoever may read the repository may also write to it."""
    entry = repository.entry
    if not standing.is_member:
        return _("Only the team pushes to its repository.")
    if token is not None and token.scope != AccessToken.Scope.WRITE:
        return _("This token may only read. Make one that may push.")
    if repository.state == State.MIRRORED:
        return _("This source has moved: push to %(url)s.") % {"url": repository.mirror_url}
    if repository.state == State.RETURNED:
        return _("What was here was returned to its team.")
    if entry and entry.state in (Entry.State.WITHDRAWN, Entry.State.DISQUALIFIED):
        return _("The entry no longer takes part: nothing more is taken.")
    return None


def why_not_change(repository: Repository, commands: Iterable[tuple[str, str, str]]) -> Reason:
    """Whether a push may do all that it asks for: (old, new, name of the branch or tag).

    Branches are git's own business: it refuses what would overwrite or delete a protected one.
    """
    for old, _new, name in commands:
        if not name.startswith(("refs/heads/", "refs/tags/")):
            return _("Only branches and tags are taken: “%(name)s” is neither.") % {"name": name}
        if repository.is_protected and name.startswith("refs/tags/") and set(old) != {"0"}:
            return _(
                "The tag “%(tag)s” stays where it is: what was submitted or others can read is "
                "not moved and not deleted. Give the new one another name."
            ) % {"tag": name.removeprefix("refs/tags/")}
    return None


def may_manage(user) -> bool:
    """Return whether the user decides what becomes of repositories."""
    return user.is_active and user.has_perm(MANAGE)


def why_not_manage(user) -> Reason:
    """Whether the user decides what becomes of repositories."""
    return None if may_manage(user) else _("Only programme managers decide this.")


def why_not_decide(user, repository: Repository) -> Reason:
    """Whether the source can be checked, sent to a home elsewhere, or returned and erased."""
    if reason := why_not_manage(user):
        return reason
    if repository.state == State.RETURNED:
        return _("What was here was returned to its team.")
    return None


def why_not_open(user, repository: Repository) -> Reason:
    """Whether all may be let in."""
    if reason := why_not_decide(user, repository):
        return reason
    return None if repository.state == State.SEALED else _("It is not sealed.")


def why_not_seal(user, repository: Repository) -> Reason:
    """Whether an opened repository can be closed again."""
    if reason := why_not_decide(user, repository):
        return reason
    return None if repository.state == State.OPENED else _("It is not open.")


def why_not_appoint(user, repository: Repository) -> Reason:
    """Whether it can be said by name who pushes."""
    if reason := why_not_decide(user, repository):
        return reason
    return _("It is an entry’s: its team pushes.") if repository.entry_id else None
