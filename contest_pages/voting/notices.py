"""What applicants and members of a panel are written."""

from collections.abc import Collection, Mapping

from django.utils.translation import get_language, gettext_lazy, override

from cms import formats
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.many import Addressed, notify_many
from cms.notices.models import Notice
from cms.notices.texts import link
from contest_pages.models import Contest, Stage
from contest_pages.voting.models import Ballot, PanelMember

State = PanelMember.State

PANEL = NoticeGroup(
    "panel",
    gettext_lazy("Citizen panel"),
    gettext_lazy("What becomes of my application, and my ballots."),
    can_refuse=False,
    concerns=lambda user: user.panel_memberships.exists(),
)
CONTEST = Placeholder(
    "contest", gettext_lazy("The contest’s title."), gettext_lazy("Seoul App Contest")
)
LINK = Placeholder(
    "link",
    gettext_lazy("The address of the page to go on with."),
    "https://madang.example.org/contests/app-2018/panel/",
)
UNTIL = Placeholder("until", gettext_lazy("Until when it can be done."), "2018. 9. 30.(일) 24:00")
OPENS = Placeholder("opens", gettext_lazy("From when ballots are cast."), "2018. 9. 20.(목) 00:00")
PERSON = Placeholder("person", gettext_lazy("The applicant’s name."), gettext_lazy("Kim Haneul"))
NUMBER = Placeholder("number", gettext_lazy("The application number."), "1390")
CODE = Placeholder("code", gettext_lazy("The ballot’s receipt code."), "7K2P-XW4C-M8QT")
ABOUT_PANEL = (CONTEST, LINK, PERSON)

CONFIRM = NoticeKind(
    "panel_confirm",
    PANEL,
    gettext_lazy("Panel: confirm the address"),
    gettext_lazy("Confirm your application to the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "somebody has given this address to apply to the citizen panel of {contest}. Was it you? "
        "Then confirm it here, at the latest {until}:\n{link}\n\n"
        "If it was not you, do nothing: nobody has applied, and we forget the address."
    ),
    (*ABOUT_PANEL, UNTIL),
    is_secret=True,
)
APPLIED_ALREADY = NoticeKind(
    "panel_applied_already",
    PANEL,
    gettext_lazy("Panel: has applied already"),
    gettext_lazy("You have applied to the citizen panel of {contest} already"),
    gettext_lazy(
        "Hello {person},\n\n"
        "somebody has given your address to apply to the citizen panel of {contest}. You have "
        "applied already, and nothing has changed. How things stand:\n{link}\n\n"
        "If it was not you, you need do nothing."
    ),
    ABOUT_PANEL,
    is_secret=True,
)
RECEIVED = NoticeKind(
    "panel_received",
    PANEL,
    gettext_lazy("Panel: application received"),
    gettext_lazy("Received: your application to the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "we have received your application to the citizen panel of {contest}.\n\n"
        "Application number: {number}\n"
        "Applications close: {until}\n\n"
        "Afterwards we write to you whether you are on the panel.\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER, UNTIL),
)
SELECTED = NoticeKind(
    "panel_selected",
    PANEL,
    gettext_lazy("Panel: selected"),
    gettext_lazy("You are on the citizen panel of {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "you are on the citizen panel of {contest} (application number {number}). When voting "
        "opens we send you a link to your ballot; with an account you can sign in instead.\n\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER),
)
NOT_SELECTED = NoticeKind(
    "panel_not_selected",
    PANEL,
    gettext_lazy("Panel: not selected"),
    gettext_lazy("The citizen panel of {contest}: not selected this time"),
    gettext_lazy(
        "Hello {person},\n\n"
        "thank you for applying to the citizen panel of {contest} (application number {number}). "
        "There were more applicants than seats, and you were not selected. How the members were "
        "chosen stands here:\n{link}"
    ),
    (*ABOUT_PANEL, NUMBER),
)
BALLOT_LINK = NoticeKind(
    "panel_ballot_link",
    PANEL,
    gettext_lazy("Panel: link to the ballot"),
    gettext_lazy("Your ballot: {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "this is your personal link to the ballot of {contest}. You need not sign in:\n{link}\n\n"
        "Voting opens: {opens}\n"
        "Voting closes: {until}\n\n"
        "You can change your vote until then. Keep the link to yourself: whoever has it votes for "
        "you."
    ),
    (*ABOUT_PANEL, OPENS, UNTIL),
    is_secret=True,
)
REMINDER = NoticeKind(
    "panel_reminder",
    PANEL,
    gettext_lazy("Panel: reminder to vote"),
    gettext_lazy("Your vote is still missing: {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "you have not voted yet in {contest}. Voting closes: {until}\n\n"
        "This is a new personal link; the one before no longer counts:\n{link}"
    ),
    (*ABOUT_PANEL, UNTIL),
    is_secret=True,
)
BALLOT_RECEIVED = NoticeKind(
    "panel_ballot_received",
    PANEL,
    gettext_lazy("Panel: ballot received"),
    gettext_lazy("Received: your ballot in {contest}"),
    gettext_lazy(
        "Hello {person},\n\n"
        "we have received your ballot in {contest}.\n\n"
        "Receipt code: {code}\n\n"
        "You can change your vote until {until}; the code stays the same. When the results are "
        "out you find your ballot with this code on the list of all ballots, which names nobody:\n"
        "{link}"
    ),
    (*ABOUT_PANEL, CODE, UNTIL),
    is_secret=True,
)
KINDS = (
    CONFIRM,
    APPLIED_ALREADY,
    RECEIVED,
    SELECTED,
    NOT_SELECTED,
    BALLOT_LINK,
    REMINDER,
    BALLOT_RECEIVED,
)


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


def ballot_received(ballot: Ballot) -> None:
    """Send a member the receipt code of the ballot; once, however often this is asked for."""
    contest, stage, member = ballot.stage.contest, ballot.stage, ballot.member
    _write(
        BALLOT_RECEIVED,
        member,
        lambda: (
            _about(member, contest, link("ballots", contest.slug))
            | {"code": ballot.code, "until": _until(stage)}
        ),
        key=f"{ballot.pk}",
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
