"""Addresses of source code: which are the same, and where a repository keeps its files."""

import re
from urllib.parse import SplitResult, urljoin, urlsplit

#: Hosts that take capital and small letters of a path for the same.
_ANY_CASE = frozenset({"github.com", "gitlab.com", "bitbucket.org", "codeberg.org"})
FILE_NAME = "publiccode.yml"
#: Hosts at which a project's address is what git clones: of two parts, or of as many as groups nest.
FORGES = frozenset({"github.com", "codeberg.org", "bitbucket.org"})
NESTING_FORGES = frozenset({"gitlab.com", "framagit.org"})
#: Parts of the addresses of a project's pages, which are no projects.
_PAGES = frozenset({"-", "tree", "blob", "src", "raw", "commit", "releases", "issues", "wiki"})
#: No character in it means anything to a shell.
_PLAIN = re.compile(
    r"https?://(?P<host>[a-z0-9.-]+(?::[0-9]+)?)(?P<path>(?:/[\w.~-]+)+)/?", re.A | re.I
)


def key_of_address(address: str) -> str:
    """Return what two spellings of a repository's address have in common.

    With or without `.git`, `www.`, a slash at the end, an account, over http, https or git.
    """
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 22, 80, 443, 9418) else ""
    except ValueError:
        return address.strip()
    path = parts.path.rstrip("/").removesuffix(".git").rstrip("/")
    if host in _ANY_CASE:
        path = path.lower()
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{port}{path}{query}"


def parts_of(address: str) -> SplitResult:
    """Split an address; what is none has no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def file_in(repository: str, path: str) -> str:
    """Return the address at which a repository gives out one of its files as it is.

    Knows GitHub and GitLab; empty where the host is another.
    """
    parts = parts_of(repository)
    host, where = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    where = where.removesuffix(".git")
    if host == "github.com" and where.count("/") == 1:
        return f"https://raw.githubusercontent.com/{where}/HEAD/{path.lstrip('/')}"
    if host.split(".")[0] == "gitlab" and where.count("/") >= 1:
        return f"https://{host}/{where}/-/raw/HEAD/{path.lstrip('/')}"
    return ""


def is_repository(address: str) -> bool:
    """Whether an address is what git clones, as far as it shows, and safe in a command line."""
    plain = _PLAIN.fullmatch(address)
    if plain is None:
        return False
    host, parts = plain["host"].lower(), plain["path"].strip("/").split("/")
    if _PAGES & set(parts[2:]):
        return False
    if parts[-1].endswith(".git"):
        return True
    if host in FORGES:
        return len(parts) == 2
    return len(parts) > 1 and (host in NESTING_FORGES or host.startswith(("git.", "gitlab.")))


def document_at(address: str) -> str:
    """Return where the document is that an address of a repository, or of a page of it, means."""
    parts = parts_of(address)
    if (parts.hostname or "").removeprefix("www.") == "github.com" and "/blob/" in parts.path:
        owner_and_name, path = parts.path.strip("/").split("/blob/", 1)
        return f"https://raw.githubusercontent.com/{owner_and_name}/{path}"
    if "/-/blob/" in parts.path:
        return address.replace("/-/blob/", "/-/raw/", 1)
    return file_in(address, FILE_NAME) or address


def picture_at(name: str, *, source: str, repository: str) -> str:
    """Return where a picture is that a document names; empty where that cannot be told.

    `source` is where the document itself was found: a path in it starts there.
    """
    if parts_of(name).scheme in ("http", "https"):
        return document_at(name) if "/blob/" in name else name
    if parts_of(source).scheme in ("http", "https"):
        try:
            return urljoin(source, name)
        except ValueError:
            return ""
    return file_in(repository, name)
