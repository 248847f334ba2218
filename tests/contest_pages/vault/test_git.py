"""Git over HTTP with the real client: what it is given, and what it prints when it is refused."""

import base64
import os
from contextlib import contextmanager

import pytest

from contest_pages.entries import actions as entries
from contest_pages.vault import actions, git, locks
from contest_pages.vault.models import Access, AccessToken, Repository
from contest_pages.vault.protocol import FLUSH, packet
from tests.contest_pages.vault.people import manager, open_up, secret_of
from tests.factories import UserFactory, content

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
LOCAL = {"protocol.file.allow": "always"}


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


def have_taken_first(monkeypatch, other, branches: str) -> None:
    """Have the next push wait for its turn until what another has pushed meanwhile was taken."""
    take_turn = locks.turn

    @contextmanager
    def after_another(repository):
        git.run("fetch", "--quiet", str(other), branches, at=repository.path, config=LOCAL)
        with take_turn(repository):
            yield

    monkeypatch.setattr(locks, "turn", after_another)


def test_two_pushes_at_once_share_the_quota(machine, repository, leader, settings, monkeypatch):
    settings.VAULT_QUOTA = 4 * MEGABYTE
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project(large__bin=os.urandom(3 * MEGABYTE))
    other = machine.project("other", large__bin=os.urandom(3 * MEGABYTE))
    have_taken_first(monkeypatch, other, "main:other")
    refused = machine.git("push", url, "main", at=project)
    assert refused.code == 1 and "remote: 너무 큽니다" in refused.said
    assert list(actions.making.refs_of(repository)) == ["refs/heads/other"]
    assert list((repository.path / "objects").glob("tmp_objdir*")) == []


def test_who_comes_second_to_a_branch_is_refused_and_what_it_left_is_counted(
    machine, repository, leader, monkeypatch
):
    url = machine.url(repository.slug, secret_of(leader))
    project, other = machine.project(), machine.project("other", README__md="# 다른 앱\n")
    have_taken_first(monkeypatch, other, "main:main")
    assert "[remote rejected] main -> main" in machine.git("push", url, "main", at=project).said
    assert Access.objects.get().outcome == "refused"
    repository.refresh_from_db()
    assert repository.size == git.size_of(repository.path)


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


def test_once_submitted_no_tag_is_moved_or_deleted(machine, repository, entry, leader):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    machine.git("tag", "v1", at=project)
    machine.git("push", url, "main", "v1", at=project)
    entries.submit(entry, content=content(), by=leader)
    machine.commit(project, "More", more__txt="more")
    machine.git("tag", "--force", "v1", at=project)
    for words in (("--force", url, "main", "v1"), (url, ":v1")):
        refused = machine.git("push", *words, at=project)
        assert refused.code == 1 and "remote: 태그 ‘v1’은(는) 그대로 둡니다" in refused.said
    machine.git("tag", "v2", at=project)
    assert machine.git("push", url, "main", "v2", at=project).code == 0
    tagged = machine.git("ls-remote", url, "refs/tags/*").said.split()
    assert tagged[1::2] == ["refs/tags/v1", "refs/tags/v2"] and tagged[0] != tagged[2]


def test_nothing_but_branches_and_tags_is_taken(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    for name in ("refs/notes/commits", "refs/for/main"):
        refused = machine.git("push", url, f"main:{name}", at=project)
        assert refused.code == 1 and f"remote: 브랜치와 태그만 받습니다. ‘{name}’" in refused.said
    assert machine.git("ls-remote", url).said == ""
    repository.refresh_from_db()
    assert repository.pushed_at is None  # what was refused is no push


def test_a_signed_push_does_not_hide_what_it_asks_for(client, repository, leader):
    hidden = packet(b"push-cert\0report-status\n") + packet(b"certificate version 0.1\n") + FLUSH
    sent = base64.b64encode(f"me:{secret_of(leader)}".encode()).decode()
    refused = client.post(
        f"/git/{repository.slug}.git/git-receive-pack",
        hidden,
        content_type="application/x-git-receive-pack-request",
        HTTP_AUTHORIZATION=f"Basic {sent}",
    )
    assert refused.status_code == 400


def test_who_has_waited_for_long_hears_that_somebody_is_pushing(
    machine, repository, leader, monkeypatch
):
    monkeypatch.setattr(locks, "LONGEST_WAIT", 0)
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    with locks.alone(repository):
        refused = machine.git("push", url, "main", at=project)
    assert refused.code == 1 and "remote: 지금 누군가 올리고 있습니다" in refused.said


def test_a_damaged_repository_is_a_sentence(machine, repository, leader):
    (repository.path / "HEAD").write_text("broken")
    url = machine.url(repository.slug, secret_of(leader))
    assert "remote: 저장소가 손상되었습니다" in machine.git("ls-remote", url).said
    pushed = machine.git("push", url, "main", at=machine.project())
    assert "remote: 저장소가 손상되었습니다" in pushed.said


def test_a_listing_of_the_old_protocol_is_written_down(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    machine.git("-c", "protocol.version=0", "ls-remote", url)
    assert [row.act for row in Access.objects.all()] == ["fetch"]


def test_a_push_is_written_down_as_what_it_did(machine, repository, leader):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    machine.git("push", url, "main:one", at=project)
    machine.git("push", url, ":one", "main:two", at=project)
    commit = machine.git("rev-parse", "HEAD", at=project).said[:10]
    assert list(Access.objects.order_by("pk").values_list("detail", flat=True)) == [
        f"one ∅→{commit}",
        f"one {commit}→∅, two ∅→{commit}",
    ]


def test_a_push_that_is_not_theirs_is_refused_in_words(machine, repository, leader, settings):
    settings.STAFF_MFA_REQUIRED = False
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
    by = manager()
    actions.run_check(actions.check_source(repository, by=by))
    actions.open_to_all(repository, reason="공개합니다.", by=by)
    fetched = machine.git(
        "fetch", machine.url(repository.slug), secret, at=machine.project("other")
    )
    assert "not our ref" in fetched.said


def test_what_moved_is_pushed_no_more_and_stays_sealed_here(
    machine, repository, leader, tmp_path, django_capture_on_commit_callbacks
):
    url = machine.url(repository.slug, secret_of(leader))
    project = machine.project()
    machine.git("push", url, "main", at=project)
    machine.git("init", "--bare", "--quiet", str(tmp_path / "mirror.git"))
    mirror = f"file://{tmp_path / 'mirror.git'}"
    with django_capture_on_commit_callbacks(execute=True):
        actions.mirror(repository, url=mirror, reason="공개합니다.", by=manager())
    refused = machine.git("push", url, "main:more", at=project)
    assert "remote: 이 소스는 옮겨졌습니다" in refused.said
    assert "could not read Username" in machine.git("ls-remote", machine.url(repository.slug)).said
    assert machine.git("ls-remote", mirror).said.endswith("refs/heads/main\n")
