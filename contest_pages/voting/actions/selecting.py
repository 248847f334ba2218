"""Choosing the members of a panel: all, by lot, or by hand."""

import secrets
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.voting import lottery, queries, rules
from contest_pages.voting.actions.act import locked, record
from contest_pages.voting.models import Panel, PanelMember

State = PanelMember.State


def select(panel: Panel, *, by, now: datetime | None = None) -> Panel:
    """Choose among all who have applied in the way that was announced, and have them told.

    The seed of a lottery is made by chance in this instant, and published with the result: one that
    somebody chose, knowing who has applied, they could have tried out before. Who judges the contest
    is left out before lots are drawn.
    """
    now = now or timezone.now()
    with transaction.atomic():
        panel = locked(panel)
        if reason := rules.why_not_select(by, panel, now):
            raise Refused(reason)
        applicants = panel.members.applicants()
        everybody = list(applicants.order_by("pk").values_list("pk", flat=True))
        jurors = queries.jurors_among(applicants, panel.contest_id, now)
        if panel.selection == Panel.Selection.LOTTERY:
            panel.seed = secrets.token_hex(16)
            chosen = _draw(panel, list(applicants.exclude(pk__in=jurors).order_by("pk")))
        else:
            chosen = [pk for pk in everybody if pk not in jurors]
            if panel.seats is not None and len(chosen) > panel.seats:
                raise Refused(
                    _("There are more applicants than seats. Change the selection or the seats.")
                )
        seated = applicants.filter(pk__in=chosen).update(state=State.SELECTED)
        others = panel.members.applicants().update(state=State.NOT_SELECTED)
        _decided(panel, everybody, now)
        record(panel, "panel.select", by, now, seated=seated, others=others, seed=panel.seed)
    return panel


def _draw(panel: Panel, applicants: list[PanelMember]) -> frozenset[int]:
    """Draw the lots; keep each applicant's place."""
    drawn = lottery.draw(
        [lottery.Applicant(each.pk, each.quota_id) for each in applicants],
        seats=panel.seats or 0,
        kept={quota.pk: quota.seats for quota in panel.quotas.all()},
        seed=panel.seed,
    )
    places = {number: place for place, number in enumerate(drawn.order, start=1)}
    for each in applicants:
        each.drawn = places[each.pk]
    PanelMember.objects.bulk_update(applicants, ["drawn"], batch_size=200)
    return drawn.seated


def put_on_panel(panel: Panel, members: Collection[int], *, by, now: datetime | None = None) -> int:
    """Choose applicants by hand, by their keys; return how many. Who was turned down may come in."""
    return _choose(panel, members, State.SELECTED, "panel.put_on", by, now)


def turn_down(panel: Panel, members: Collection[int], *, by, now: datetime | None = None) -> int:
    """Leave applicants out by hand, by their keys; return how many."""
    return _choose(panel, members, State.NOT_SELECTED, "panel.turn_down", by, now)


def _choose(panel: Panel, members: Collection[int], state: str, action: str, by, now) -> int:
    now = now or timezone.now()
    with transaction.atomic():
        panel = locked(panel)
        if reason := rules.why_not_choose(by, panel, now):
            raise Refused(reason)
        waiting = [State.APPLIED]
        if state == State.SELECTED:
            waiting.append(State.NOT_SELECTED)
        rows = panel.members.filter(pk__in=members, state__in=waiting)
        people = list(rows.order_by("pk"))
        if not people:
            raise Refused(_("Choose at least one person about whom this can be decided."))
        if state == State.SELECTED:
            jurors = queries.jurors_among(rows, panel.contest_id, now)
            if reason := rules.why_not_seat(panel, people, jurors):
                raise Refused(reason)
        chosen = [each.pk for each in people]
        rows.filter(pk__in=chosen).update(state=state)
        _decided(panel, chosen, now)
        record(panel, action, by, now, members=chosen)
    return len(chosen)


def _decided(panel: Panel, members: list[int], now: datetime) -> None:
    """Keep that the panel has members, and have the worker write to whom it was decided about."""
    from contest_pages.voting import tasks  # tasks import actions

    panel.selected_at = panel.selected_at or now
    panel.save(update_fields=["selected_at", "seed"])
    tasks.tell_of_selection.enqueue(members)
