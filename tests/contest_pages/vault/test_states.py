"""What managers decide: check, open, seal, mirror, return; and what is left in register and log."""

import subprocess

import pytest
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from contest_pages.entries import actions as entries
from contest_pages.entries.models import Receipt
from contest_pages.vault import actions, rules
from contest_pages.vault.models import Bundle, Repository
from media.models import PrivateFile
from media.views import can_read
from tests.contest_pages.vault.people import manager, open_up, push_files
from tests.factories import UserFactory, content

pytestmark = pytest.mark.django_db
State = Repository.State
FILES = {"README.md": "# 앱", "LICENSE": "MIT License"}


@pytest.fixture(autouse=True)
def on_commit_at_once(monkeypatch):
    """Do what follows a transaction at once: a test's own never ends."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **how: act())


@pytest.fixture
def pushed(repository, leader):
    push_files(repository, FILES, by=leader)
    return Repository.objects.get(pk=repository.pk)


def logged(repository) -> list[tuple[str, str]]:
    rows = ModelLogEntry.objects.for_instance(repository).order_by("pk")
    return [(each.action, each.data.get("reason", "")) for each in rows]


def test_a_repository_opens_after_a_check_of_what_is_there(pushed, leader):
    by = manager()
    with pytest.raises(Refused, match="검사"):
        actions.open_to_all(pushed, reason="수상작입니다.", by=by)
    check = actions.check_source(pushed, by=by)
    check.refresh_from_db()
    assert check.report
    opened = actions.open_to_all(pushed, reason="수상작입니다.", by=by)
    assert opened.is_public and opened.opened_at
    assert logged(pushed)[-1] == ("repository.open", "수상작입니다.")


def test_what_was_pushed_after_the_check_is_not_opened_unseen(pushed, leader):
    by = manager()
    actions.check_source(pushed, by=by)
    push_files(pushed, FILES | {"더.txt": "더"}, by=leader)
    with pytest.raises(Refused, match="검사"):
        actions.open_to_all(pushed, reason="수상작입니다.", by=by)


def test_an_opened_repository_can_be_sealed_again(pushed):
    open_up(pushed)
    sealed = actions.seal(pushed, reason="아직 이릅니다.", by=manager())
    assert not sealed.is_public
    assert logged(pushed)[-1] == ("repository.seal", "아직 이릅니다.")


@pytest.mark.parametrize("group", ["Moderators", "Judges", "Editors"])
def test_only_managers_decide(pushed, group):
    user = UserFactory(groups=[group])
    for act in (
        lambda: actions.check_source(pushed, by=user),
        lambda: actions.open_to_all(pushed, reason="x", by=user),
        lambda: actions.seal(pushed, reason="x", by=user),
        lambda: actions.mirror(pushed, url="file:///x", reason="x", by=user),
        lambda: actions.give_back(pushed, reason="x", by=user),
        lambda: actions.create(slug="x", title="x", keepers=[], by=user),
    ):
        with pytest.raises(Refused, match="사업 담당자"):
            act()


def test_every_decision_takes_a_reason(pushed):
    by = manager()
    actions.check_source(pushed, by=by)
    with pytest.raises(Refused, match="사유"):
        actions.open_to_all(pushed, reason="  ", by=by)
    assert Repository.objects.get().state == State.SEALED


def test_a_mirror_gets_branches_and_tags_and_its_failure_is_recorded(pushed, tmp_path):
    by, place = manager(), tmp_path / "mirror.git"
    actions.mirror(pushed, url=f"file://{place}", reason="옮깁니다.", by=by)
    failed = Repository.objects.get()
    assert failed.state == State.SEALED and "mirror.git" in failed.mirror_fault
    assert logged(pushed)[-1][0] == "repository.mirror_failed"
    subprocess.run(["git", "init", "--bare", "--quiet", str(place)], check=True)  # noqa: S603, S607
    actions.mirror(pushed, url=f"file://{place}", reason="옮깁니다.", by=by)
    mirrored = Repository.objects.get()
    assert mirrored.state == State.MIRRORED and mirrored.mirror_fault == ""
    assert (place / "refs" / "heads" / "main").exists()
    assert not mirrored.is_public


@pytest.mark.parametrize(
    "url",
    ["", "https://user:pw@github.com/a/b", "https://evil.example/a", "ext::sh -c x", "/etc", "-x"],
)
def test_a_mirror_is_a_git_address_to_which_the_environment_has_a_key(pushed, settings, url):
    settings.VAULT_MIRROR_PROTOCOLS = ("https", "ssh")
    settings.VAULT_MIRROR_TOKENS = {"github.com": "secret"}
    with pytest.raises(Refused):
        actions.mirror(pushed, url=url, reason="옮깁니다.", by=manager())


def test_what_is_returned_is_handed_out_and_erased(pushed, entry, leader, tmp_path):
    entries.submit(entry, content=content(), by=leader)
    kept = Receipt.objects.get().files[0]
    by = manager()
    actions.give_back(pushed, reason="팀의 요청입니다.", by=by)
    stub = Repository.objects.get()
    assert (stub.state, stub.size, stub.path.exists()) == (State.RETURNED, 0, False)
    assert not Bundle.objects.exists()
    assert list(PrivateFile.objects.all()) == [stub.returned_bundle]
    assert Receipt.objects.get().files == [kept]
    assert can_read(leader, stub.returned_bundle)
    assert not can_read(UserFactory(), stub.returned_bundle)
    clone = ["git", "clone", "--quiet", stub.returned_bundle.file.path, str(tmp_path / "copy")]
    subprocess.run(clone, check=True)  # noqa: S603  (ours)
    assert (tmp_path / "copy" / "README.md").read_text() == "# 앱"
    assert rules.why_not_push(stub, rules.Standing(is_member=True))


def test_a_repository_that_is_no_entrys_is_pushed_to_by_those_named(client):
    by, keeper = manager(), UserFactory()
    repository = actions.create(slug="city-app", title="시청 앱", keepers=[keeper], by=by)
    push_files(repository, FILES, by=keeper)
    with pytest.raises(Refused):
        push_files(repository, FILES | {"x": "y"}, by=UserFactory())
    actions.appoint(repository, keepers=[], by=by)
    with pytest.raises(Refused):
        push_files(repository, FILES | {"x": "y"}, by=keeper)
