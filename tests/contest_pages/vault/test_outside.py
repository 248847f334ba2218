"""A public source is cloned by real git, from just the address that was looked at."""

import socket
import threading

import pytest

from cms.fetching import NotAllowed, NotFetched
from contest_pages.vault.outside import clone
from tests.git_server import git, repository, serve
from tests.web_server import redirect


@pytest.fixture
def source(web, tmp_path):
    """The address of a repository that everybody can clone."""
    at = repository(tmp_path / "theirs", **{"README.md": "# App", "src/main.py": "print(1)"})
    return serve(web, "/team/app.git", at)


def test_what_is_there_now_is_taken_and_no_history(source, tmp_path):
    clone(source, tmp_path / "ours")

    assert (tmp_path / "ours/src/main.py").read_text() == "print(1)"
    assert git("rev-list", "--count", "HEAD", at=tmp_path / "ours") == b"1\n"


def test_the_address_of_a_page_leads_to_the_repository(web, source, tmp_path):
    web.answers["/old/app/info/refs"] = lambda request: request.answer(
        301, Location="/team/app.git/info/refs?service=git-upload-pack"
    )

    clone(source.removesuffix(".git") + "/?tab=readme", tmp_path / "page")
    clone(web.url("/old/app"), tmp_path / "renamed")

    assert (tmp_path / "page/README.md").exists()
    assert (tmp_path / "renamed/README.md").exists()


def test_git_connects_to_the_address_that_was_looked_at(web, source, tmp_path, monkeypatch):
    resolve = socket.getaddrinfo

    def getaddrinfo(host, *args, **options):
        return resolve("127.0.0.1" if host == "code.example" else host, *args, **options)

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)

    # No other program of this machine knows that name: git can only have been told.
    clone(source.replace("127.0.0.1", "code.example"), tmp_path / "ours")

    assert (tmp_path / "ours/README.md").exists()


def test_git_follows_no_redirect_that_was_not_looked_at(web, source, tmp_path):
    looked_at = []
    advertise = web.answers["/team/app.git/info/refs"]

    def first_here_then_there(request):
        looked_at.append(request.path)
        if len(looked_at) == 1:
            advertise(request)
        else:
            request.answer(301, Location="/inside/info/refs?service=git-upload-pack")

    web.answers["/team/app.git/info/refs"] = first_here_then_there
    with pytest.raises(NotFetched):
        clone(source, tmp_path / "ours")

    assert len(looked_at) == 2
    assert not any("/inside" in line for line in web.lines)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc",
        "ssh://git@example.org/app.git",
        "git@example.org:app.git",
        "ext::sh -c touch% /tmp/pwned",
        "--upload-pack=touch /tmp/pwned",
        "https://user:secret@example.org/app.git",
        "https://127.0.0.1/app.git",
        "http://example.org/app.git",
    ],
)
def test_nothing_but_public_https_addresses_is_cloned(url, tmp_path):
    with pytest.raises(NotAllowed):
        clone(url, tmp_path / "ours")


def test_a_redirect_into_our_network_is_not_followed(web, tmp_path):
    web.answers["/app/info/refs"] = redirect("http://10.0.0.1/app/info/refs")

    with pytest.raises(NotAllowed):
        clone(web.url("/app"), tmp_path / "ours")


def test_what_is_no_public_repository_is_a_sentence_and_asks_nobody_for_a_password(web, tmp_path):
    web.answers |= {
        "/page": b"<html>",
        "/closed/info/refs": lambda request: request.answer(
            401, WWW_Authenticate='Basic realm="closed"'
        ),
    }

    for path in ("/page", "/nothing", "/closed"):
        with pytest.raises(NotFetched, match="누구나 읽을 수 있는") as failure:
            clone(web.url(path), tmp_path / "ours")
        assert failure.value.reason == "no_repository"


def test_links_become_files_and_submodules_stay_empty(web, tmp_path):
    theirs = repository(tmp_path / "theirs", a="1")
    (theirs / "link").symlink_to("/etc/passwd")
    (theirs / ".gitmodules").write_text('[submodule "x"]\n path = x\n url = http://10.0.0.1/x\n')
    git("add", "--all", at=theirs)
    commit = git("rev-parse", "HEAD", at=theirs).decode().strip()
    git("update-index", "--add", "--cacheinfo", f"160000,{commit},x", at=theirs)
    git("commit", "--quiet", "-m", "third", at=theirs)

    clone(serve(web, "/app", theirs), tmp_path / "ours")

    assert not (tmp_path / "ours/link").is_symlink()
    assert (tmp_path / "ours/link").read_text() == "/etc/passwd"
    assert list((tmp_path / "ours/x").iterdir()) == []


def test_too_large_and_too_slow_are_given_up(web, source, tmp_path):
    with pytest.raises(NotFetched) as failure:
        clone(source, tmp_path / "large", most=10)
    assert failure.value.reason == "too_large"

    given_up = threading.Event()
    web.answers["/team/app.git/git-upload-pack"] = lambda request: given_up.wait(60)
    with pytest.raises(NotFetched) as failure:
        clone(source, tmp_path / "slow", seconds=0.5)
    given_up.set()
    assert failure.value.reason == "slow"
