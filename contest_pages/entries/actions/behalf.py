"""Entering for somebody who has sent the entry on paper."""

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.accounts.models import normalise_email
from cms.errors import Refused
from contest_pages.entries import rules
from contest_pages.entries.actions.act import hold_person, reason_given, record
from contest_pages.entries.models import Entry, EntryDraft, Membership
from contest_pages.models import Contest


def enter_for(
    contest: Contest,
    *,
    email: str,
    name: str,
    reason: str,
    by,
    start_key: UUID,
    now: datetime | None = None,
) -> Entry:
    """Start an entry that `by` types in and submits for somebody else, who leads its team.

    Who has no account with the address gets one under `name`, without a password. The same
    key gives the same entry again.
    """
    now = now or timezone.now()
    with transaction.atomic():
        begun = Entry.objects.filter(start_key=start_key).first()
        if begun and rules.has_entered(by, begun):
            return begun
        leader, reason = _account_of(email), reason_given(reason)
        if leader:
            hold_person(leader)
        if refusal := rules.why_not_enter_for(by, leader, contest, now):
            raise Refused(refusal)
        if Entry.objects.filter(start_key=start_key).exists():
            raise Refused(_("This form has been used. Open the page again."))
        leader = leader or _new_account(email, name)
        entry = Entry.objects.create(
            start_key=start_key, contest=contest, created_at=now, live=False, entered_by=by
        )
        Membership.objects.create(entry=entry, user=leader, is_leader=True, joined_at=now)
        EntryDraft.objects.create(entry=entry, updated_by=by)
        record(entry, "enter_for", by, now, reason=reason)
    return entry


def _account_of(email: str):
    return get_user_model().objects.filter(email__iexact=normalise_email(email)).first()


def _new_account(email: str, name: str):
    if not name.strip():
        raise Refused(_("Nobody has an account with this address yet. Give the person’s name."))
    return get_user_model().objects.create_user(normalise_email(email), name=name.strip())
