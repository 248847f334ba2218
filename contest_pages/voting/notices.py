"""Who is written to about a panel and its ballots, and when."""

from collections.abc import Collection, Mapping

from django.utils.translation import get_language, override

from cms import formats
from cms.notices.actions import notify
from cms.notices.kinds import NoticeKind
from cms.notices.letters import Addressed
from cms.notices.many import notify_many
from cms.notices.models import Notice
from cms.notices.texts import link
from contest_pages.models import Contest, Stage
from contest_pages.voting.kinds import (
    APPLIED_ALREADY,
    BALLOT_LINK,
    BALLOT_RECEIVED,
    CONFIRM,
    NOT_SELECTED,
    RECEIVED,
    REMINDER,
    SELECTED,
)
from contest_pages.voting.models import Ballot, PanelMember

State = PanelMember.State


def _write(kind: NoticeKind, member: PanelMember, values, key: str = "") -> None:
    """Write to a member in their language: to the account, or to the address."""
    with override(member.language):
        notify(kind, to=[member.user or member.email], values=values, about=member.panel, key=key)


def _until(stage: Stage) -> str:
    return formats.moment(stage.closes_at, get_language(), closing=True)


def _about(member: PanelMember, contest: Contest, address: str) -> dict[str, object]:
    return {"contest": contest.title, "link": address, "person": member.name, "number": member.pk}


def _panel_page(member: PanelMember, contest: Contest) -> dict[str, object]:
    return _about(member, contest, link("panel", contest.slug))


def confirm(member: PanelMember, token: str) -> None:
    """Have the owner of an address say that the application is theirs."""
    _with_link(CONFIRM, member, token)


def applied_already(member: PanelMember, token: str) -> None:
    """Tell the owner of an address, and nobody else, that they have applied."""
    _with_link(APPLIED_ALREADY, member, token)


def _with_link(kind: NoticeKind, member: PanelMember, token: str) -> None:
    panel = member.panel
    _write(
        kind,
        member,
        lambda: (
            _about(member, panel.contest, link("panel_link", panel.contest.slug, token))
            | {"until": _until(panel.recruitment)}
        ),
    )


def received(member: PanelMember) -> None:
    """Tell an applicant that the application is in."""
    panel = member.panel
    _write(
        RECEIVED,
        member,
        lambda: _panel_page(member, panel.contest) | {"until": _until(panel.recruitment)},
    )


def ballots_received(ballots: Collection[Ballot]) -> None:
    """Send members the receipt codes of their ballots; once, however often this is asked for."""

    def values(ballot: Ballot) -> dict[str, object]:
        contest = ballot.stage.contest
        told = {"code": ballot.code, "until": _until(ballot.stage)}
        return _about(ballot.member, contest, link("ballots", contest.slug)) | told

    notify_many(
        BALLOT_RECEIVED,
        [_addressed(each.member, lambda each=each: values(each), f"{each.pk}") for each in ballots],
    )


def _addressed(member: PanelMember, values, key: str) -> Addressed:
    user = member.user if member.user and member.user.is_active else None
    return Addressed(
        address=user.email if user else member.email,
        language=user.preferred_language if user else member.language,
        user=user,
        key=key,
        values=values,
    )


def tell_of_selection(members: Collection[int]) -> None:
    """Write to applicants, by their keys, whether they are on the panel."""
    rows = PanelMember.objects.filter(pk__in=members).select_related("user", "panel__contest")
    for kind, state in ((SELECTED, State.SELECTED), (NOT_SELECTED, State.NOT_SELECTED)):
        notify_many(
            kind,
            [
                _addressed(
                    each, lambda each=each: _panel_page(each, each.panel.contest), f"{each.pk}"
                )
                for each in rows
                if each.state == state
            ],
        )


def ballot_links(stage: Stage, tokens: Mapping[PanelMember, str]) -> int:
    """Send members their links to a stage's ballot."""
    return _with_tokens(BALLOT_LINK, stage, tokens)


def remind(stage: Stage, tokens: Mapping[PanelMember, str]) -> int:
    """Remind members who have not voted, with a new link."""
    return _with_tokens(REMINDER, stage, tokens)


def reminded(stage: Stage):
    """Return the members who were reminded of a stage's ballot."""
    letters = Notice.objects.filter(kind=REMINDER.key, key__startswith=f"{stage.pk}/")
    told = [key.partition("/")[2] for key in letters.values_list("key", flat=True)]
    return PanelMember.objects.filter(pk__in=told)


def _with_tokens(kind: NoticeKind, stage: Stage, tokens: Mapping[PanelMember, str]) -> int:
    contest = stage.contest

    def values(member: PanelMember, token: str) -> dict[str, object]:
        return _about(member, contest, link("ballot_link", contest.slug, token)) | {
            "opens": formats.moment(stage.opens_at, get_language()),
            "until": _until(stage),
        }

    once = kind is REMINDER
    return notify_many(
        kind,
        [
            _addressed(
                member,
                lambda member=member, token=token: values(member, token),
                f"{stage.pk}/{member.pk}" if once else "",
            )
            for member, token in tokens.items()
        ],
    )
