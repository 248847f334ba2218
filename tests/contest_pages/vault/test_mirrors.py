"""Where repositories are sent, and what git is told for it."""

import base64
import socket

import pytest

from cms.fetching import NotAllowed
from contest_pages.vault.mirrors import way_to, why_not_to


@pytest.fixture(autouse=True)
def environment(settings):
    """The places that this environment has keys for."""
    settings.VAULT_MIRROR_PROTOCOLS = ("https", "ssh")
    settings.VAULT_MIRROR_TOKENS = {"github.com": "hub", "git.example.org:8443": "own"}
    settings.VAULT_MIRROR_PRIVATE_HOSTS = ["git.example.org:8443"]
    settings.VAULT_MIRROR_SSH_KEY = "/keys/mirror key"
    settings.VAULT_MIRROR_SSH_HOSTS = ["github.com"]


@pytest.fixture
def resolving(monkeypatch):
    """Let every name be that of one address: `resolving("1.2.3.4")`."""

    def to(address: str):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)

    return to


def test_a_mirror_is_a_git_address_to_which_the_environment_has_a_key():
    for url in (
        "https://github.com/a/b.git",
        "https://git.example.org:8443/a/b",
        "git@github.com:a/b.git",
        "ssh://git@github.com/a/b.git",
    ):
        assert why_not_to(url) == ""
    for url, said in {
        "": "git 저장소의 주소",
        "/etc": "git 저장소의 주소",
        "-x": "git 저장소의 주소",
        "ext::sh -c x": "git 저장소의 주소",
        "http://github.com/a/b": "git 저장소의 주소",
        "https://[": "git 저장소의 주소",
        "https://user:pw@github.com/a/b": "이름과 비밀번호",
        "https://evil.example/a": "github.com, git.example.org:8443",
        "https://github.com:8443/a": "github.com, git.example.org:8443",
        "https://git.example.org/a": "github.com, git.example.org:8443",
        "git@evil.example:a/b": "SSH",
        "ssh://github.com.evil.example/a": "SSH",
    }.items():
        assert said in why_not_to(url), url


def test_without_a_key_nothing_goes_over_ssh(settings):
    settings.VAULT_MIRROR_SSH_KEY = ""
    assert "SSH" in why_not_to("git@github.com:a/b.git")


def test_a_token_goes_to_its_host_alone_and_to_the_address_that_was_looked_at(resolving):
    resolving("140.82.112.3")
    config, environ = way_to("https://github.com/a/b.git")
    sent = base64.b64encode(b"x-access-token:hub").decode()
    assert {key: value for key, value in config.items() if sent in value} == {
        "http.https://github.com/.extraHeader": f"Authorization: Basic {sent}"
    }
    assert config["http.curloptResolve"] == "github.com:443:140.82.112.3"
    assert config["http.followRedirects"] == "false"
    assert environ == {}


def test_only_a_place_that_is_said_to_be_ours_may_be_in_our_network(resolving):
    resolving("10.0.0.7")
    with pytest.raises(NotAllowed):
        way_to("https://github.com/a/b.git")
    config, _environ = way_to("https://git.example.org:8443/a/b.git")
    assert "http.https://git.example.org:8443/.extraHeader" in config


def test_ssh_is_given_our_key_alone_and_takes_no_host_on_trust():
    config, environ = way_to("git@github.com:a/b.git")
    assert config == {"protocol.ssh.allow": "always"}
    assert environ == {
        "GIT_SSH_COMMAND": "ssh -F none -i '/keys/mirror key' -o BatchMode=yes "
        "-o IdentitiesOnly=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=20"
    }
