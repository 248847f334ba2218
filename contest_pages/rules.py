"""Who may manage contests, and what may be done with one."""

from collections import Counter
from datetime import datetime

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail import hooks

from cms import formats
from contest_pages.models import Contest

MANAGE, CREATE, DELETE = (
    f"contest_pages.{action}_contest" for action in ("change", "add", "delete")
)

#: What addresses, and what entrants are asked, hang on.
FIXED_WHEN_ANNOUNCED = ("kind", "slug")
ANNOUNCED = gettext_lazy("The announcement was published: kind and address no longer change.")
#: For whoever wants to do something in a contest that was called off.
CANCELLED = gettext_lazy("The contest was called off.")


def may_create(user) -> bool:
    """Return whether the user may make contests."""
    return user.has_perm(CREATE)


def may_manage(user) -> bool:
    """Return whether the user may change contests' dates and rules."""
    return user.has_perm(MANAGE)


def uses_of(contest: Contest) -> Counter:
    """Count what the higher rooms use of a contest, by ("question", key) or ("track", pk).

    They register functions `(contest) -> Counter` for the hook `contest_uses`; the kinds are
    question, track, prize, consent, check, stage, criterion; by a stage's pk also ballot, result, and
    insider: judges who know who entered.
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


def why_not_open_gallery(opens_at: datetime, blind_until: datetime | None, now: datetime) -> str:
    """Return why entries cannot be public from `opens_at`; an empty string if they can.

    Not before the last blind stage closes: judges would read who entered. Once it has closed
    there is nothing left to hide, and a past contest can be changed.
    """
    if blind_until is None or blind_until <= max(opens_at, now):
        return ""
    language = get_language()
    return _(
        "The gallery would open (%(opens)s) before the last blind judging closes (%(closes)s), and "
        "show judges who entered. Move one of the two, or leave the gallery’s opening empty."
    ) % {
        "opens": formats.moment(opens_at, language),
        "closes": formats.moment(blind_until, language, closing=True),
    }


def may_cancel(user) -> bool:
    """Return whether the user may call contests off: whoever may delete them."""
    return user.has_perm(DELETE)


def why_not_extend_all(user, contest: Contest, closes_at: datetime, now: datetime) -> str:
    """Return why the submission cannot be open until `closes_at`; an empty string if it can."""
    submission, screening = contest.submission, contest.screening
    if not may_manage(user):
        return _("You may not change contests.")
    if contest.cancelled_at:
        return CANCELLED
    if submission is None:
        return _("This contest takes no entries.")
    if closes_at <= max(submission.closes_at, now):
        return _("The new closing has to be later than the present one, and still to come.")
    if screening is None:
        return ""
    if screening.has_closed(now):
        return _("The screening has ended: nothing more can be taken.")
    if closes_at > screening.answers_close_at:
        return _(
            "Entries would be taken after the time for changes has ended. Move the end of the "
            "screening and of the changes first."
        )
    return ""


def why_not_cancel(user, contest: Contest) -> str:
    """Return why the user may not call the contest off; an empty string if they may."""
    if not may_cancel(user):
        return _("Only programme managers call a contest off.")
    if contest.cancelled_at:
        return _("The contest has been called off already.")
    if not was_announced(contest):
        return _("The contest was never announced: delete it instead.")
    return ""


def why_not_reinstate(user, contest: Contest) -> str:
    """Return why the user may not go on with the contest; an empty string if they may."""
    if not may_cancel(user):
        return _("Only programme managers call a contest off.")
    return "" if contest.cancelled_at else _("The contest has not been called off.")
