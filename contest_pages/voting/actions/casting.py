"""Casting a ballot, and changing it until the stage closes."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
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

    The person's accounts are locked, and the member's own row: of two at once one waits, and there
    is one ballot. All vote in the same minutes, so that every statement here counts: letter and
    log line of a first ballot follow (`follow_up`).
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
            if reason := rules.why_not_beside(jury, member.person):
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
                queries.others_of_person(member).seated().update(voted_as=member)
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

    Accounts come first: two seats of one person would else wait for each other.
    """
    accounts = User.objects.filter(pk__in=member.person.accounts).order_by("pk")
    if member.person.accounts:
        list(accounts.select_for_update(no_key=True).values_list("pk"))  # this locks them
    rows = PanelMember.objects.select_for_update(no_key=True)
    row = rows.only("mailbox", "state", "panel", "user", "voted_as").get(pk=member.pk)
    row.panel, row.person = member.panel, member.person  # a member stays with the panel
    return row


def _same(ballot: Ballot, choices: Mapping[int, int]) -> bool:
    return dict(ballot.votes.values_list("entry", "points")) == dict(choices)
