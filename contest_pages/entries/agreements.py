"""How far each member of a team has agreed to what the contest asks of everyone."""

from dataclasses import dataclass

from contest_pages.entries.models import Entry, GuardianConsent, Membership
from contest_pages.models import Consent


@dataclass(frozen=True)
class Agreement:
    """What one member has still to do before the team's submission counts."""

    member: Membership
    #: The contest's consents that the member has given in their present version, and the others.
    given: list[Consent]
    missing: list[Consent]
    #: Whether something is required, so that the member has to say whether they are under 14.
    asks_age: bool
    #: What counts of the guardian's consents: the one that was given, else the one asked for last.
    guardian: GuardianConsent | None = None
    #: Whether a guardian has agreed to all that is required, in its present version.
    guardian_agreed: bool = False

    @property
    def has_agreed(self) -> bool:
        """Return whether the member has done their own part."""
        said_age = self.member.is_under_14 is not None or not self.asks_age
        return said_age and not any(consent.is_required for consent in self.missing)

    @property
    def needs_guardian(self) -> bool:
        """Return whether a guardian has to agree and has not."""
        return self.asks_age and bool(self.member.is_under_14) and not self.guardian_agreed


def agreements_of(entry: Entry) -> list[Agreement]:
    """Return how far each member has agreed, the leader first."""
    members = list(entry.memberships.all())
    consents = list(entry.contest.consents.all())
    required = [consent for consent in consents if consent.is_required]
    given = {(each.user_id, each.consent_id, each.version) for each in entry.consents_given.all()}
    guardians: dict[int, list[GuardianConsent]] = {}
    for each in entry.guardian_consents.all() if any(m.is_under_14 for m in members) else ():
        guardians.setdefault(each.user_id, []).append(each)
    found = []
    for member in members:
        asked = guardians.get(member.user_id, [])
        covering = next((each for each in asked if each.covers(required)), None)
        found.append(
            Agreement(
                member=member,
                given=[c for c in consents if (member.user_id, c.pk, c.version) in given],
                missing=[c for c in consents if (member.user_id, c.pk, c.version) not in given],
                asks_age=bool(required),
                guardian=covering or next(iter(asked), None),
                guardian_agreed=covering is not None,
            )
        )
    return found


def agreement_of(entry: Entry, user) -> Agreement:
    """Return how far one member has agreed; raises LookupError for anyone else."""
    for each in agreements_of(entry):
        if each.member.user_id == user.pk:
            return each
    raise LookupError(user)


def children_of(entry: Entry) -> list[Agreement]:
    """Return how far it is with the members under 14; no statement where there is none."""
    if not any(member.is_under_14 for member in entry.memberships.all()):
        return []
    return [each for each in agreements_of(entry) if each.member.is_under_14]
