"""Sending a repository to a home elsewhere. Keys come from the environment alone.

A token goes to the host that it is for and to no other, and stands in no list of processes.
"""

import base64
import re
import shlex
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from contest_pages.vault import git
from contest_pages.vault.models import Repository

#: git@github.com:owner/name.git
SHORT_SSH = re.compile(r"(?P<user>[\w.-]+)@(?P<host>[\w.-]+):(?P<path>[^\s:-][^\s]*)")
REFS = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")


def _protocol_of(url: str) -> str:
    return "ssh" if SHORT_SSH.fullmatch(url) else urlsplit(url).scheme


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
        if parts.hostname not in settings.VAULT_MIRROR_TOKENS:
            hosts = ", ".join(settings.VAULT_MIRROR_TOKENS) or "–"
            return _("There is no key for this host in the environment, only for: %(hosts)s") % {
                "hosts": hosts
            }
    if protocol == "ssh" and not settings.VAULT_MIRROR_SSH_KEY:
        return _("There is no key for SSH in the environment.")
    return ""


def send(repository: Repository) -> str:
    """Make the mirror what the repository is; return why that failed, or an empty string."""
    url = repository.mirror_url
    if fault := why_not_to(url):
        return fault
    protocol, environ = _protocol_of(url), {}
    config = {f"protocol.{protocol}.allow": "always"}
    if protocol == "https":
        host = urlsplit(url).hostname
        key = f"x-access-token:{settings.VAULT_MIRROR_TOKENS[host]}".encode()
        sent = f"Authorization: Basic {base64.b64encode(key).decode()}"
        config[f"http.https://{urlsplit(url).netloc}/.extraHeader"] = sent
        config["http.followRedirects"] = "false"
    elif protocol == "ssh":
        environ["GIT_SSH_COMMAND"] = shlex.join(
            ["ssh", "-i", settings.VAULT_MIRROR_SSH_KEY, "-oBatchMode=yes", "-oIdentitiesOnly=yes"]
        )
    try:
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
        return str(failed)
    return ""
