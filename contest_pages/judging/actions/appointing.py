"""Who judges in a stage: appointing, inviting again, taking out."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.accounts.models import normalise_email
from cms.errors import Refused
from contest_pages.judging import notices, rules
from contest_pages.judging.actions.assigning import hold_stage, release
from contest_pages.judging.conflicts import known_as
from contest_pages.judging.models import Judge
from contest_pages.models import Stage, Track

State = Judge.State


def appoint(
    stage: Stage,
    *,
    email: str,
    name: str,
    organisation: str = "",
    domain: str = "",
    tracks: Collection[Track] = (),
    is_chair: bool = False,
    by,
    now: datetime | None = None,
) -> Judge:
    """Appoint a person, with an account or without, and send the link to the pledge."""
    now, email = now or timezone.now(), normalise_email(email)
    with transaction.atomic():
        stage = hold_stage(stage)
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        if found := known_as(email, stage.judges.order_by("pk")):
            raise Refused(_already(found[0]))
        judge = Judge(stage=stage, email=email, is_chair=is_chair, appointed_by=by, created_at=now)
        if is_chair and (reason := rules.why_not_chair(judge)):
            raise Refused(reason)
        _describe(judge, name, organisation, domain)
        if reason := rules.why_not_ask(judge):
            raise Refused(reason)
        _invite(judge, by, now, "appoint")
        judge.tracks.set(tracks)
    return judge


def _already(judge: Judge) -> str:
    """Return why an address cannot be appointed twice, and what to do instead."""
    if judge.sits:
        return _("%(email)s has been appointed already.") % {"email": judge.email}
    return _("%(email)s was appointed before: invite %(name)s again in the list of judges.") % {
        "email": judge.email,
        "name": judge,
    }


def change(
    judge: Judge,
    *,
    name: str,
    organisation: str,
    domain: str,
    tracks: Collection[Track],
    is_chair: bool,
    by,
    now: datetime | None = None,
) -> Judge:
    """Change what is known of a judge; what is assigned stays until it is shared out again."""
    with _managing(judge, by, now) as (row, now):
        if is_chair and not row.is_chair and (reason := rules.why_not_chair(row)):
            raise Refused(reason)
        row.is_chair = is_chair
        _describe(row, name, organisation, domain)
        row.save(update_fields=["name", "organisation", "domain", "is_chair"])
        row.tracks.set(tracks)
        log(instance=row, action="judge.change", user=by, timestamp=now)
    return row


def invite_again(judge: Judge, *, by, now: datetime | None = None) -> Judge:
    """Send a new link, also to who declined or was taken out; the old link is void."""
    with _managing(judge, by, now) as (row, now):
        if reason := rules.why_not_invite_again(by, row, now):
            raise Refused(reason)
        row.state, row.answered_at = State.INVITED, None
        _invite(row, by, now, "invite_again")
    return row


def withdraw(
    judge: Judge, *, reason: str, move: bool = True, by, now: datetime | None = None
) -> Judge:
    """Take a judge out of the stage; `move` gives what was not begun to others at once.

    Finished reviews stay and count. Begun ones stay too, and do not count: the judge may come
    back. The link to the pledge is void, for the judge is no longer invited.
    """
    with _managing(judge, by, now) as (row, now):
        if why := rules.why_not_withdraw(by, row, now):
            raise Refused(why)
        row.state, row.is_chair = State.WITHDRAWN, False
        row.save(update_fields=["state", "is_chair"])
        data = {"reason": reason.strip()}
        log(instance=row, action="judge.withdraw", user=by, data=data, timestamp=now)
        release(row, move=move, by=by, now=now)
        notices.withdrawn(row)
    return row


@contextmanager
def _managing(judge: Judge, by, now: datetime | None) -> Iterator[tuple[Judge, datetime]]:
    """Lock the stage and the judge, and refuse who may not see to them."""
    now = now or timezone.now()
    with transaction.atomic():
        stage = hold_stage(judge.stage)
        row = Judge.objects.select_for_update(of=("self",), no_key=True).get(pk=judge.pk)
        row.stage = stage
        if reason := rules.why_not_manage(by, stage, now):
            raise Refused(reason)
        yield row, now


def _describe(judge: Judge, name: str, organisation: str, domain: str) -> None:
    """Keep what conflicts are found by in one spelling."""
    judge.name, judge.organisation = name.strip(), organisation.strip()
    judge.domain = domain.strip().lower().rpartition("@")[2]


def _invite(judge: Judge, by, now: datetime, action: str) -> None:
    """Give the judge a new link until the stage closes, and mail it."""
    token = judge.new_link(judge.stage.closes_at)
    judge.save()
    log(instance=judge, action=f"judge.{action}", user=by, timestamp=now)
    notices.invite(judge, token)
