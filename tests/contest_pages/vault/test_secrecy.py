"""A sealed repository is none, for everybody who has no business with it."""

import base64
import re
from copy import deepcopy
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from contest_pages.vault import actions, queries
from contest_pages.vault.models import AccessToken
from tests.contest_pages.judging.people import give, judge_of, judging_stage
from tests.contest_pages.vault.people import push_files, secret_of
from tests.factories import UserFactory, accepted_entry, draft_entry, leader_of
from tests.statements import asked

pytestmark = pytest.mark.django_db
NONE = ("contest-0-999999", "nothing", "Ünknown", "x" * 90)
#: What git asks for, and with what type of content.
GIT = (
    ("get", "/git/{}.git/info/refs?service=git-upload-pack", ""),
    ("get", "/git/{}.git/info/refs?service=git-receive-pack", ""),
    ("get", "/git/{}.git/info/refs", ""),
    ("get", "/git/{}.git/HEAD", ""),
    ("get", "/git/{}.git", ""),
    ("post", "/git/{}.git/git-upload-pack", "application/x-git-upload-pack-request"),
    ("post", "/git/{}.git/git-receive-pack", "application/x-git-receive-pack-request"),
    ("post", "/git/{}.git/git-upload-pack", "text/plain"),
)
SITE = (
    "/source/{}/",
    "/source/{}/tree/src/",
    "/source/{}/file/README.md",
    "/source/{}/raw/README.md",
    "/source/{}/history/",
    "/source/{}/source.zip",
)
#: Who asks for everything; the others ask once: who they are decides, and not for what.
EVERYWHERE = ("anonymous", "expired", "a stranger")


@pytest.fixture(scope="module")
def made(made_once) -> SimpleNamespace:
    """A sealed repository, and those who may not read it: accounts, and tokens that are not good."""
    entry = accepted_entry()
    leader = leader_of(entry)
    repository = actions.make(queries.of_entry(entry), by=leader)
    push_files(repository, {"README.md": "# 앱", "src/a.py": "1"}, by=leader)
    blind = UserFactory(groups=["Judges"])
    give(judge_of(judging_stage(entry.contest, is_blind=True), blind), entry)
    people = {
        "a stranger": UserFactory(),
        "another team": leader_of(draft_entry()),
        "an editor": UserFactory(groups=["Editors"]),
        "a judge of nothing": UserFactory(groups=["Judges"]),
        "a judge at a blind stage": blind,
        "a moderator without a second factor": UserFactory(groups=["Moderators"]),
    }
    return SimpleNamespace(
        entry=entry,
        leader=leader,
        repository=repository,
        people=people,
        tokens={who: secret_of(user) for who, user in people.items()},
        not_tokens=not_tokens(leader),
    )


def not_tokens(leader) -> dict[str, str]:
    """What opens nothing, by what it is."""
    now = timezone.now()
    expired, revoked = secret_of(leader), secret_of(leader)
    AccessToken.objects.of_secret(expired).update(expires_at=now - timedelta(seconds=1))
    AccessToken.objects.of_secret(revoked).update(revoked_at=now)
    gone = UserFactory()
    of_gone = secret_of(gone)
    gone.is_active = False
    gone.save()
    return {
        "anonymous": "",
        "nonsense": "mdg_nonsense",
        "a password": "madang-password-2018",
        "expired": expired,
        "revoked": revoked,
        "of who is gone": of_gone,
    }


@pytest.fixture
def repository(made, db, files_made_once):
    return deepcopy(made.repository)


def basic(secret: str) -> dict:
    """The header that git sends with a token."""
    sent = base64.b64encode(f"me:{secret}".encode()).decode()
    return {"HTTP_AUTHORIZATION": f"Basic {sent}"} if secret else {}


def told(said, slug: str) -> tuple:
    """All that a client is told, with the address itself left out."""
    body = re.sub(r'nonce-[^"\']+|csrf[^>]+>', "", said.content.decode())
    headers = "\n".join(
        f"{name}: {value}"
        for name, value in said.headers.items()
        if name not in ("Content-Security-Policy", "Content-Length")
    )
    for name in (slug, slug.replace("Ü", "%C3%9C"), slug.replace("Ü", "%25C3%259C")):
        body, headers = body.replace(name, ""), headers.replace(name, "")
    return said.status_code, headers, body


def test_git_tells_nobody_that_a_repository_is_there(client, made, repository):
    for who, secret in (made.not_tokens | made.tokens).items():
        for method, address, kind in GIT if who in EVERYWHERE else GIT[5:6]:

            def answer(slug: str, method=method, address=address, kind=kind, secret=secret):
                how = basic(secret) | ({"content_type": kind, "data": b"0000"} if kind else {})
                return told(getattr(client, method)(address.format(slug), **how), slug)

            known = answer(repository.slug)
            for slug in NONE if (who, address) == ("anonymous", GIT[0][1]) else NONE[:1]:
                assert answer(slug) == known, (who, address, slug)
            asks = known[0] == 401
            assert asks or known[0] == 404, (who, address)
            of_service = "info/refs" in address or method == "post"
            assert asks is (of_service and who in made.not_tokens), (who, address)


def test_the_site_tells_nobody_that_a_repository_is_there(client, made, repository):
    for who, user in {"anonymous": None, **made.people}.items():
        if user:
            client.force_login(user)
        for address in SITE if who in EVERYWHERE else SITE[:1]:
            known = told(client.get(address.format(repository.slug)), repository.slug)
            assert known[0] == (404 if user else 302), (who, address)
            absent = NONE[0]
            assert told(client.get(address.format(absent)), absent) == known, (who, address)


def test_those_whom_it_concerns_read_it(client, made, repository, settings):
    """And the fixture could leak: the same addresses are there for them."""
    settings.STAFF_MFA_REQUIRED = False
    for user, addresses in (
        (made.leader, SITE),
        (made.people["a moderator without a second factor"], SITE[:1]),
    ):
        client.force_login(user)
        assert {client.get(each.format(repository.slug)).status_code for each in addresses} == {200}
        refs = f"/git/{repository.slug}.git/info/refs?service=git-upload-pack"
        assert client.get(refs, **basic(secret_of(user))).status_code == 200


def test_the_database_is_asked_the_same_whether_something_is_there_or_not(client, made, repository):
    refs = "/git/{}.git/info/refs?service=git-upload-pack"
    for secret, status in (
        ("", 401),
        (made.tokens["a stranger"], 404),
        (made.tokens["a moderator without a second factor"], 404),
    ):
        client.defaults.update(basic(secret))
        counts = {
            slug: len(asked(client, refs.format(slug), status))
            for slug in (repository.slug, "contest-0-999999", "nothing")
        }
        assert len(set(counts.values())) == 1, counts
