"""Agreeing to what a contest asks, and a guardian's agreement for a child."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.accounts.models import normalise_email
from cms.accounts.queries import owns_address
from cms.errors import Refused
from contest_pages.entries import rules, team_notices
from contest_pages.entries.actions.act import acting, acting_on, record, refuse_flood
from contest_pages.entries.agreements import agreement_of
from contest_pages.entries.models import ConsentGiven, Entry, GuardianConsent
from contest_pages.entries.rules.members import LASTS
from contest_pages.models import Consent

State = GuardianConsent.State


def agree(
    entry: Entry,
    *,
    agreed: Iterable[Consent],
    is_under_14: bool | None,
    by,
    now: datetime | None = None,
) -> None:
    """Keep what a member agrees to, word for word, and whether they are under 14.

    `agreed` are the consents as they were shown. Of who enters for somebody else they are the
    leader's, signed on paper. Refused where a required one is missing or a
    text was changed meanwhile. Only where nothing is required need the age not be said.
    """
    with acting(entry, rules.why_not_agree, by, now) as (row, now):
        person = rules.agreeing_person(by, row)
        missing = agreement_of(row, person).missing
        shown = _as_shown(row.contest.consents.all(), agreed)
        language = get_language() or "ko"
        for consent in missing:
            if consent.is_required and consent.pk not in shown:
                raise Refused(_("Agree to “%(title)s” to take part.") % {"title": consent.title})
        ConsentGiven.objects.bulk_create(
            ConsentGiven(
                entry=row,
                user=person,
                recorded_by=by if by != person else None,
                consent=consent,
                version=consent.version,
                title=consent.title,
                text=consent.text,
                language=language,
                given_at=now,
            )
            for consent in missing
            if consent.pk in shown
        )
        row.memberships.filter(user=person).update(is_under_14=is_under_14)
        record(row, "agree", by, now)


def _as_shown(consents: Iterable[Consent], agreed: Iterable[Consent]) -> set[int]:
    """Return the keys of what was agreed to; refuse a text that is not the present one."""
    versions = {consent.pk: consent.version for consent in consents}
    shown = {}
    for consent in agreed:
        if versions.get(consent.pk) != consent.version:
            raise Refused(
                _("“%(title)s” was changed meanwhile. Read it again.") % {"title": consent}
            )
        shown[consent.pk] = consent
    return set(shown)


def say_age(entry: Entry, *, is_under_14: bool, by, now: datetime | None = None) -> None:
    """Correct whether a member is under 14."""
    with acting(entry, rules.why_not_agree, by, now) as (row, now):
        person = rules.agreeing_person(by, row)
        row.memberships.filter(user=person).update(is_under_14=is_under_14)
        record(row, "say_age", by, now, is_under_14=is_under_14)


def ask_guardian(
    entry: Entry, *, name: str, email: str, by, now: datetime | None = None
) -> GuardianConsent:
    """Mail the guardian of a member under 14 a link; one that was sent before is void."""
    email = normalise_email(email)
    with acting(entry, rules.why_not_ask_guardian, by, now) as (row, now):
        if not agreement_of(row, by).needs_guardian:
            raise Refused(_("Your guardian has agreed already."))
        if owns_address(by, email) or email == normalise_email(by.email):
            raise Refused(_("This is your own address. Give your guardian’s."))
        refuse_flood(row, now)
        asked = row.guardian_consents.filter(user=by, state=State.PENDING).first()
        asked = asked or GuardianConsent(entry=row, user=by, created_at=now)
        asked.guardian_name, asked.guardian_email = name, email
        token = asked.new_link(now + LASTS)
        asked.save()
        record(row, "ask_guardian", by, now)
        team_notices.ask_guardian(asked, token)
    return asked


def give_guardian_consent(
    asked: GuardianConsent, *, agreed: Iterable[Consent], now: datetime | None = None
) -> GuardianConsent:
    """Keep what the guardian agrees to, word for word; the link is the proof of who it is."""
    with acting_on(asked, rules.why_not_answer_as_guardian, None, now) as (row, now):
        consents = list(row.entry.contest.consents.all())
        shown = _as_shown(consents, agreed)
        for consent in consents:
            if consent.is_required and consent.pk not in shown:
                raise Refused(_("Agree to “%(title)s”, or refuse.") % {"title": consent.title})
        language = get_language() or "ko"
        row.texts = [
            {
                "consent": consent.pk,
                "version": consent.version,
                "title": consent.title,
                "text": consent.text,
                "language": language,
            }
            for consent in consents
            if consent.pk in shown
        ]
        return _answer(row, State.GIVEN, "guardian_agree", now)


def refuse_guardian_consent(
    asked: GuardianConsent, *, now: datetime | None = None
) -> GuardianConsent:
    """Say no for a child: its team cannot submit with it."""
    with acting_on(asked, rules.why_not_answer_as_guardian, None, now) as (row, now):
        return _answer(row, State.REFUSED, "guardian_refuse", now)


def withdraw_guardian_consent(
    asked: GuardianConsent, *, now: datetime | None = None
) -> GuardianConsent:
    """Take back what the guardian has agreed to for a child; what was agreed to stays on record."""
    with acting_on(asked, rules.why_not_withdraw_consent, None, now) as (row, now):
        # The guardian may have been asked more than once, about a text that was changed.
        same = row.entry.guardian_consents.filter(
            user=row.user, guardian_email=row.guardian_email, state=State.GIVEN
        )
        same.update(state=State.WITHDRAWN, withdrawn_at=now)
        row.refresh_from_db(fields=["state", "withdrawn_at"])
        record(row.entry, "guardian_withdraw", None, now)
        team_notices.guardian_withdrew(row)
    return row


def _answer(asked: GuardianConsent, state: str, action: str, now: datetime) -> GuardianConsent:
    asked.state, asked.answered_at = state, now
    asked.save()
    record(asked.entry, action, None, now)
    team_notices.guardian_answered(asked)
    return asked
