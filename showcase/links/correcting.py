"""What editors do about an address that has moved."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from cms.errors import Refused
from showcase import queries, rules
from showcase.models import AppPage, LinkCheck


def sees_links(user) -> bool:
    """Whether the user edits pages, and so sees which links are to be mended."""
    may = PagePermissionPolicy().user_has_any_permission
    return user.has_perm("wagtailadmin.access_admin") and may(user, {"add", "change", "publish"})


def why_not_correct(user, check: LinkCheck) -> str | Promise | None:
    """Return None where the user may put the new address into the app, else the sentence."""
    if not check.app.permissions_for_user(user).can_edit():
        return _("You may not edit this app.")
    if not check.proposed_url:
        return _("No new address is proposed.")
    return rules.why_not_change(user, check.app)


def accept(check: LinkCheck, *, by, now: datetime | None = None) -> AppPage:
    """Put the new address into a draft of the app's pages, for whoever publishes them.

    Of those in other languages, into the ones that name the old address too. Raises Refused.
    """
    with transaction.atomic():
        check = _locked(check, by)
        page, *others = queries.latest_of(check.app)
        field = check.FIELDS[check.kind]
        if getattr(page, field) == check.proposed_url:
            raise Refused(_("The new address is in the draft already: publish the page."))
        if getattr(page, field) != check.url:
            raise Refused(_("Somebody has changed this address meanwhile."))
        others = [other for other in others if getattr(other, field) == check.url]
        for each in [page, *others]:
            if reason := rules.why_not_change(by, each):
                raise Refused(reason)
            setattr(each, field, check.proposed_url)
            each.save_revision(user=by, log_action=False, clean=False)
        _log(check, "showcase.link_accept", by, now)
    return page


def decline(check: LinkCheck, *, by, now: datetime | None = None) -> None:
    """Keep the address as it is; the same new one is not proposed again. Raises Refused."""
    with transaction.atomic():
        check = _locked(check, by)
        _log(check, "showcase.link_decline", by, now)
        check.declined_url, check.proposed_url = check.proposed_url, ""
        if check.state == LinkCheck.State.MOVED:
            check.state, check.since = LinkCheck.State.ALIVE, now or timezone.now()
        check.save()


def _locked(check: LinkCheck, by) -> LinkCheck:
    rows = LinkCheck.objects.select_for_update(of=("self",)).select_related("app")
    check = rows.get(pk=check.pk)
    if reason := why_not_correct(by, check):
        raise Refused(reason)
    return check


def _log(check: LinkCheck, action: str, by, now: datetime | None) -> None:
    data = {"kind": check.kind, "old": check.url, "new": check.proposed_url}
    log(instance=check.app, action=action, user=by, data=data, timestamp=now or timezone.now())
