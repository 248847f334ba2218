"""Who may apply to a panel, choose its members, and vote."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cms.accounts.letterboxes import People
from contest_pages.models import Stage
from contest_pages.rules import CANCELLED
from contest_pages.voting.models import BallotLink, Panel, PanelMember

#: None where an act is allowed, else the sentence for whoever asks.
Reason = str | Promise | None

State = PanelMember.State
MOST_POINTS = 5
NO_MEMBER = gettext_lazy("Only members of the citizen panel vote.")
NOT_MANAGER = gettext_lazy("Only programme managers see to the citizen panel.")
VOTED_AS_ANOTHER = gettext_lazy("You have voted already, with another of your addresses.")
JUROR = gettext_lazy(
    "You judge this contest, or are asked to. Judges do not vote on its citizen panel: nobody counts "
    "twice. Whoever was only asked can decline, and vote."
)
LINK_VOID = gettext_lazy("This link does not count any more.")
LINK_USED = gettext_lazy("This link has been opened already.")
#: How many links to ballots a day a member can have sent.
MOST_LINKS = 3


def may_manage(user) -> bool:
    """Return whether the user may set up panels, choose members and send out ballots."""
    return user.is_active and user.has_perm("contest_voting.change_panel")


def why_not_apply(panel: Panel, now: datetime) -> Reason:
    """Whether the panel takes applications: while its recruitment is open."""
    if panel.contest.cancelled_at:
        return CANCELLED
    if now < panel.recruitment.opens_at:
        return _("Applications are not open yet.")
    if panel.recruitment.has_closed(now):
        return _("Applications have closed.")
    return None


def why_not_beside(jury: People, person: People) -> Reason:
    """Whether a person may sit on the panel beside a jury: who judges does not vote as well.

    Who has voted before being asked to judge stays: they cannot accept any more.
    """
    return JUROR if jury.meet(person) else None


def why_not_begin(member: PanelMember, jury: People) -> Reason:
    """Whether a member may cast a first ballot in a stage; one that was cast can be changed."""
    return VOTED_AS_ANOTHER if member.voted_as_id else why_not_beside(jury, member.person)


def why_not_confirm(member: PanelMember, now: datetime) -> Reason:
    """Whether an address can still be confirmed."""
    if member.state != State.UNCONFIRMED:
        return _("This application has been confirmed already.")
    return why_not_apply(member.panel, now)


def why_not_withdraw(member: PanelMember) -> Reason:
    """Whether a member may leave: until they have voted, since a ballot that is cast counts."""
    if member.state == State.WITHDRAWN:
        return _("This application was withdrawn.")
    if member.ballots.exists():
        return _("You have voted: your ballot counts, and you stay on the panel.")
    return None


def why_not_select(user, panel: Panel, now: datetime) -> Reason:
    """Whether the user may have the members chosen, once, after the applications."""
    if not may_manage(user):
        return NOT_MANAGER
    if panel.contest.cancelled_at:
        return CANCELLED
    if panel.selection == Panel.Selection.HAND:
        return _("The members of this panel are chosen by hand.")
    if panel.selected_at:
        return _("The members have been chosen already. Later applicants are chosen by hand.")
    return _why_not_yet(panel, now)


def why_not_choose(user, panel: Panel, now: datetime) -> Reason:
    """Whether the user may choose by hand: on such a panel, or for who applied later."""
    if not may_manage(user):
        return NOT_MANAGER
    if panel.contest.cancelled_at:
        return CANCELLED
    if panel.selection != Panel.Selection.HAND and not panel.selected_at:
        return _("First have the members chosen in the way that was announced.")
    return _why_not_yet(panel, now)


def why_not_seat(panel: Panel, chosen: Collection[PanelMember], jurors: Collection[int]) -> Reason:
    """Whether applicants can all be put on the panel: on seats that are kept for no other group.

    `jurors` are the keys of those who judge the contest: they have no seat.

    Seats are kept for a group while somebody of it waits; what it leaves empty is for all, as in
    the lottery.
    """
    if names := ", ".join(each.name for each in chosen if each.pk in jurors):
        return _(
            "These people judge this contest, or are asked to, and do not vote as well: %(names)s. "
            "Do not select them."
        ) % {"names": names}
    if panel.seats is None:
        return None
    rows = panel.members.exclude(pk__in=[each.pk for each in chosen]).order_by()
    seated = Counter(rows.seated().values_list("quota", flat=True))
    if len(chosen) > (left := panel.seats - seated.total()):
        return _("Only %(n)s seats are left.") % {"n": max(left, 0)}
    seated.update(each.quota_id for each in chosen)
    waiting = Counter(rows.applicants().values_list("quota", flat=True))
    quotas = {quota.pk: quota for quota in panel.quotas.all()}
    kept = {
        quota: number
        for pk, quota in quotas.items()
        if (number := min(quota.seats - seated[pk], waiting[pk])) > 0
    }
    is_beyond = any(
        each.quota_id is None or seated[each.quota_id] > quotas[each.quota_id].seats
        for each in chosen
    )
    if is_beyond and sum(kept.values()) > left - len(chosen):
        groups = ", ".join(f"{quota.title} {number}" for quota, number in kept.items())
        return _(
            "Seats are kept for other groups (%(groups)s). Choose their applicants first, or "
            "do not select them."
        ) % {"groups": groups}
    return None


def _why_not_yet(panel: Panel, now: datetime) -> Reason:
    if not panel.recruitment.has_closed(now):
        return _("Members are chosen when the applications have closed.")
    return None


def why_not_send_links(user, stage: Stage, now: datetime) -> Reason:
    """Whether the user may send out the links to a stage's ballots: until it closes."""
    if not may_manage(user):
        return NOT_MANAGER
    return _why_closed(stage, now)


def _why_closed(stage: Stage, now: datetime) -> Reason:
    if stage.contest.cancelled_at:
        return CANCELLED
    if stage.has_closed(now):
        return _("Voting has closed.")
    return None


def why_not_open(stage: Stage, now: datetime) -> Reason:
    """Whether ballots are taken: while the stage is open."""
    if now < stage.opens_at:
        return CANCELLED if stage.contest.cancelled_at else _("Voting is not open yet.")
    return _why_closed(stage, now)


def why_not_vote(member: PanelMember, stage: Stage, now: datetime) -> Reason:
    """Whether a member may cast a ballot, or change it, in a stage of the panel's contest.

    An account that was closed votes no more; what it has cast stays.
    """
    if member.panel.contest_id != stage.contest_id or stage.kind != Stage.Kind.VOTING:
        return NO_MEMBER
    if reason := why_not_open(stage, now):
        return reason
    if member.state != State.SELECTED or (member.user and not member.user.is_active):
        return NO_MEMBER
    return None


def why_not_enter_by(link: BallotLink, now: datetime) -> Reason:
    """Whether a mailed link opens its ballot: once, while the stage is open."""
    if reason := why_not_ask_for_link(link, now):
        return reason
    return LINK_USED if link.used_at else why_not_open(link.stage, now)


def why_not_ask_for_link(link: BallotLink, now: datetime) -> Reason:
    """Whether who holds a link, also one that was opened, can have a new one sent to the member."""
    if link.revoked_at or link.member.state != State.SELECTED:
        return LINK_VOID
    if link.has_expired(now):
        return _("Voting has closed: the link has expired.")
    return CANCELLED if link.stage.contest.cancelled_at else None


def why_not_write_again(sent: int) -> Reason:
    """Whether a member to whom so many links went in the last day can have another."""
    if sent >= MOST_LINKS:
        return _("We have sent you several links today. Use the link in the latest mail.")
    return None


def why_not_ballot(
    stage: Stage, choices: Mapping[int, int], offered: Collection[int], own: Collection[int]
) -> Reason:
    """Whether a ballot can be cast as it is: `choices` are points by the key of an entry.

    `offered` are the entries of the stage, `own` those of the member's own teams.
    """
    if not set(choices) <= set(offered):
        return _("An entry on your ballot is no longer in the running. Look it over again.")
    if set(choices) & set(own):
        return _("You belong to the team of an entry on your ballot: choose others.")
    approves = stage.ballot == Stage.Ballot.APPROVE
    if any(not 1 <= points <= (1 if approves else MOST_POINTS) for points in choices.values()):
        return _("Give each entry 1 to 5 points.")
    if len(choices) < stage.ballot_fewest:
        return ngettext(
            "Choose at least %(n)s entry.", "Choose at least %(n)s entries.", stage.ballot_fewest
        ) % {"n": stage.ballot_fewest}
    if approves and len(choices) > stage.ballot_most:
        return ngettext(
            "Choose at most %(n)s entry; you chose %(chosen)s.",
            "Choose at most %(n)s entries; you chose %(chosen)s.",
            stage.ballot_most,
        ) % {"n": stage.ballot_most, "chosen": len(choices)}
    return None
