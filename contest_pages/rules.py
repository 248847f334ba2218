"""Who may manage contests, and what may be done with one."""

from collections import Counter

from django.utils.translation import gettext as _
from wagtail import hooks

from contest_pages.models import Contest

MANAGE, CREATE, DELETE = (
    f"contest_pages.{action}_contest" for action in ("change", "add", "delete")
)


def may_create(user) -> bool:
    """Return whether the user may make contests."""
    return user.has_perm(CREATE)


def may_manage(user) -> bool:
    """Return whether the user may change contests' dates and rules."""
    return user.has_perm(MANAGE)


def uses_of(contest: Contest) -> Counter:
    """Count what the higher rooms use of a contest, by ("question", key) or ("track", pk).

    They register functions `(contest) -> Counter` for the hook `contest_uses`; the kinds are
    question, track, prize, consent and stage.
    """
    used: Counter = Counter()
    for hook in hooks.get_hooks("contest_uses"):
        used.update(hook(contest))
    return used


def was_announced(contest: Contest) -> bool:
    """Return whether an announcement of the contest has ever been published."""
    return contest.announcements.filter(first_published_at__isnull=False).exists()


def why_not_delete(user, contest: Contest) -> str:
    """Return why the user may not delete the contest; an empty string if they may."""
    if not user.has_perm(DELETE):
        return _("You may not delete contests.")
    if was_announced(contest):
        return _(
            "“%(contest)s” was announced and cannot be deleted. Unpublish its announcement instead."
        ) % {"contest": contest}
    if uses_of(contest):
        return _("“%(contest)s” has entries and cannot be deleted.") % {"contest": contest}
    return ""
