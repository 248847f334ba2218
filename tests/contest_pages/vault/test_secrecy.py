"""A sealed repository is none, for everybody who has no business with it."""

import base64
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from contest_pages.vault.models import AccessToken
from tests.contest_pages.vault.people import push_files, secret_of
from tests.factories import UserFactory, draft_entry, leader_of
from tests.statements import asked

pytestmark = pytest.mark.django_db
NONE = ("contest-0-999999", "nothing", "Ünknown", "x" * 90)
ADDRESSES = (
    ("get", "/git/{}.git/info/refs?service=git-upload-pack"),
    ("get", "/git/{}.git/info/refs?service=git-receive-pack"),
    ("get", "/git/{}.git/info/refs"),
    ("get", "/git/{}.git/HEAD"),
    ("get", "/git/{}.git"),
    ("post", "/git/{}.git/git-upload-pack"),
    ("post", "/git/{}.git/git-receive-pack"),
    ("get", "/source/{}/"),
    ("get", "/source/{}/file/README.md"),
    ("get", "/source/{}/history/"),
    ("get", "/source/{}/source.zip"),
)


def outsiders(leader) -> dict[str, str]:
    """What those send who may not, by who they are."""
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
        "a stranger": secret_of(UserFactory()),
        "another team": secret_of(leader_of(draft_entry())),
        "an editor": secret_of(UserFactory(groups=["Editors"])),
        "a judge of nothing": secret_of(UserFactory(groups=["Judges"])),
    }


def basic(secret: str) -> dict:
    """The header that git sends with a token."""
    sent = base64.b64encode(f"me:{secret}".encode()).decode()
    return {"HTTP_AUTHORIZATION": f"Basic {sent}"} if secret else {}


def seen(client, method: str, address: str, slug: str, secret: str) -> tuple:
    """All that a client is told, with the address itself left out."""
    said = getattr(client, method)(address.format(slug), **basic(secret))
    body = re.sub(r'nonce-[^"\']+|csrf[^>]+>', "", said.content.decode())
    for name in (slug, slug.replace("Ü", "%C3%9C"), slug.replace("Ü", "%25C3%259C")):
        body = body.replace(name, "")
    headers = {name: value.replace(slug, "") for name, value in said.headers.items()}
    for name in ("Content-Security-Policy", "Content-Length", "Location"):
        headers.pop(name, None)
    return said.status_code, headers, body


def test_nobody_learns_that_a_repository_is_there(client, repository, leader):
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    for who, secret in outsiders(leader).items():
        for method, address in ADDRESSES:
            known = seen(client, method, address, repository.slug, secret)
            for slug in NONE if who == "anonymous" and "git" in address else NONE[:1]:
                assert seen(client, method, address, slug, secret) == known, (who, address, slug)
            assert known[0] in (302, 401, 404), (who, address)


def test_who_brings_no_good_token_is_asked_for_one_and_others_find_nothing(
    client, repository, leader
):
    refs = f"/git/{repository.slug}.git/info/refs?service=git-upload-pack"
    answers = {
        who: client.get(refs, **basic(secret)).status_code
        for who, secret in outsiders(leader).items()
    }
    known = ("a stranger", "another team", "an editor", "a judge of nothing")
    assert answers == {who: 404 if who in known else 401 for who in answers}


def test_the_database_is_asked_the_same_whether_something_is_there_or_not(
    client, repository, leader
):
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    refs = "/git/{}.git/info/refs?service=git-upload-pack"
    for secret, status in (("", 401), (secret_of(UserFactory()), 404)):
        client.defaults.update(basic(secret))
        counts = {
            slug: len(asked(client, refs.format(slug), status))
            for slug in (repository.slug, "contest-0-999999", "nothing")
        }
        assert len(set(counts.values())) == 1, counts
