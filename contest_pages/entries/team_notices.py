"""Whom a team writes to: those it invites, its members, and guardians."""

from collections.abc import Iterable

from django.utils.translation import get_language, gettext_lazy

from cms import formats
from cms.accounts.models import User
from cms.notices.actions import notify
from cms.notices.kinds import NoticeGroup, NoticeKind, Placeholder
from cms.notices.texts import link
from contest_pages.entries.models import Entry, GuardianConsent, Invitation, Membership
from contest_pages.entries.notices import ABOUT_ENTRY, OWN_ENTRIES, UNTIL

TEAM = NoticeGroup(
    "team",
    gettext_lazy("My team"),
    gettext_lazy("When somebody joins, declines, or leaves."),
)
MEMBER = Placeholder("member", gettext_lazy("The member’s name."), gettext_lazy("Lee Bada"))
INVITER = Placeholder("inviter", gettext_lazy("Who invites."), gettext_lazy("Kim Haneul"))
INVITED = Placeholder("email", gettext_lazy("The invited address."), "bada@example.org")
CHILD = Placeholder("child", gettext_lazy("The child’s name."), gettext_lazy("Lee Bada"))
GUARDIAN = Placeholder("guardian", gettext_lazy("The guardian’s name."), gettext_lazy("Lee Nara"))

INVITATION = NoticeKind(
    "team_invitation",
    OWN_ENTRIES,
    gettext_lazy("Invitation to a team"),
    gettext_lazy("You are invited to the team of “{title}”"),
    gettext_lazy(
        "{inviter} invites you to the team of “{title}”, an entry in {contest}.\n\n"
        "Accept or decline here, at the latest {until}:\n{link}\n\n"
        "If you do not know {inviter}, do nothing: the invitation expires by itself."
    ),
    (*ABOUT_ENTRY, INVITER, UNTIL),
    is_secret=True,
)
JOINED = NoticeKind(
    "team_joined",
    TEAM,
    gettext_lazy("Invitation accepted"),
    gettext_lazy("{member} has joined the team of “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{member} has accepted your invitation to the team of “{title}” ({contest}).\n\n{link}"
    ),
    (*ABOUT_ENTRY, MEMBER),
)
DECLINED = NoticeKind(
    "team_declined",
    TEAM,
    gettext_lazy("Invitation declined"),
    gettext_lazy("{email} has declined your invitation"),
    gettext_lazy(
        "Hello {name},\n\n"
        "{email} has declined your invitation to the team of “{title}” ({contest}).\n\n{link}"
    ),
    (*ABOUT_ENTRY, INVITED),
)
LEFT = NoticeKind(
    "team_left",
    TEAM,
    gettext_lazy("Member left"),
    gettext_lazy("{member} has left the team of “{title}”"),
    gettext_lazy("Hello {name},\n\n{member} has left the team of “{title}” ({contest}).\n\n{link}"),
    (*ABOUT_ENTRY, MEMBER),
)
LEADS = NoticeKind(
    "team_leads",
    OWN_ENTRIES,
    gettext_lazy("New leader"),
    gettext_lazy("You lead the team of “{title}” now"),
    gettext_lazy(
        "Hello {name},\n\n"
        "you lead the team of “{title}” ({contest}) now: you invite members, and you submit the "
        "entry.\n\n{link}"
    ),
    ABOUT_ENTRY,
)
REMOVED = NoticeKind(
    "team_removed",
    OWN_ENTRIES,
    gettext_lazy("Taken out of a team"),
    gettext_lazy("You no longer belong to the team of “{title}”"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the leader has taken you out of the team of “{title}” ({contest}). Your other entries:"
        "\n\n{link}"
    ),
    ABOUT_ENTRY,
)
GUARDIAN_ASKED = NoticeKind(
    "guardian_asked",
    OWN_ENTRIES,
    gettext_lazy("Question to a guardian"),
    gettext_lazy("{child} wants to take part in {contest} and needs your consent"),
    gettext_lazy(
        "Hello {guardian},\n\n"
        "{child} said to be under 14, wants to take part in {contest} with the entry “{title}”, "
        "and named you as guardian. By law we need your consent.\n\n"
        "Read what it is about, then agree or refuse, at the latest {until}:\n{link}\n\n"
        "If {child} is not your child, do nothing: we do not write again by ourselves."
    ),
    (*ABOUT_ENTRY, CHILD, GUARDIAN, UNTIL),
    is_secret=True,
)
GUARDIAN_AGREED = NoticeKind(
    "guardian_agreed",
    OWN_ENTRIES,
    gettext_lazy("Guardian has agreed"),
    gettext_lazy("Your guardian has agreed: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "your guardian has agreed that you take part in {contest} with “{title}”.\n\n{link}"
    ),
    ABOUT_ENTRY,
)
GUARDIAN_REFUSED = NoticeKind(
    "guardian_refused",
    OWN_ENTRIES,
    gettext_lazy("Guardian has refused"),
    gettext_lazy("Your guardian has not agreed: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "your guardian has not agreed that you take part in {contest} with “{title}”. Talk about "
        "it; you can have the question sent again.\n\n{link}"
    ),
    ABOUT_ENTRY,
)
GUARDIAN_WITHDREW = NoticeKind(
    "guardian_withdrew",
    OWN_ENTRIES,
    gettext_lazy("Guardian has withdrawn the consent"),
    gettext_lazy("A guardian has withdrawn the consent: {title}"),
    gettext_lazy(
        "Hello {name},\n\n"
        "the guardian of {child} has withdrawn the consent to taking part in {contest} with “{title}”. "
        "Without a guardian’s consent the entry cannot be submitted with {child} in the team. If it "
        "was submitted already it stays as it is, and the moderators decide.\n\n{link}"
    ),
    (*ABOUT_ENTRY, CHILD),
)
KINDS = (
    INVITATION,
    JOINED,
    DECLINED,
    LEFT,
    LEADS,
    REMOVED,
    GUARDIAN_ASKED,
    GUARDIAN_AGREED,
    GUARDIAN_REFUSED,
    GUARDIAN_WITHDREW,
)


def _write(
    kind: NoticeKind, entry: Entry, to: Iterable[User | str], page: str, *args, **values
) -> None:
    """Write about an entry; `page` and its arguments are where the letter leads."""
    notify(
        kind,
        to=to,
        about=entry,
        values=lambda: {
            "title": entry.working_title,
            "contest": entry.contest.title,
            "link": link(page, *args),
            **{name: value() if callable(value) else value for name, value in values.items()},
        },
    )


def _until(row: Invitation | GuardianConsent):
    return lambda: formats.moment(row.expires_at, get_language(), closing=True)


def invite(invitation: Invitation, token: str) -> None:
    """Ask somebody to join the team."""
    _write(
        INVITATION,
        invitation.entry,
        [invitation.email],
        "invitation",
        token,
        inviter=str(invitation.invited_by),
        until=_until(invitation),
    )


def joined(invitation: Invitation, member: Membership) -> None:
    """Tell who invited that somebody has joined."""
    entry, to = invitation.entry, [invitation.invited_by]
    _write(JOINED, entry, to, "my_entry_team", entry.pk, member=str(member.user))


def declined(invitation: Invitation) -> None:
    """Tell who invited that somebody has declined."""
    entry, to = invitation.entry, [invitation.invited_by]
    _write(DECLINED, entry, to, "my_entry_team", entry.pk, email=invitation.email)


def leads(member: Membership) -> None:
    """Tell a member that they lead the team."""
    _write(LEADS, member.entry, [member.user], "my_entry", member.entry_id)


def removed(member: Membership) -> None:
    """Tell somebody that they no longer belong to the team."""
    _write(REMOVED, member.entry, [member.user], "my_entries")


def left(entry: Entry, user: User) -> None:
    """Tell the leader that a member has left."""
    _write(LEFT, entry, [_leader(entry)], "my_entry_team", entry.pk, member=str(user))


def _leader(entry: Entry) -> User:
    return entry.memberships.select_related("user").get(is_leader=True).user


def ask_guardian(asked: GuardianConsent, token: str) -> None:
    """Ask a guardian to agree."""
    _write(
        GUARDIAN_ASKED,
        asked.entry,
        [asked.guardian_email],
        "guardian_consent",
        token,
        child=str(asked.user),
        guardian=asked.guardian_name,
        until=_until(asked),
    )


def guardian_answered(asked: GuardianConsent) -> None:
    """Tell a child that the guardian has agreed, or refused."""
    agreed = asked.state == GuardianConsent.State.GIVEN
    kind = GUARDIAN_AGREED if agreed else GUARDIAN_REFUSED
    _write(kind, asked.entry, [asked.user], "my_entry_consents", asked.entry_id)


def guardian_withdrew(asked: GuardianConsent) -> None:
    """Tell the leader, and the child, that the guardian has withdrawn the consent."""
    entry = asked.entry
    to = dict.fromkeys([_leader(entry), asked.user])
    _write(GUARDIAN_WITHDREW, entry, to, "my_entry", entry.pk, child=str(asked.user))
