"""Panels, their members, and voting stages of a contest with accepted entries."""

import itertools
import re
from datetime import timedelta

from django.core import mail
from django.utils import timezone

from cms.accounts.models import mailbox_of
from contest_pages.entries.models import Entry
from contest_pages.models import Contest, Stage
from contest_pages.voting.models import BallotLink, Panel, PanelMember, Quota
from tests.factories import StageFactory, UserFactory, accepted_entry, announced, open_contest

CONDITIONS = "서울에 살거나 일하는 사람이면 누구나 지원할 수 있습니다."
_numbers = itertools.count(1)


def make_panel(contest: Contest | None = None, *, recruiting: bool = True, **fields) -> Panel:
    """A panel that is recruited now, or was until yesterday."""
    contest = contest or open_contest()
    if not contest.announcements.exists():
        announced(contest, first_published_at=timezone.now())
    now = timezone.now()
    stage = StageFactory(
        contest=contest,
        kind=Stage.Kind.MILESTONE,
        title_ko="시민평가단 모집",
        opens_at=now - timedelta(days=9),
        closes_at=now + timedelta(days=3) if recruiting else now - timedelta(days=1),
    )
    fields = {"conditions_ko": CONDITIONS} | fields
    return Panel.objects.create(contest=contest, recruitment=stage, **fields)


def close_recruitment(panel: Panel) -> Panel:
    """The panel after its applications have closed."""
    Stage.objects.filter(pk=panel.recruitment_id).update(
        closes_at=timezone.now() - timedelta(hours=1)
    )
    return Panel.objects.get(pk=panel.pk)


def make_quota(panel: Panel, seats: int, title: str = "청년") -> Quota:
    """Seats that are kept for a group."""
    return Quota.objects.create(panel=panel, title_ko=title, seats=seats)


def make_member(panel: Panel, *, state: str = "selected", **fields) -> PanelMember:
    """Somebody who has applied, and was chosen unless the test says otherwise."""
    number, now = next(_numbers), timezone.now()
    user = fields.get("user")
    email = fields.pop("email", user.email if user else f"panel{number}@example.net")
    member = PanelMember(
        panel=panel,
        email=email,
        mailbox=mailbox_of(email),
        state=state,
        **{"name": f"평가단 {number}", "agreed_text": CONDITIONS, "applied_at": now} | fields,
        created_at=now,
    )
    member.new_link(now + timedelta(days=30))
    member.save()
    return member


def make_vote(panel: Panel, **fields) -> Stage:
    """A stage of the panel's contest in which it votes now."""
    fields = {"kind": Stage.Kind.VOTING, "title_ko": "시민 투표", "closes_at": None} | fields
    fields["closes_at"] = fields["closes_at"] or timezone.now() + timedelta(days=5)
    stage = StageFactory(contest=Contest.objects.get(pk=panel.contest_id), **fields)
    return Stage.objects.select_related("contest", "round").get(pk=stage.pk)


def make_entries(panel: Panel, number: int) -> list[Entry]:
    """Accepted entries of the panel's contest, each of another team."""
    contest = Contest.objects.get(pk=panel.contest_id)
    return [accepted_entry(contest, title=f"작품 {each}") for each in range(1, number + 1)]


def make_manager():
    """Somebody who sees to panels."""
    return UserFactory(groups=["Programme managers"])


def token_of(member: PanelMember, stage: Stage) -> str:
    """Give a member a link to the stage's ballot; return its token."""
    link = BallotLink(stage=stage, member=member, created_at=timezone.now())
    token = link.new_link(stage.closes_at)
    link.save()
    return token


def address_in(body: str) -> str:
    """Return the path of the first address in a letter."""
    return re.search(r"https?://[^/\s]+(/\S+)", body)[1]


def letters_to(address: str) -> list[str]:
    """Return the subjects of the mails that were sent to an address."""
    return [each.subject for each in mail.outbox if address in each.to]
