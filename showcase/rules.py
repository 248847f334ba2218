"""Who may do what with apps.

Each `why_not_…` returns None where the act is allowed, else the sentence for whoever asks.
"""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contest_pages.entries.models import Entry
from contest_pages.entries.rules import is_moderator
from showcase.models import AppIndexPage, AppPage, AppProblem


def may_read(user, entry: Entry, now: datetime) -> bool:
    """Return whether the user may read the entry: those who review it; all, once it is public."""
    return is_moderator(user) or Entry.objects.public(now).filter(pk=entry.pk).exists()


def why_not_draft_app(
    user, entry: Entry, index: AppIndexPage | None, now: datetime
) -> str | Promise | None:
    """Whether the user may draft an app page, which shows all of the entry, below the index."""
    if not may_read(user, entry, now):
        return _("The entry is not public yet.")
    if index is None:
        return _("There is no showcase yet. Create the page “Showcase” below the home page first.")
    if not index.permissions_for_user(user).can_add_subpage():
        return _("You may not add pages to the showcase.")
    if entry.state != Entry.State.ACCEPTED:
        return _("Only an accepted entry becomes an app.")
    return None


def why_not_import(user, index: AppIndexPage | None) -> str | Promise | None:
    """Whether the user may make app pages of documents; a command (no user) may."""
    if index is None:
        return _("There is no showcase yet. Create the page “Showcase” below the home page first.")
    if user is not None and not index.permissions_for_user(user).can_add_subpage():
        return _("You may not add pages to the showcase.")
    return None


def why_not_change(user, page: AppPage) -> str | Promise | None:
    """Whether what is taken in may change a page that is there; a command (no user) may."""
    if user is None:
        return _("The page is locked.") if page.get_lock() else None
    may = page.permissions_for_user(user)
    if not may.can_edit():
        return _("You may not edit this app.")
    return _("The page is locked.") if may.page_locked() else None


def may_publish_page(user, page: AppPage) -> bool:
    """Whether what is taken in becomes public at once on a page that is there."""
    return user is None or page.permissions_for_user(user).can_publish()


def may_publish(user, index: AppIndexPage) -> bool:
    """Whether what the user takes in becomes public at once."""
    return index.permissions_for_user(user).can_publish_subpage()


def sees_problems(user) -> bool:
    """Return whether the user sees what people report about apps, and says that it is handled."""
    return user.is_active and user.has_perm("showcase.change_appproblem")


def why_not_handle(user, problem: AppProblem) -> str | Promise | None:
    """Whether the user may say that a report is handled."""
    if not sees_problems(user):
        return _("Only editors see to what people report.")
    if problem.state == AppProblem.State.HANDLED:
        return _("This report is handled already.")
    return None
