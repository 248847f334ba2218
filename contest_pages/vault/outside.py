"""Take a copy of a public repository somewhere else: what is in it now, not its history."""

import re
import time
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.fetching import NotAllowed, NotFetched, checked, fetch, port_of, public_addresses
from contest_pages.vault import git

SECONDS = 120
MOST_BYTES = 300 * 1024 * 1024
_ADVERTISED = "application/x-git-upload-pack-advertisement"
_REFS = "/info/refs?service=git-upload-pack"

#: To the server that is named and no other, with nobody's password.
STRAIGHT = {
    "http.followRedirects": "false",  # nor the alternates that a plain server names
    "http.proxy": "",
    "credential.helper": "",
}
#: Beside vault.git's own settings. The address is pinned in `pinned`.
CONFIG = STRAIGHT | {
    "http.lowSpeedLimit": "1000",
    "http.lowSpeedTime": "20",
    "submodule.recurse": "false",
    "fetch.uriProtocols": "",
    "transfer.bundleURI": "false",
    "filter.lfs.smudge": "",
    "filter.lfs.process": "",
    "filter.lfs.required": "false",
}


def clone(url: str, into: Path, *, seconds: float = SECONDS, most: int = MOST_BYTES) -> None:
    """Clone what a public https address has now into a folder that is not there yet.

    Raises NotFetched, its `reason` also `no_repository`, `too_large`, `slow`.
    """
    until = time.monotonic() + seconds
    repository = _found(url)
    arguments = ["clone", "--quiet", "--depth=1", "--single-branch", "--no-tags"]
    arguments += ["--no-recurse-submodules", "--template=", "--", repository, str(into)]
    config = CONFIG | pinned(repository)
    environ = {"GIT_ASKPASS": "", "GIT_LFS_SKIP_SMUDGE": "1"}
    with git.running(*arguments, seconds=seconds, config=config, environ=environ) as process:
        while process.poll() is None:
            if git.size_of(into) > most:
                raise NotFetched(
                    _("The repository is too large to be looked through."), "too_large"
                )
            time.sleep(0.1)
        if process.returncode < 0 or time.monotonic() > until:
            raise NotFetched(_("It took too long."), "slow")
        if process.returncode:
            raise _nothing()
    if git.size_of(into) > most:
        raise NotFetched(_("The repository is too large to be looked through."), "too_large")


def _found(url: str) -> str:
    """Return where the repository is after redirects, each of which was checked."""
    _check_scheme(url)
    bare = re.sub(r"[?#].*", "", url.strip()).rstrip("/")
    for address in dict.fromkeys([bare, f"{bare.removesuffix('.git')}.git"]):
        came = fetch(address + _REFS, most=64 * 1024, whole=False)
        kind = came.headers.get("Content-Type", "").split(";")[0]
        if came.ok and kind == _ADVERTISED and came.url.endswith(_REFS):
            _check_scheme(came.url)
            return came.url.removesuffix(_REFS)
    raise _nothing()


def _check_scheme(url: str) -> None:
    parts = checked(url)
    if parts.scheme != "https" and not settings.FETCH_LOOPBACK:
        raise NotAllowed(_("Source code is fetched from https addresses only."))


def pinned(repository: str) -> dict[str, str]:
    """Return settings that let git connect to the addresses that were looked at, and no other.

    Raises NotFetched, of an address on no public host NotAllowed.
    """
    parts = checked(repository)
    host, port = parts.host.strip("[]"), port_of(parts)
    addresses = ",".join(
        f"[{each}]" if ":" in each else each for each in public_addresses(host, port)
    )
    return {
        "http.curloptResolve": f"{parts.host}:{port}:{addresses}",
        f"protocol.{parts.scheme}.allow": "always",
    }


def _nothing() -> NotFetched:
    return NotFetched(
        _("There is no git repository at this address that everybody can read."), "no_repository"
    )
