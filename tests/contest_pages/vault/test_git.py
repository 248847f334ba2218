"""Git over HTTP with the real client: what it is given, and what it prints when it is refused."""

import os

import pytest

from contest_pages.entries import actions as entries
from contest_pages.vault import actions
from contest_pages.vault.models import Access, AccessToken, Repository
from tests.contest_pages.vault.people import manager, open_up, secret_of
from tests.factories import UserFactory, content

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


def test_a_team_pushes_and_clones_what_it_pushed(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    data = os.urandom(2 * MEGABYTE)  # more than a client sends in one piece
    project = machine.project(README__md="# 앱\n", data__bin=data)
    pushed = machine.git("push", url, "main", at=project)
    assert pushed.code == 0, pushed.said
    cloned = machine.git("clone", url, "copy")
    assert cloned.code == 0, cloned.said
    assert (machine.folder / "copy" / "data.bin").read_bytes() == data
    repository.refresh_from_db()
    assert repository.size > 2 * MEGABYTE and repository.pushed_at
    written = Access.objects.order_by("pk").values_list("act", "user", "outcome")
    assert list(written) == [("push", leader.pk, "granted"), ("fetch", leader.pk, "granted")]


def test_a_repository_is_made_by_the_first_push(machine, entry, leader):
    slug = f"{entry.contest.slug}-{entry.pk}"
    pushed = machine.git("push", machine.url(slug, secret_of(leader)), "main", at=machine.project())
    assert pushed.code == 0, pushed.said
    assert Repository.objects.get().entry == entry


def test_a_clone_checks_out_whatever_branch_was_pushed(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    machine.git("push", url, "main:개발", at=machine.project())
    assert machine.git("clone", url, "copy").code == 0
    assert (machine.folder / "copy" / "README.md").exists()


def test_a_push_over_the_quota_is_refused_in_words(machine, repository, leader, settings):
    settings.VAULT_QUOTA = MEGABYTE
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project(large__bin=os.urandom(4 * MEGABYTE))
    refused = machine.git("push", url, "main", at=project)
    assert refused.code == 1
    assert "remote: 너무 큽니다" in refused.said
    assert "[remote rejected] main -> main" in refused.said
    english = machine.git("push", url, "main", at=project, LANGUAGE="en", LC_ALL="C.UTF-8")
    assert "remote: Too large: this repository may hold 1 MB" in english.said
    assert machine.git("ls-remote", url).said == ""
    assert list((repository.path / "objects").glob("tmp_objdir*")) == []
    assert set(Access.objects.filter(act="push").values_list("outcome", flat=True)) == {"refused"}


def test_a_full_repository_says_so_before_anything_is_sent(machine, repository, leader, settings):
    Repository.objects.update(size=settings.VAULT_QUOTA)
    url = machine.url(repository.slug, secret_of(leader))
    refused = machine.git("push", url, "main", at=machine.project())
    assert "remote: 너무 큽니다" in refused.said


def test_once_submitted_nothing_is_overwritten_or_deleted(machine, repository, entry, leader):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    machine.git("push", url, "main", "main:old", at=project)
    machine.git("commit", "--amend", "--quiet", "-m", "Anew", at=project)
    assert machine.git("push", "--force", url, "main", at=project).code == 0
    assert machine.git("push", url, ":old", at=project).code == 0
    machine.git("push", url, "main:kept", at=project)
    entries.submit(entry, content=content(), by=leader)
    machine.git("commit", "--amend", "--quiet", "-m", "Once more", at=project)
    forced = machine.git("push", "--force", url, "main", at=project)
    assert "! [remote rejected] main -> main (non-fast-forward)" in forced.said
    deleted = machine.git("push", url, ":kept", at=project)
    assert "! [remote rejected] kept (deletion prohibited)" in deleted.said
    machine.git("reset", "--hard", "--quiet", "HEAD@{1}", at=project)
    machine.commit(project, "More", more__txt="more")
    assert machine.git("push", url, "main", at=project).code == 0


def test_a_push_that_is_not_theirs_is_refused_in_words(machine, repository, leader):
    project = machine.project()
    for user, scope, words in (
        (leader, AccessToken.Scope.READ, "remote: 이 토큰으로는 읽기만"),
        (UserFactory(groups=["Moderators"]), AccessToken.Scope.WRITE, "remote: 팀만"),
    ):
        url = machine.url(repository.slug, secret_of(user, scope))
        assert words in machine.git("push", url, "main", at=project).said
        assert machine.git("ls-remote", url).code == 0


def test_a_broken_object_is_refused(machine, repository, leader):
    project = machine.project()
    (project / "bad").write_bytes(b"tree " + b"0" * 40 + b"\n\nno author")
    commit = machine.git("hash-object", "-t", "commit", "-w", "--literally", "bad", at=project).said
    url = machine.url(repository.slug, secret_of(leader))
    refused = machine.git("push", url, f"{commit.strip()}:refs/heads/bad", at=project)
    assert refused.code != 0
    assert machine.git("ls-remote", url).said == ""


def test_hooks_of_a_repository_are_not_run(machine, repository, leader):
    hook = repository.path / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    url = machine.url(repository.slug, secret_of(leader))
    assert machine.git("push", url, "main", at=machine.project()).code == 0


def test_what_was_opened_is_fetched_by_all_and_pushed_by_none_of_them(machine, repository, leader):
    project = machine.project()
    secret = secret_of(leader)
    machine.git("push", machine.url(repository.slug, secret), "main", at=project)
    asked = machine.git("clone", machine.url(repository.slug), "none")
    assert "could not read Username" in asked.said
    open_up(repository)
    assert machine.git("clone", machine.url(repository.slug), "all").code == 0
    pushed = machine.git("push", machine.url(repository.slug), "main:mine", at=project)
    assert "could not read Username" in pushed.said
    assert Access.objects.filter(user=None).count() == 0


def test_what_no_branch_leads_to_is_not_opened(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project(secret__txt="password")
    machine.git("push", url, "main", at=project)
    secret = machine.git("rev-parse", "HEAD", at=project).said.strip()
    machine.git("rm", "--quiet", "secret.txt", at=project)
    (project / "README.md").write_text("# 앱")
    machine.git("add", ".", at=project)
    machine.git("commit", "--amend", "--quiet", "-m", "Without", at=project)
    machine.git("push", "--force", url, "main", at=project)
    open_up(repository)
    fetched = machine.git(
        "fetch", machine.url(repository.slug), secret, at=machine.project("other")
    )
    assert "not our ref" in fetched.said


def test_what_moved_is_fetched_no_more_where_it_was_sealed(machine, repository, leader, tmp_path):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    machine.git("push", url, "main", at=project)
    machine.git("init", "--bare", "--quiet", str(tmp_path / "mirror.git"))
    mirror = f"file://{tmp_path / 'mirror.git'}"
    actions.mirror(repository, url=mirror, reason="공개합니다.", by=manager())
    actions.finish_mirror(Repository.objects.get())
    refused = machine.git("push", url, "main:more", at=project)
    assert "remote: 이 소스는 옮겨졌습니다" in refused.said
    assert "could not read Username" in machine.git("ls-remote", machine.url(repository.slug)).said
    assert machine.git("ls-remote", mirror).said.endswith("refs/heads/main\n")
