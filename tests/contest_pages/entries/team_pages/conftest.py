"""A team of one, its leader signed in, and the links that are mailed for it."""

import re
from copy import deepcopy

import pytest
from django.core import mail

from contest_pages.entries import actions
from contest_pages.entries.models import Entry
from contest_pages.models import Consent
from tests.factories import (
    UserFactory,
    announced,
    confirmed,
    draft_entry,
    open_contest,
)


@pytest.fixture(scope="module")
def made_contest(made_once):
    contest = open_contest(slug="app-open", team_max=4)
    announced(contest)
    Consent.objects.create(
        contest=contest, key="terms", title_ko="참가 규정", text_ko="규정을 지킵니다."
    )
    return contest


@pytest.fixture
def contest(made_contest, db):
    return deepcopy(made_contest)


@pytest.fixture
def leader(client, db):
    user = confirmed(UserFactory(name="김하늘", email="leader@example.org"))
    client.force_login(user)
    return user


@pytest.fixture
def entry(leader, contest) -> Entry:
    return draft_entry(contest, by=leader, data={"title": "따릉이 길잡이"})


@pytest.fixture
def mailed(django_capture_on_commit_callbacks):
    """Run an act; return the token of the link that it mails."""

    def run(act, *args, **kwargs) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            act(*args, **kwargs)
        return re.search(r"/(?:invitations|guardian)/([\w-]+)/", mail.outbox[-1].body)[1]

    return run


@pytest.fixture
def token(mailed, entry, leader) -> str:
    """Of an invitation to new@example.org."""
    return mailed(actions.invite, entry, email="new@example.org", by=leader)


@pytest.fixture
def guardian_token(mailed, entry, leader, contest) -> str:
    agreed = contest.consents.all()
    actions.agree(entry, agreed=agreed, is_under_14=True, by=leader)
    return mailed(actions.ask_guardian, entry, name="김보호", email="parent@example.org", by=leader)
