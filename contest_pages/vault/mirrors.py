"""Sending a repository to a home elsewhere. Keys come from the environment alone.

A token goes to the host that it is for and to no other, and stands in no list of processes.
"""

import base64
import re
import shlex
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cms.fetching import NotFetched
from contest_pages.vault import git
from contest_pages.vault.models import Repository
from contest_pages.vault.outside import STRAIGHT, pinned

#: git@github.com:owner/name.git
SHORT_SSH = re.compile(r"(?P<user>[\w.-]+)@(?P<host>[\w.-]+):(?P<path>[^\s:-][^\s]*)")
REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def _protocol_of(url: str) -> str:
    return "ssh" if SHORT_SSH.fullmatch(url) else urlsplit(url).scheme


def _place_of(parts: SplitResult) -> str:
    """Return host and port, as the environment names them."""
    return parts.netloc.lower()


def why_not_to(url: str) -> str:
    """Return why nothing can be sent to an address; an empty string if it can."""
    try:
        protocol, parts = _protocol_of(url), urlsplit(url)
    except ValueError:
        protocol = ""
    if protocol not in settings.VAULT_MIRROR_PROTOCOLS or url.startswith("-"):
        return _("Give the address of a git repository: https://… or git@…:….")
    if protocol == "https":
        if parts.username or parts.password:
            return _("Leave name and password out of the address: the key is in the environment.")
        if _place_of(parts) not in settings.VAULT_MIRROR_TOKENS:
            hosts = ", ".join(settings.VAULT_MIRROR_TOKENS) or "–"
            return _("There is no key for this host in the environment, only for: %(hosts)s") % {
                "hosts": hosts
            }
    if protocol == "ssh":
        if not settings.VAULT_MIRROR_SSH_KEY:
            return _("There is no key for SSH in the environment.")
        short = SHORT_SSH.fullmatch(url)
        if (short["host"] if short else parts.hostname) not in settings.VAULT_MIRROR_SSH_HOSTS:
            hosts = ", ".join(settings.VAULT_MIRROR_SSH_HOSTS) or "–"
            return _("Over SSH nothing is sent to this host, only to: %(hosts)s") % {"hosts": hosts}
    return ""


def _ssh_command() -> str:
    """Return how ssh is called: with our key alone, to hosts that this machine knows."""
    options = ("BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=yes")
    words = [word for option in (*options, "ConnectTimeout=20") for word in ("-o", option)]
    return shlex.join(["ssh", "-F", "none", "-i", settings.VAULT_MIRROR_SSH_KEY, *words])


def way_to(url: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return git's settings and its environment for an address to which something can be sent.

    Raises NotFetched where its host is not on the public internet, and not said to be ours.
    """
    protocol, parts = _protocol_of(url), urlsplit(url)
    config = {f"protocol.{protocol}.allow": "always"}
    if protocol == "ssh":
        return config, {"GIT_SSH_COMMAND": _ssh_command()}
    if protocol == "https":
        key = f"x-access-token:{settings.VAULT_MIRROR_TOKENS[_place_of(parts)]}".encode()
        sent = f"Authorization: Basic {base64.b64encode(key).decode()}"
        config[f"http.https://{parts.netloc}/.extraHeader"] = sent
        config |= STRAIGHT
        if _place_of(parts) not in settings.VAULT_MIRROR_PRIVATE_HOSTS:
            config |= pinned(url)
    return config, {}


def send(repository: Repository, url: str) -> str:
    """Make the mirror what the repository is; return why that failed, or an empty string."""
    if fault := why_not_to(url):
        return fault
    try:
        config, environ = way_to(url)
        git.run(
            "push",
            "--porcelain",
            "--prune",
            "--",
            url,
            *REFS,
            at=repository.path,
            seconds=git.SLOW,
            config=config,
            environ=environ,
        )
    except git.TooMuch:
        return _("It took too long.")
    except git.GitFailed as failed:
        # What is wrong with a branch or tag stands among what git says, not what it complains of.
        refused = [
            line for line in failed.said.decode(errors="replace").splitlines() if line[:1] == "!"
        ]
        return "\n".join([str(failed), *refused])
    except NotFetched as failed:
        return str(failed)
    return ""
