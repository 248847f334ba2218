"""Personal links to a ballot: mailed, used, taken back."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.errors import Refused
from contest_pages.models import Stage
from contest_pages.voting import notices, queries, rules
from contest_pages.voting.actions.act import done_today, record
from contest_pages.voting.models import Ballot, BallotLink, PanelMember

AT_ONCE = 500
REMIND_BEFORE = timedelta(days=2)
ASKED = "panel.ask_for_link"


def send_links(stage: Stage, *, by, now: datetime | None = None) -> None:
    """Have every member who has no link to the stage's ballot sent one by the worker."""
    from contest_pages.voting import tasks  # tasks import actions

    now = now or timezone.now()
    with transaction.atomic():
        if reason := rules.why_not_send_links(by, stage, now):
            raise Refused(reason)
        record(_panel(stage), "panel.send_links", by, now, stage=stage.pk)
        tasks.write_links.enqueue(stage.pk)


def _panel(stage: Stage):
    panel = queries.panel_of(stage.contest)
    if panel is None:
        raise Refused(_("This contest has no citizen panel."))
    return panel


def write_links(stage: Stage, now: datetime) -> int:
    """Give each member who never had a link one, and write to them; return to how many.

    A link that was taken back is not replaced here. Link and letter are written together, some
    hundreds at a time; safe to repeat.
    """
    if stage.has_closed(now) or stage.contest.cancelled_at:
        return 0
    written, count, jurors = 0, AT_ONCE, _jurors(stage, now)
    while count == AT_ONCE:
        count = _write_some(stage, jurors, now)
        written += count
    return written


def _jurors(stage: Stage, now: datetime) -> set[int]:
    """Return the members, by their keys, who judge the contest: nobody has them vote."""
    members = PanelMember.objects.seated().filter(panel__contest=stage.contest_id)
    return queries.jurors_among(members, stage.contest_id, now)


def _write_some(stage: Stage, jurors: Collection[int], now: datetime) -> int:
    had_link = BallotLink.objects.filter(stage=stage, member=OuterRef("pk"))
    with transaction.atomic():
        members = (
            PanelMember.objects.voting()
            .select_for_update(of=("self",), skip_locked=True)
            .filter(~Exists(had_link), panel__contest=stage.contest_id)
            .exclude(pk__in=jurors)
            .select_related("user")
            .order_by("pk")[:AT_ONCE]
        )
        return _write_to(members, stage, now)


def _write_to(members: Iterable[PanelMember], stage: Stage, now: datetime) -> int:
    links, tokens = [], {}
    for member in members:
        link = BallotLink(stage=stage, member=member, created_at=now)
        tokens[member] = link.new_link(stage.closes_at)
        links.append(link)
    BallotLink.objects.bulk_create(links)
    notices.ballot_links(stage, tokens)
    return len(links)


def send_again(stage: Stage, members: Collection[int], *, by, now: datetime | None = None) -> int:
    """Send members of the panel, by their keys, a new link; the one before leads nowhere."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = _revoke(stage, members, "panel.send_again", by, now)
        return _write_to(rows.seated().select_related("user"), stage, now)


def revoke(stage: Stage, members: Collection[int], *, by, now: datetime | None = None) -> int:
    """Take back the links of members, by their keys: they lead nowhere any more.

    A ballot that was cast stays, and who has an account still votes with it.
    """
    with transaction.atomic():
        return len(_revoke(stage, members, "panel.revoke_link", by, now or timezone.now()))


def _revoke(stage: Stage, members: Collection[int], action: str, by, now: datetime):
    if reason := rules.why_not_send_links(by, stage, now):
        raise Refused(reason)
    panel = _panel(stage)
    rows = panel.members.seated().filter(pk__in=members)
    # Of two who send at once one waits, as where all links are written.
    held = list(rows.select_for_update(no_key=True).values_list("pk", flat=True))
    if not held:
        raise Refused(_("Choose at least one member of the panel."))
    links = BallotLink.objects.in_force().filter(stage=stage, member__in=held)
    links.update(revoked_at=now)
    record(panel, action, by, now, stage=stage.pk, members=held)
    return rows


def use(link: BallotLink, *, now: datetime | None = None) -> None:
    """Open a link, which can be done once; refuse one that leads nowhere."""
    now = now or timezone.now()
    if reason := rules.why_not_enter_by(link, now):
        raise Refused(reason)
    if not BallotLink.objects.in_force().filter(pk=link.pk, used_at=None).update(used_at=now):
        raise Refused(rules.LINK_USED)


def ask_for_link(link: BallotLink, *, now: datetime | None = None) -> None:
    """Send the member of a link a new one; whatever browser has opened this one votes no more."""
    now = now or timezone.now()
    with transaction.atomic():
        rows = PanelMember.objects.select_for_update(no_key=True, of=("self",))
        member = rows.select_related("user").get(pk=link.member_id)
        link = BallotLink.objects.select_related("stage__contest").get(pk=link.pk)
        link.member = member
        asked = done_today(member, ASKED, now)
        reason = rules.why_not_ask_for_link(link, now) or rules.why_not_write_again(asked)
        if not reason and not member.ballots.filter(stage=link.stage).exists():
            jury = queries.jury_of(link.stage.contest_id, now)
            reason = rules.why_not_begin(member, jury)
        if reason:
            raise Refused(reason)
        member.ballot_links.in_force().filter(stage=link.stage).update(revoked_at=now)
        record(member, ASKED, None, now, stage=link.stage_id)
        _write_to([member], link.stage, now)


def open_ballots(now: datetime) -> None:
    """Send the links of every voting stage that is open; once a day."""
    for stage in _open_stages(now):
        write_links(stage, now)


def remind(now: datetime) -> int:
    """Write, two days before the end, to the members who have not voted; return to how many.

    Each gets a new link with it: the ones before are kept by nobody. A browser in which one was
    opened goes on. Once for each stage.
    """
    written = 0
    for stage in _open_stages(now):
        if stage.closes_at - now <= REMIND_BEFORE:
            written += _remind(stage, _jurors(stage, now))
    return written


def _remind(stage: Stage, jurors: Collection[int]) -> int:
    has_voted = Ballot.objects.filter(stage=stage, member=OuterRef("member"))
    with transaction.atomic():
        links = (
            BallotLink.objects.in_force()
            .filter(~Exists(has_voted), stage=stage, member__in=PanelMember.objects.voting())
            .exclude(member__in=notices.reminded(stage))
            .exclude(member__in=jurors)
            .select_for_update(of=("self",))
            .select_related("member__user")
        )
        links, tokens = list(links), {}
        for link in links:
            tokens[link.member] = link.new_link(stage.closes_at)
            link.used_at = None
        changed = ["token_hash", "expires_at", "used_at"]
        BallotLink.objects.bulk_update(links, changed, batch_size=200)
        return notices.remind(stage, tokens)


def _open_stages(now: datetime) -> list[Stage]:
    stages = Stage.objects.open_at(now).filter(kind=Stage.Kind.VOTING, contest__cancelled_at=None)
    return list(stages.select_related("contest"))
