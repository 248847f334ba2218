"""Names of files in an archive: read, made the same everywhere, refused where they are a trick."""

import re
import unicodedata

from django.utils.translation import gettext as _

from cms.errors import Refused

LONGEST_NAME = 255  # bytes, the limit of file systems
LONGEST_PATH = 1000  # bytes
DEEPEST = 40
#: What archivers leave behind, nobody's work.
LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini"}
#: Code points that HFS+ does not see: git itself takes a name with them in it for `.git`.
_UNSEEN = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_CONTROL = re.compile("[\x00-\x1f\x7f]")


def decoded(raw: bytes) -> str:
    """Read a name of unknown encoding: UTF-8, else the one of Korean Windows. Raises Refused."""
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(_("A file's name in the archive cannot be read."))


def parts_of(name: str) -> tuple[str, ...]:
    """Return the folders and the file that a name in an archive means; raises Refused.

    Backslashes separate as slashes do, and Korean letters that macOS takes apart are joined again.
    """
    if _CONTROL.search(name):
        raise Refused(_("A file's name in the archive has control characters in it."))
    path = unicodedata.normalize("NFC", name).replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path):
        raise Refused(_("“%(name)s” in the archive names a place of its own.") % _shown(name))
    parts = tuple(part for part in path.split("/") if part not in {"", "."})
    if ".." in parts:
        raise Refused(_("“%(name)s” in the archive leads outside of it.") % _shown(name))
    if any(map(is_git, parts)):
        raise Refused(
            _("“%(name)s”: leave out the “.git” folder; only the files are taken.") % _shown(name)
        )
    if (
        len(parts) > DEEPEST
        or len(path.encode()) > LONGEST_PATH
        or any(len(part.encode()) > LONGEST_NAME for part in parts)
    ):
        raise Refused(_("“%(name)s”: the name is too long or too deep.") % _shown(name))
    return parts


def is_git(part: str) -> bool:
    """Whether some file system would take the name for `.git`."""
    seen = _UNSEEN.sub("", part).casefold().split(":")[0].rstrip(". ")
    return seen in {".git", "git~1"}


def is_litter(parts: tuple[str, ...]) -> bool:
    """Whether it is something that an archiver or a file manager left."""
    return any(part.casefold() in LITTER for part in parts)


class Names:
    """The paths of an archive so far: each once, and not told apart by case only."""

    def __init__(self):
        self._spelled: dict[str, str] = {}
        self._files: set[str] = set()

    def add(self, parts: tuple[str, ...], *, is_file: bool) -> None:
        """Take one more; raises Refused where it cannot stand beside the others."""
        path = "/".join(parts)
        if is_file and path.casefold() in self._spelled:
            self._spell(path)
            raise Refused(_("“%(name)s” is in the archive twice.") % _shown(path))
        for length in range(1, len(parts) + 1):
            self._spell("/".join(parts[:length]))
        if is_file:
            self._files.add(path.casefold())

    def _spell(self, path: str) -> None:
        """Note how a file or folder is spelled."""
        key = path.casefold()
        if (other := self._spelled.setdefault(key, path)) != path:
            raise Refused(
                _("“%(name)s” and “%(other)s” differ in capital letters only.")
                % {"name": path[:80], "other": other[:80]}
            )
        if key in self._files:
            raise Refused(_("“%(name)s” is in the archive twice.") % _shown(path))


def _shown(name: str) -> dict[str, str]:
    return {"name": _CONTROL.sub("?", name)[:80]}
