"""Casting a ballot, and changing it until the stage closes."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import User
from cms.errors import Refused
from contest_pages.entries.models import Entry
from contest_pages.models import Stage
from contest_pages.voting import queries, rules
from contest_pages.voting.actions.act import record
from contest_pages.voting.models import Ballot, PanelMember, Vote

#: No letter or figure that is taken for another.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Return a receipt code that nobody can guess: three groups of four."""
    letters = [secrets.choice(CODE_LETTERS) for _each in range(12)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))


def cast(
    stage: Stage,
    member: PanelMember,
    *,
    choices: Mapping[int, int],
    now: datetime | None = None,
) -> Ballot:
    """Cast a member's ballot, or put another in its place; points by the key of an entry.

    The person's accounts and seats are locked: of two at once one waits, and there is one ballot.
    All vote in the same minutes, so that every statement here counts: letter and log line of a
    first ballot follow (`follow_up`).
    """
    now = now or timezone.now()
    with transaction.atomic():
        member = _locked(member)
        if reason := rules.why_not_vote(member, stage, now):
            raise Refused(reason)
        ballots = {each.member_id: each for each in queries.ballots_of_person(member, stage)}
        ballot = ballots.get(member.pk)
        if ballots and ballot is None:
            raise Refused(rules.VOTED_AS_ANOTHER)
        if ballot is None:
            jury = queries.jury_of(stage.contest_id, now)
            if reason := rules.why_not_begin(member, jury):
                raise Refused(reason)
        chosen = Entry.objects.scored_in(stage).filter(pk__in=list(choices))
        offered = queries.own_among(member, chosen)
        own = {entry for entry, is_own in offered.items() if is_own}
        if reason := rules.why_not_ballot(stage, choices, offered, own):
            raise Refused(reason)
        if ballot is None:
            ballot = Ballot.objects.create(
                stage=stage, member=member, code=new_code(), cast_at=now, changed_at=now
            )
            if member.person.accounts:
                queries.others_of_person(member).voting().update(voted_as=member)
        elif _same(ballot, choices):
            return ballot
        else:
            ballot.votes.all().delete()
            ballot.changed_at = now
            ballot.save(update_fields=["changed_at"])
            record(member, "panel.change_ballot", member.user, now, stage=stage.pk)
        Vote.objects.bulk_create(
            Vote(ballot=ballot, entry_id=entry, points=points)
            for entry, points in sorted(choices.items())
        )
    return ballot


def _locked(member: PanelMember) -> PanelMember:
    """Return the member's present row, with what the rules ask of it; whoever votes by it waits.

    All seats of the person are locked, in the order of their keys as wherever several are: nobody
    waits for somebody who waits for them.
    """
    person, seats = member.person, Q(pk=member.pk)
    if person.accounts:
        accounts = User.objects.filter(pk__in=person.accounts).order_by("pk")
        list(accounts.select_for_update(no_key=True).values_list("pk"))  # this locks them
        own = Q(user__in=person.accounts) | Q(mailbox__in=person.mailboxes)
        seats |= own & Q(panel=member.panel_id)
    rows = PanelMember.objects.filter(seats).select_for_update(no_key=True).order_by("pk")
    found = {row.pk: row for row in rows.only("mailbox", "state", "panel", "user", "voted_as")}
    row = found[member.pk]
    row.panel, row.person = member.panel, person  # a member stays with the panel
    return row


def _same(ballot: Ballot, choices: Mapping[int, int]) -> bool:
    return dict(ballot.votes.values_list("entry", "points")) == dict(choices)
