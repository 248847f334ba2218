"""What is kept with a receipt, what is looked over every day, and what is forgotten."""

import io
import os
import socket
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from cms.errors import Refused
from cms.notices.models import Notice
from contest_pages.entries import actions as entries
from contest_pages.entries.models import Receipt
from contest_pages.vault import actions, rules
from contest_pages.vault.browsing import Browser
from contest_pages.vault.git import size_of
from contest_pages.vault.models import Access, AccessToken, Repository
from tests.contest_pages.vault.archives import tarred
from tests.contest_pages.vault.people import manager, push_files, secret_of
from tests.factories import UserFactory, content, draft_entry, leader_of, resubmit
from tests.git_server import git

pytestmark = pytest.mark.django_db


def test_a_receipt_names_a_bundle_of_what_was_submitted(repository, entry, leader, tmp_path):
    push_files(repository, {"README.md": "# 첫 번째"}, by=leader)
    entries.submit(entry, content=content(), by=leader)
    push_files(repository, {"README.md": "# 두 번째"}, by=leader)
    [named] = Receipt.objects.get().files
    bundle = repository.bundles.get().file
    assert (named["sha256"], named["uuid"]) == (bundle.sha256, str(bundle.uuid))
    git("clone", "--quiet", bundle.file.path, str(tmp_path / "copy"), at=tmp_path)
    assert (tmp_path / "copy" / "README.md").read_text() == "# 첫 번째"


def test_a_damaged_repository_keeps_nobody_from_submitting(repository, entry, leader):
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    (repository.path / "refs" / "heads" / "main").write_text("a" * 40 + "\n")
    boss = manager()
    submitted = entries.submit(entry, content=content(), by=leader)
    assert submitted.submitted_at and Receipt.objects.get().files == []
    repository.refresh_from_db()
    assert "main" in repository.fault
    written = Notice.objects.filter(kind="repository_not_kept")
    assert [each.recipient for each in written] == [boss]


def test_a_bundle_holds_and_names_everything_that_a_ref_leads_to(repository, entry, leader):
    commit = push_files(repository, {"README.md": "# 앱"}, by=leader)
    git("update-ref", "refs/notes/commits", "main", at=repository.path)
    [file] = actions.bundle_submission(entry, by=leader)
    refs = {"refs/heads/main": commit, "refs/notes/commits": commit}
    assert repository.bundles.get().refs == refs
    listed = git("bundle", "list-heads", file.file.path, at=repository.path).decode()
    assert {line.split(" ")[1] for line in listed.splitlines()} == {*refs, "HEAD"}
    assert actions.bundle_submission(entry, by=leader) == [file]


def test_a_submission_without_source_keeps_none(entry, leader, repository):
    entries.submit(entry, content=content(), by=leader)
    assert Receipt.objects.get().files == []


def test_what_has_not_changed_is_kept_once(repository, entry, leader):
    push_files(repository, {"README.md": "# 앱"}, by=leader)
    entry = entries.submit(entry, content=content(), by=leader)
    entries.take_back(entry, by=leader)
    resubmit(entry)
    assert len({each.files[0]["uuid"] for each in Receipt.objects.all()}) == 1
    assert Receipt.objects.count() == 2


def test_an_archive_becomes_a_commit_by_its_sender(repository, leader):
    push_files(repository, {"app-main/a.txt": "1", "app-main/b.txt": "2"}, by=leader)
    commit = push_files(
        repository, {"a.txt": "1", ".gitignore": "*"}, by=leader, message="둘째\n--x"
    )
    said = git("show", "--stat", "--format=%an|%ae|%s|%P", commit, at=repository.path).decode()
    assert said.startswith(f"{leader.name}|{leader.pk}@users.noreply.127.0.0.1|둘째 --x|")
    assert "b.txt" in said and ".gitignore" in said
    with pytest.raises(Refused, match="바뀐 것이 없"):
        push_files(repository, {"a.txt": "1", ".gitignore": "*"}, by=leader)


def test_what_a_project_says_of_its_files_does_not_change_them(repository, leader):
    said = "*.txt text eol=lf working-tree-encoding=UTF-16\n*.md export-ignore ident\n"
    push_files(repository, {".gitattributes": said, "a.txt": "1\r\n", "b.md": "$Id$"}, by=leader)
    assert git("cat-file", "blob", "main:a.txt", at=repository.path) == b"1\r\n"
    with Browser(repository).archiving("app") as process:
        zipped = zipfile.ZipFile(io.BytesIO(process.stdout.read()))
    assert {name: zipped.read(f"app/{name}") for name in ("a.txt", "b.md")} == {
        "a.txt": b"1\r\n",
        "b.md": b"$Id$",
    }


def test_an_archive_of_a_stranger_or_of_nonsense_is_refused(repository, leader):
    with pytest.raises(Refused):
        push_files(repository, {"a.txt": "1"}, by=UserFactory())
    with pytest.raises(Refused):
        push_files(repository, {"../a.txt": "1"}, by=leader)
    repository.refresh_from_db()
    assert repository.pushed_at is None


def test_an_archive_over_the_quota_is_refused(repository, leader, settings):
    settings.VAULT_QUOTA = 10
    with pytest.raises(Refused, match="너무 큽니다"):
        push_files(repository, {"a.txt": "1"}, by=leader)


def test_what_is_too_large_unpacked_leaves_nothing(repository, leader, settings):
    settings.VAULT_QUOTA = quota = size_of(repository.path) + 100_000
    noise = os.urandom(30_000)
    files = [(f"{n}.bin", bytes([n]) + noise) for n in range(10)]  # alike only to who packs all
    archive = SimpleUploadedFile("app.tar.xz", tarred(*files, packed="xz").getvalue())
    assert archive.size < 50_000
    with pytest.raises(Refused, match="너무 큽니다"):
        actions.upload(repository, archive, message="올림", by=leader)
    assert size_of(repository.path) < quota - 90_000
    assert git("for-each-ref", at=repository.path) == b""


def test_a_check_that_packs_right_now_is_no_damage(repository, leader):
    push_files(repository, {"a.txt": "1"}, by=leader)
    (repository.path / "gc.pid").write_text(f"{os.getpid()} {socket.gethostname()}")
    actions.tend(repository)
    repository.refresh_from_db()
    assert repository.checked_at and repository.fault == ""


def test_the_daily_look_packs_measures_and_finds_what_is_damaged(repository, leader):
    push_files(repository, {"a.txt": "1" * 1000}, by=leader)
    other = draft_entry()
    whole = actions.make(Repository(entry=other, slug="whole-1"), by=leader_of(other))
    boss = manager()
    call_command("daily")
    assert set(Repository.objects.values_list("fault", flat=True)) == {""}
    assert Repository.objects.exclude(checked_at=None).count() == 2
    for pack in (repository.path / "objects" / "pack").iterdir():
        pack.chmod(0o600)
        pack.write_bytes(b"broken")
    call_command("daily")
    call_command("daily")
    repository.refresh_from_db()
    whole.refresh_from_db()
    assert repository.fault and not whole.fault
    assert [each.recipient for each in Notice.objects.filter(kind="repository_damaged")] == [boss]


def test_old_lines_of_the_register_go(repository, leader, settings):
    now = timezone.now()
    kept = {"asked": "x", "act": "fetch", "outcome": "granted"}
    Access.objects.create(at=now - timedelta(days=settings.VAULT_REGISTER_DAYS + 1), **kept)
    new = Access.objects.create(at=now - timedelta(days=settings.VAULT_REGISTER_DAYS - 1), **kept)
    actions.forget(now)
    assert list(Access.objects.all()) == [new]


def test_a_token_is_kept_as_a_hash_and_ends(leader):
    secret = secret_of(leader, days=7)
    token = AccessToken.objects.get()
    assert secret not in str(token.__dict__) and secret.startswith(token.prefix)
    now = timezone.now()
    assert AccessToken.objects.good(now).of_secret(secret).exists()
    assert not AccessToken.objects.good(now + timedelta(days=7)).of_secret(secret).exists()
    with pytest.raises(Refused):
        actions.revoke_token(token, by=UserFactory())
    actions.revoke_token(token, by=leader)
    assert not AccessToken.objects.good(now).exists()


def test_nobody_has_tokens_without_end(leader):
    AccessToken.objects.bulk_create(
        AccessToken(user=leader, hash=str(n), expires_at=timezone.now() + timedelta(days=1))
        for n in range(rules.MOST_TOKENS)
    )
    with pytest.raises(Refused, match="토큰"):
        secret_of(leader)
