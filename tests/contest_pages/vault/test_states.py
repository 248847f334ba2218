"""What managers decide: check, open, seal, mirror, return; and what is left in register and log."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from cms.errors import Refused
from contest_pages.entries import actions as entries
from contest_pages.entries.models import Receipt
from contest_pages.vault import actions, locks, rules
from contest_pages.vault.models import Bundle, Repository, SourceCheck
from media.models import PrivateFile
from media.views import can_read
from tests.contest_pages.vault.people import checked, manager, open_up, push_files
from tests.factories import UserFactory, content
from tests.git_server import git

pytestmark = pytest.mark.django_db
State = Repository.State
FILES = {"README.md": "# 앱", "LICENSE": "MIT License"}


@pytest.fixture(scope="module")
def made(made):
    """The same, with something in it."""
    push_files(made.repository, FILES, by=made.leader)
    made.repository.refresh_from_db()
    return made


@pytest.fixture
def pushed(repository):
    return repository


@pytest.fixture
def finished(django_capture_on_commit_callbacks):
    """Let what follows an act happen too: `with finished(): …`."""
    return partial(django_capture_on_commit_callbacks, execute=True)


@pytest.fixture
def place(tmp_path) -> Path:
    """A bare repository elsewhere."""
    git("init", "--bare", "--quiet", str(tmp_path / "mirror.git"), at=tmp_path)
    return tmp_path / "mirror.git"


def logged(repository) -> list[tuple[str, str]]:
    rows = ModelLogEntry.objects.for_instance(repository).order_by("pk")
    return [(each.action, each.data.get("reason", "")) for each in rows]


def test_a_repository_opens_after_a_check_of_what_is_there(pushed, finished):
    by = manager()
    with pytest.raises(Refused, match="검사"):
        actions.open_to_all(pushed, reason="수상작입니다.", by=by)
    with finished():
        check = actions.check_source(pushed, by=by)
    check.refresh_from_db()
    assert check.found.readme == "README.md"
    opened = actions.open_to_all(pushed, reason="수상작입니다.", by=by)
    assert opened.is_public and opened.opened_at
    assert logged(pushed)[-1] == ("repository.open", "수상작입니다.")


def test_what_was_pushed_after_the_check_is_not_opened_unseen(pushed, leader):
    by = manager()
    checked(pushed, by)
    push_files(pushed, FILES | {"더.txt": "더"}, by=leader)
    with pytest.raises(Refused, match="검사"):
        actions.open_to_all(pushed, reason="수상작입니다.", by=by)
    SourceCheck.objects.update(asked_at=timezone.now())  # and yet of another commit
    with pytest.raises(Refused, match="검사"):
        actions.open_to_all(pushed, reason="수상작입니다.", by=by)


def test_a_check_that_fails_in_any_way_says_so(pushed, finished):
    with finished():
        check = actions.check_source(pushed, by=manager())
        (pushed.path / "vault.lock").unlink()
        (pushed.path / "vault.lock").mkdir()
    check.refresh_from_db()
    assert "vault.lock" in check.fault and check.report is None


def test_nobody_waits_without_end_for_who_pushes(pushed, monkeypatch):
    monkeypatch.setattr(locks, "LONGEST_WAIT", 0)
    both = locks.pushing(pushed), locks.pushing(pushed)
    with both[0], both[1], pytest.raises(Refused, match="올리고 있습니다"), locks.alone(pushed):
        pass
    with locks.alone(pushed), pytest.raises(Refused), locks.pushing(pushed):
        pass


def test_an_opened_repository_can_be_sealed_again(pushed):
    open_up(pushed)
    sealed = actions.seal(pushed, reason="아직 이릅니다.", by=manager())
    assert not sealed.is_public
    assert logged(pushed)[-1] == ("repository.seal", "아직 이릅니다.")


def test_only_managers_decide(pushed):
    acts = (
        partial(actions.check_source, pushed),
        partial(actions.open_to_all, pushed, reason="x"),
        partial(actions.seal, pushed, reason="x"),
        partial(actions.mirror, pushed, url="file:///x", reason="x"),
        partial(actions.give_back, pushed, reason="x"),
        partial(actions.create, slug="x", title="x", keepers=[]),
    )
    for group in ("Moderators", "Judges", "Editors"):
        user = UserFactory(groups=[group])
        for act in acts:
            with pytest.raises(Refused, match="사업 담당자"):
                act(by=user)


def test_every_decision_takes_a_reason(pushed):
    by = manager()
    checked(pushed, by)
    for act in (actions.open_to_all, actions.give_back):
        with pytest.raises(Refused, match="사유"):
            act(pushed, reason="  ", by=by)
    assert Repository.objects.get().state == State.SEALED
    assert not PrivateFile.objects.exists()


def test_a_mirror_gets_branches_and_tags_and_its_failure_is_recorded(pushed, finished, place):
    by, nowhere = manager(), place.with_name("nowhere.git")
    with finished():
        actions.mirror(pushed, url=f"file://{nowhere}", reason="옮깁니다.", by=by)
    failed = Repository.objects.get()
    assert (failed.state, failed.mirror_url) == (State.SEALED, "")
    assert "nowhere.git" in failed.mirror_fault
    assert logged(pushed)[-1][0] == "repository.mirror_failed"
    with finished():
        actions.mirror(pushed, url=f"file://{place}", reason="옮깁니다.", by=by)
    mirrored = Repository.objects.get()
    assert (mirrored.state, mirrored.mirror_fault) == (State.MIRRORED, "")
    assert (place / "refs" / "heads" / "main").exists()
    assert not mirrored.is_public
    with finished():
        actions.mirror(pushed, url=f"file://{nowhere}", reason="옮깁니다.", by=by)
    assert Repository.objects.get().mirror_url == f"file://{place}"


def test_what_git_says_of_a_branch_that_the_mirror_refuses_is_kept(pushed, finished, tmp_path):
    git("init", "--quiet", "--initial-branch=main", "theirs", at=tmp_path)
    url = f"file://{tmp_path / 'theirs'}"
    with finished():
        actions.mirror(pushed, url=url, reason="옮깁니다.", by=manager())
    said = Repository.objects.get().mirror_fault
    assert "refs/heads/main" in said and "(branch is currently checked out)" in said


def test_what_was_sealed_or_returned_meanwhile_is_not_mirrored(pushed, place):
    by, url = manager(), f"file://{place}"
    for decide in (actions.seal, actions.give_back):
        asked = timezone.now()
        if decide is actions.seal:
            open_up(pushed)
        actions.mirror(pushed, url=url, reason="옮깁니다.", by=by, now=asked)
        decided = decide(pushed, reason="아닙니다.", by=by)
        actions.finish_mirror(pushed, url=url, asked_at=asked)
        assert Repository.objects.get().state == decided.state
        assert list((place / "refs" / "heads").iterdir()) == []


def test_a_mirroring_that_another_took_the_place_of_is_not_done(pushed, place):
    by, asked = manager(), timezone.now()
    actions.mirror(pushed, url=f"file://{place}", reason="옮깁니다.", by=by, now=asked)
    later = asked + timedelta(seconds=1)
    actions.mirror(pushed, url="file:///elsewhere", reason="저리로.", by=by, now=later)
    actions.finish_mirror(pushed, url=f"file://{place}", asked_at=asked)
    assert Repository.objects.get().state == State.SEALED


def test_what_is_returned_is_handed_out_and_erased(pushed, finished, entry, leader, tmp_path):
    entries.submit(entry, content=content(), by=leader)
    kept = Receipt.objects.get().files[0]
    git("update-ref", "refs/notes/commits", "main", at=pushed.path)
    with finished():
        actions.give_back(pushed, reason="팀의 요청입니다.", by=manager())
    stub = Repository.objects.get()
    assert (stub.state, stub.size, stub.path.exists()) == (State.RETURNED, 0, False)
    assert not Bundle.objects.exists()
    assert list(PrivateFile.objects.all()) == [stub.returned_bundle]
    assert Receipt.objects.get().files == [kept]
    assert can_read(leader, stub.returned_bundle)
    assert not can_read(UserFactory(), stub.returned_bundle)
    bundle = stub.returned_bundle.file.path
    git("clone", "--quiet", bundle, str(tmp_path / "copy"), at=tmp_path)
    assert (tmp_path / "copy" / "README.md").read_text() == "# 앱"
    assert b"refs/notes/commits" in git("ls-remote", bundle, at=tmp_path)
    assert rules.why_not_push(stub, rules.Standing(is_member=True))


def test_what_could_not_be_erased_is_erased_later_and_looked_over_no_more(pushed, finished):
    actions.give_back(pushed, reason="팀의 요청입니다.", by=manager())  # and the machine went down
    assert pushed.path.exists()
    actions.tend(pushed)
    assert Repository.objects.get().fault == ""
    actions.forget(timezone.now())
    assert not pushed.path.exists()


def test_what_cannot_be_handed_out_is_not_erased(pushed):
    (pushed.path / "packed-refs").unlink(missing_ok=True)
    (pushed.path / "refs" / "heads" / "main").write_text("a" * 40 + "\n")
    with pytest.raises(Refused, match="지워지지 않았습니다"):
        actions.give_back(pushed, reason="팀의 요청입니다.", by=manager())
    assert Repository.objects.get().state == State.SEALED and pushed.path.exists()


def test_what_is_lost_is_neither_opened_nor_mirrored_nor_returned(pushed):
    by = manager()
    pushed.path.rename(pushed.path.with_suffix(".lost"))
    for act in (
        actions.open_to_all,
        actions.give_back,
        partial(actions.mirror, url="file:///x"),
    ):
        with pytest.raises(Refused):
            act(pushed, reason="수상작입니다.", by=by)


def test_nobody_takes_the_address_of_an_entry(entry):
    by = manager()
    with pytest.raises(Refused, match="출품작"):
        actions.create(slug=f"{entry.contest.slug}-{entry.pk + 1}", title="x", keepers=[], by=by)
    other = Repository(slug=Repository.objects.get().slug)
    with pytest.raises(Refused, match="이미"):
        actions.make(other, by=by)


def test_a_repository_that_is_no_entrys_is_pushed_to_by_those_named(db):
    by, keeper = manager(), UserFactory()
    repository = actions.create(slug="city-app", title="시청 앱", keepers=[keeper], by=by)
    push_files(repository, FILES, by=keeper)
    with pytest.raises(Refused):
        push_files(repository, FILES | {"x": "y"}, by=UserFactory())
    actions.appoint(repository, keepers=[], by=by)
    with pytest.raises(Refused):
        push_files(repository, FILES | {"x": "y"}, by=keeper)
