"""The teams of the demonstration: who enters with the leader, and that everyone agreed."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model

from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from home.demo.samples import Sample

FAMILY_NAMES = "김이박최정강조윤장임"
GIVEN_NAMES = ("서연", "지훈", "하늘", "민준", "수아", "도윤", "예린", "시우", "가온", "나래")


def make_team(entry: Entry, sample: Sample, leader, now: datetime) -> None:
    """Let as many join as the contest asks for at least, and everyone agree to its terms."""
    for number in range(1, entry.contest.team_min):
        member = _member(sample, leader, number)
        invitation = actions.invite(entry, email=member.email, by=leader, now=now)
        actions.accept_invitation(invitation, by=member, now=now)
    for membership in entry.memberships.all():
        actions.agree(
            entry,
            agreed=entry.contest.consents.all(),
            is_under_14=False,
            by=membership.user,
            now=now,
        )


def _member(sample: Sample, leader, number: int):
    """Return the account of a member; nobody can sign in with it."""
    users = get_user_model().objects
    local, domain = leader.email.split("@")
    email = f"{local}-{number}@{domain}"
    if user := users.filter(email=email).first():
        return user
    seed = sum(map(ord, sample.title)) + 3 * number
    name = FAMILY_NAMES[seed % 10] + GIVEN_NAMES[seed // 10 % 10]
    user = users.create_user(email, name=name)
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
    return user
