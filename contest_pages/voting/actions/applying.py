"""Applying to a panel, with an account or with an address alone, and leaving it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.accounts.letterboxes import People, person_of
from cms.accounts.models import mailbox_of, normalise_email
from cms.errors import Refused
from contest_pages.voting import notices, queries, rules
from contest_pages.voting.actions.act import done_today, locked, record
from contest_pages.voting.models import Panel, PanelMember, Quota

State = PanelMember.State
#: Such as a person may apply with again: nothing has been decided on them.
UNDECIDED = (State.UNCONFIRMED, State.WITHDRAWN)
#: How many letters a day somebody can have us write to one address by typing it in.
MOST_LETTERS = 3
ASKED = "panel.ask"


def apply_with_account(
    panel: Panel,
    *,
    name: str,
    quota: Quota | None,
    agreed: str,
    by,
    now: datetime | None = None,
) -> PanelMember:
    """Apply as who is signed in; `agreed` is the text of the conditions as it was shown.

    Who has applied with one of the account's addresses is the same person: that application
    is now the account's. Asking twice changes nothing.
    """
    now = now or timezone.now()
    with transaction.atomic():
        panel = _recruiting(panel, agreed, quota, now)
        _refuse_jurors(panel, person_of(account=by.pk), now)
        member = queries.membership_of(panel, by)
        if member is None:
            mailbox = mailbox_of(by.email)
            if panel.members.filter(mailbox=mailbox).exists():  # a former owner's address
                raise Refused(_("This address belongs to another application. Write to us."))
            member = PanelMember(panel=panel, email=by.email, mailbox=mailbox, created_at=now)
            member.new_link(panel.recruitment.closes_at)
        is_new = member.pk is None or member.state in UNDECIDED
        if is_new or not panel.members.filter(user=by).exists():
            member.user = by
        if is_new:
            _check_first(member)
            _fill(member, name, quota, agreed, State.APPLIED, now)
            member.language = by.preferred_language
        member.save()
        if is_new:
            record(member, "panel.apply", by, now)
            notices.received(member)
    return member


def apply_with_address(
    panel: Panel,
    *,
    name: str,
    email: str,
    quota: Quota | None,
    agreed: str,
    now: datetime | None = None,
) -> None:
    """Write to an address so that its owner confirms the application, or learns that there is one.

    Returns nothing: whoever typed the address learns nothing about it, not even that its owner
    judges, who learns it from the link. Of somebody who has withdrawn
    nothing changes before they apply with the link in the letter (`apply_again`).
    """
    now, email = now or timezone.now(), normalise_email(email)
    with transaction.atomic():
        panel = _recruiting(panel, agreed, quota, now)
        member = queries.member_of_address(panel, email)
        if member is None:
            member = PanelMember(panel=panel, mailbox=mailbox_of(email), created_at=now)
        member.panel = panel
        if member.pk and done_today(member, ASKED, now) >= MOST_LETTERS:
            return
        token = member.new_link(panel.recruitment.closes_at)
        if member.pk is None or member.state == State.UNCONFIRMED:
            # A spelling of one's own of the same letter box: the letter goes where it was typed.
            member.email = email
            member.language = get_language() or "ko"
            _fill(member, name, quota, agreed, State.UNCONFIRMED, now)
        member.save()
        record(member, ASKED, None, now)
        (notices.confirm if member.state in UNDECIDED else notices.applied_already)(member, token)


def _recruiting(panel: Panel, agreed: str, quota: Quota | None, now: datetime) -> Panel:
    """Return the panel's row if it takes this application, else refuse."""
    panel = locked(panel)
    if reason := rules.why_not_apply(panel, now):
        raise Refused(reason)
    if agreed not in (panel.conditions_ko, panel.conditions_en):
        raise Refused(_("The conditions were changed meanwhile. Read them again."))
    if quota is not None and quota.panel_id != panel.pk:
        raise Refused(_("Choose one of the groups."))
    if quota is None and panel.quotas.exists():
        raise Refused(_("Choose one of the groups."))
    return panel


def _refuse_jurors(panel: Panel, person: People, now: datetime) -> None:
    if reason := rules.why_not_beside(queries.jury_of(panel.contest_id, now), person):
        raise Refused(reason)


def _fill(member: PanelMember, name: str, quota, agreed: str, state: str, now: datetime) -> None:
    member.name, member.quota, member.agreed_text = name, quota, agreed
    member.state, member.applied_at = state, now


def _check_first(member: PanelMember) -> None:
    """Refuse a second application of one person, which would be another lot to draw."""
    if queries.others_of_person(member).exclude(state=State.WITHDRAWN).exists():
        raise Refused(_("You have applied already, with another of your addresses."))


def confirm(member: PanelMember, *, now: datetime | None = None) -> PanelMember:
    """Apply for good: whoever has the link has the mail."""
    now = now or timezone.now()
    with transaction.atomic():
        panel = locked(member.panel)
        member = panel.members.select_related("user").get(pk=member.pk)
        member.panel = panel
        if member.state == State.APPLIED:
            return member
        if reason := rules.why_not_confirm(member, now):
            raise Refused(reason)
        _check_first(member)
        _refuse_jurors(panel, member.person, now)
        member.state = State.APPLIED
        member.save(update_fields=["state"])
        record(member, "panel.apply", None, now)
        notices.received(member)
    return member


def apply_again(
    member: PanelMember,
    *,
    name: str,
    quota: Quota | None,
    agreed: str,
    now: datetime | None = None,
) -> PanelMember:
    """Apply by the mailed link after one has withdrawn; asking twice changes nothing."""
    now = now or timezone.now()
    with transaction.atomic():
        panel = _recruiting(member.panel, agreed, quota, now)
        member = panel.members.select_related("user").get(pk=member.pk)
        member.panel = panel
        if member.state == State.WITHDRAWN:
            _check_first(member)
            _refuse_jurors(panel, member.person, now)
            _fill(member, name, quota, agreed, State.APPLIED, now)
            member.save()
            record(member, "panel.apply", None, now)
            notices.received(member)
    return member


def withdraw(member: PanelMember, *, by=None, now: datetime | None = None) -> PanelMember:
    """Take an application back, or leave the panel; with the mailed link nobody is signed in."""
    now = now or timezone.now()
    with transaction.atomic():
        row = PanelMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
        if reason := rules.why_not_withdraw(row):
            raise Refused(reason)
        row.state = State.WITHDRAWN
        row.save(update_fields=["state"])
        row.ballot_links.in_force().update(revoked_at=now)
        record(row, "panel.withdraw", by, now)
    return row


def forget_unconfirmed(now: datetime) -> None:
    """Delete what nobody has confirmed and nobody can any more: it may be a stranger's address."""
    PanelMember.objects.filter(
        state=State.UNCONFIRMED, panel__recruitment__closes_at__lte=now
    ).delete()
