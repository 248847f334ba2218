"""Which moderator sees to an entry, and who alone may decide about it for a while."""

import heapq
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from cms.errors import Refused
from contest_pages.entries import moderator_notices, rules
from contest_pages.entries.actions.act import acting, record, set_facts
from contest_pages.entries.actions.deciding import UNLOCKED
from contest_pages.entries.models import Entry
from contest_pages.entries.models.entry import EntryQuerySet


def take_on(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Say which moderator sees to the entry: whoever takes it on."""
    with acting(entry, rules.why_not_take_on, by, now) as (row, now):
        set_facts(row, assignee=by)
        record(row, "take_on", by, now)
    return row


def give_back(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Leave the entry without a moderator, for whoever takes it on next."""
    with acting(entry, rules.why_not_give_back, by, now) as (row, now):
        before = row.assignee.name
        set_facts(row, assignee=None)
        record(row, "give_back", by, now, before=before)
    return row


def hand_over(entry: Entry, *, to, by, now: datetime | None = None) -> Entry:
    """Let another moderator see to the entry."""
    with acting(entry, rules.why_not_hand_over, by, now) as (row, now):
        if reason := rules.why_not_be_assigned(to, row):
            raise Refused(reason)
        set_facts(row, assignee=to)
        record(row, "hand_over", by, now, to=to.name)
        moderator_notices.handed_over(row, by)
    return row


def lock(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Keep other moderators from deciding until the lock's owner has decided or unlocks."""
    with acting(entry, rules.why_not_lock, by, now) as (row, now):
        set_facts(row, locked=True, locked_by=by, locked_at=now)
        log(instance=row, action="wagtail.lock", user=by, timestamp=now)
    return row


def unlock(entry: Entry, *, by, now: datetime | None = None) -> Entry:
    """Let every moderator decide again."""
    with acting(entry, rules.why_not_unlock, by, now) as (row, now):
        set_facts(row, **UNLOCKED)
        log(instance=row, action="wagtail.unlock", user=by, timestamp=now)
    return row


@transaction.atomic
def balance(
    entries: EntryQuerySet, among: Collection, *, by, now: datetime | None = None
) -> dict[int, int]:
    """Share out what waits of `entries` without a moderator; return how many each was given.

    The oldest first, each to who has least to see to and is not of its team; what moderators
    have already counts. An entry whose team holds all of them stays as it is.
    """
    now = now or timezone.now()
    if reason := rules.why_not_moderator(by):
        raise Refused(reason)
    if not among:
        raise Refused(_("Choose at least one moderator."))
    people = {person.pk: person for person in among}
    given = dict.fromkeys(people, 0)
    for row, pk in plan(entries, loads(people), lock_rows=True):
        set_facts(row, assignee=people[pk])
        record(row, "share_out", by, now, to=people[pk].name)
        given[pk] += 1
    for pk, count in given.items():
        moderator_notices.given(count, to=people[pk], by=by)
    return given


def plan(
    entries: EntryQuerySet, among: Mapping[int, int], *, lock_rows: bool = False
) -> list[tuple[Entry, int]]:
    """Return which entry `balance` gives to whom; `among` holds what each sees to already."""
    waiting = entries.order_by().in_review().filter(assignee=None).values("pk")
    # Said twice: of a row that another act has just changed, PostgreSQL asks only the outer one.
    rows = Entry.objects.filter(pk__in=waiting, assignee=None).with_waiting_since()
    rows = rows.prefetch_related("memberships").order_by("waiting_since", "pk")
    if lock_rows:
        rows = rows.select_for_update(of=("self",))
    rows = list(rows)
    heap = [(count, pk) for pk, count in among.items()]
    heapq.heapify(heap)
    planned = []
    for row in rows:
        team = {member.user_id for member in row.memberships.all()}
        passed_over = []
        while heap and heap[0][1] in team:
            passed_over.append(heapq.heappop(heap))
        if heap:
            count, pk = heapq.heappop(heap)
            planned.append((row, pk))
            heapq.heappush(heap, (count + 1, pk))
        for each in passed_over:
            heapq.heappush(heap, each)
    return planned


def loads(among: Collection[int]) -> dict[int, int]:
    """Return how many waiting entries each moderator sees to."""
    counted = (
        Entry.objects.order_by()
        .in_review()
        .filter(assignee__in=list(among))
        .values_list("assignee")
        .annotate(count=Count("pk"))
    )
    return dict.fromkeys(among, 0) | dict(counted)
