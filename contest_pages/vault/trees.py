"""Files out of a repository into a folder, and from a folder into a repository."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from cms.errors import Refused
from cms.formats import file_size
from contest_pages.vault import git
from contest_pages.vault.models import Repository

#: A tree with more than this is not laid out to be checked.
MOST_FILES, MOST_BYTES = 50_000, 1024**3


def head_of(repository: Repository) -> str:
    """Return the commit that a clone checks out; nothing where nothing was pushed."""
    if not repository.path.exists():
        return ""
    try:
        return git.line("rev-parse", "--verify", "--quiet", "HEAD^{commit}", at=repository.path)
    except git.GitFailed:
        return ""


@contextmanager
def laid_out(repository: Repository, commit: str) -> Iterator[Path]:
    """Give a folder with the files of a commit; links become files that say where they lead.

    Raises Refused where there is too much.
    """
    _measure(repository, commit)
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        tree.mkdir()
        how = {
            "at": repository.path,
            "config": {"core.bare": "false"},
            "environ": {
                "GIT_INDEX_FILE": str(Path(folder) / "index"),
                "GIT_WORK_TREE": str(tree),
            },
            "seconds": git.SLOW,
        }
        git.run("read-tree", commit, **how)
        git.run("checkout-index", "--all", "--force", "--quiet", f"--prefix={tree}/", **how)
        yield tree


def _measure(repository: Repository, commit: str) -> None:
    said = git.run("ls-tree", "-r", "-l", "-z", commit, at=repository.path, most=64 * 1024 * 1024)
    sizes = [line.split(b"\t")[0].split()[-1] for line in said.split(b"\0") if line]
    if len(sizes) > MOST_FILES or sum(int(size) for size in sizes if size != b"-") > MOST_BYTES:
        raise Refused(_("There are too many files in it, or too large ones, to be checked."))


def room_in(repository: Repository) -> int:
    """Return how many bytes there is room for, as the disk has it now: a push may just have ended."""
    return settings.VAULT_QUOTA - git.size_of(repository.path)


def too_large(room: int) -> Refused:
    """Return the refusal of what needs more than so many bytes."""
    return Refused(
        _("This is too large: there is room for %(room)s.") % {"room": file_size(max(room, 0))}
    )


def commit_folder(
    repository: Repository, folder: Path, *, room: int, message: str, name: str, email: str
) -> str:
    """Make what is in a folder the next commit of `main`, or of what HEAD names; return it.

    Returns nothing where the folder holds what the branch holds already. Raises Refused where it
    needs more than `room` bytes in the repository: nothing of it is left there then.
    """
    branch = git.line("symbolic-ref", "HEAD", at=repository.path)
    before, objects = head_of(repository), repository.path / "objects"
    with (
        tempfile.TemporaryDirectory() as aside,
        tempfile.TemporaryDirectory(prefix=git.INCOMING, dir=objects) as incoming,
    ):
        how = {
            "at": repository.path,
            "config": {"core.bare": "false"},
            "environ": {
                "GIT_INDEX_FILE": str(Path(aside) / "index"),
                "GIT_WORK_TREE": str(folder),
                "GIT_OBJECT_DIRECTORY": incoming,
                "GIT_ALTERNATE_OBJECT_DIRECTORIES": str(objects),
                "GIT_AUTHOR_NAME": name,
                "GIT_AUTHOR_EMAIL": email,
                "GIT_COMMITTER_NAME": name,
                "GIT_COMMITTER_EMAIL": email,
            },
            "seconds": git.SLOW,
        }
        git.run("add", "--all", "--force", "--", str(folder), **how)
        tree = git.line("write-tree", **how)
        if before and tree == git.line("rev-parse", f"{before}^{{tree}}", at=repository.path):
            return ""
        parents = ["-p", before] if before else []
        commit = git.line("commit-tree", tree, *parents, "-F", "-", given=message.encode(), **how)
        if git.size_of(Path(incoming)) > room:
            raise too_large(room)
        _take_in(Path(incoming), objects)
        git.run("update-ref", branch, commit, before or "0" * 40, at=repository.path)
    return commit


def _take_in(incoming: Path, objects: Path) -> None:
    """Put objects that were made aside among the others: a pack before the index that names it."""
    found = [path for path in incoming.rglob("*") if path.is_file()]
    for path in sorted(found, key=lambda path: path.suffix == ".idx"):
        place = objects / path.relative_to(incoming)
        place.parent.mkdir(exist_ok=True)
        path.replace(place)
