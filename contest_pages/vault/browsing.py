"""What a repository holds, for pages: branches, folders, files, history; each within limits."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from contest_pages.vault import git
from contest_pages.vault.models import Repository

MOST_REFS = 200
MOST_ITEMS = 1000
MOST_SHOWN = 512 * 1024  # bytes of a file
MOST_LINES = 5000
MOST_LETTERS = 1000  # of a line
PER_PAGE = 30
MOST_PAGES = 200
#: What a folder or a list of commits may take of git's words.
MOST_SAID = 4 * 1024 * 1024
READMES = ("README.md", "README.ko.md", "README.txt", "README", "readme.md", "README.rst")


class Absent(Exception):
    """There is no such branch, folder or file."""


@dataclass(frozen=True)
class Ref:
    """A branch or a tag, and the commit that it stands on."""

    name: str
    commit: str
    is_tag: bool


@dataclass(frozen=True)
class Item:
    """Something in a folder."""

    name: str
    path: str
    #: tree, file, link, module (another repository), or odd: its name is no text.
    kind: str
    #: In bytes; of a file alone.
    size: int | None


@dataclass(frozen=True)
class Folder:
    """What a folder holds; folders first."""

    items: list[Item]
    is_cut: bool
    readme: Item | None


@dataclass(frozen=True)
class Shown:
    """A file as a page shows it."""

    item: Item
    lines: list[str]
    is_binary: bool
    is_cut: bool
    has_long_lines: bool


@dataclass(frozen=True)
class Commit:
    """A step of the history."""

    id: str
    author: str
    at: datetime
    subject: str

    @property
    def short(self) -> str:
        """Return as much of its name as people read."""
        return self.id[:10]


class Browser:
    """Looks into a repository at one branch, tag or commit that a branch leads to."""

    def __init__(self, repository: Repository, ref: str = ""):
        self._at = repository.path
        self.refs = self._refs() if self._at.exists() else []
        self.head = self._head()
        self.ref = ref or self.head
        self.commit = self._resolve(self.ref) if self.refs else ""

    def _refs(self) -> list[Ref]:
        said = self._lines(
            "for-each-ref",
            f"--count={MOST_REFS}",
            "--sort=-creatordate",
            "--format=%(refname) %(objectname) %(*objectname)",
            "refs/heads",
            "refs/tags",
        )
        found = []
        for line in said:
            name, commit, *peeled = line.split(" ")
            kind, short = name.removeprefix("refs/").split("/", 1)
            found.append(Ref(short, (peeled and peeled[0]) or commit, kind == "tags"))
        return found

    def _head(self) -> str:
        if not self.refs:
            return ""
        head = git.line("symbolic-ref", "--short", "HEAD", at=self._at)
        names = [ref.name for ref in self.refs]
        return head if head in names else names[0]

    def _resolve(self, ref: str) -> str:
        """Return the commit of a name; refuse one to which no branch or tag leads."""
        for each in self.refs:
            if each.name == ref:
                return each.commit
        is_commit = len(ref) in (40, 64) and not set(ref) - set("0123456789abcdef")
        if is_commit and self._is_reached(ref):
            return ref
        raise Absent(ref)

    def _is_reached(self, commit: str) -> bool:
        try:
            return bool(self._lines("for-each-ref", "--count=1", f"--contains={commit}"))
        except git.GitFailed:
            return False

    def _lines(self, *arguments: str) -> list[str]:
        said = git.run(*arguments, at=self._at, most=MOST_SAID)
        return said.decode(errors="replace").splitlines()

    def _listed(self, prefix: str, *what: str) -> tuple[list[Item], bool]:
        """Return what git lists, and whether it was too much to be read to its end."""
        if not self.commit or "\0" in "".join(what):
            raise Absent(what)
        with git.running("ls-tree", "-l", "-z", *what, at=self._at) as process:
            said = process.stdout.read(MOST_SAID + 1)
            is_cut = len(said) > MOST_SAID
            if not is_cut and process.wait() != 0:
                raise Absent(what)
        *lines, _rest = said.split(b"\0")
        return [_item(line, prefix) for line in lines], is_cut

    def folder(self, path: str) -> Folder:
        """Return what a folder holds; the whole has an empty path. Raises Absent."""
        items, is_cut = self._listed(f"{path}/" if path else "", f"{self.commit}:{path}")
        items.sort(key=lambda item: (item.kind != "tree", item.name.lower()))
        files = {item.name: item for item in items if item.kind == "file"}
        readme = next((files[name] for name in READMES if name in files), None)
        return Folder(items[:MOST_ITEMS], is_cut or len(items) > MOST_ITEMS, readme)

    def item(self, path: str) -> Item:
        """Return what stands at a path. Raises Absent."""
        parent, slash, _name = path.rpartition("/")
        for item in self._listed(parent + slash, self.commit, "--", path)[0]:
            if item.path == path:
                return item
        raise Absent(path)

    def file(self, path: str) -> Shown:
        """Return a file as a page shows it. Raises Absent."""
        item = self.item(path)
        if item.kind not in ("file", "link"):
            raise Absent(path)
        content = self._begin(path)
        text = None if b"\0" in content[:8000] else _decoded(content[:MOST_SHOWN])
        if text is None:
            return Shown(item, [], is_binary=True, is_cut=False, has_long_lines=False)
        lines = text.splitlines()
        return Shown(
            item,
            [line[:MOST_LETTERS] for line in lines[:MOST_LINES]],
            is_binary=False,
            is_cut=len(content) > MOST_SHOWN or len(lines) > MOST_LINES,
            has_long_lines=any(len(line) > MOST_LETTERS for line in lines[:MOST_LINES]),
        )

    def _begin(self, path: str) -> bytes:
        """Return the beginning of a file, one byte more than is shown where there is more."""
        with git.running("cat-file", "blob", f"{self.commit}:{path}", at=self._at) as process:
            return process.stdout.read(MOST_SHOWN + 1)

    def reading(self, path: str):
        """Return a run of git that says a file's bytes, to be entered. Raises Absent."""
        if self.item(path).kind not in ("file", "link"):
            raise Absent(path)
        return git.running(
            "cat-file", "blob", f"{self.commit}:{path}", at=self._at, seconds=git.SLOW
        )

    def archiving(self, name: str):
        """Return a run of git that says a zip archive of all files, to be entered."""
        what = ("archive", "--format=zip", f"--prefix={name}/", self.commit)
        return git.running(*what, at=self._at, seconds=git.SLOW)

    def history(self, path: str = "", page: int = 1) -> tuple[list[Commit], bool]:
        """Return a page of the commits that touched a path, and whether there are more."""
        page = min(max(page, 1), MOST_PAGES)
        said = git.run(
            "log",
            "-z",
            f"--max-count={PER_PAGE + 1}",
            f"--skip={(page - 1) * PER_PAGE}",
            "--format=%H%x1f%an%x1f%at%x1f%s",
            self.commit,
            "--",
            *([path] if path else []),
            at=self._at,
            most=MOST_SAID,
        )
        commits = [_commit(each) for each in said.decode(errors="replace").split("\0") if each]
        return commits[:PER_PAGE], len(commits) > PER_PAGE and page < MOST_PAGES

    def last(self, path: str = "") -> Commit | None:
        """Return the latest commit that touched a path."""
        return next(iter(self.history(path)[0]), None) if self.commit else None


def looked_into(repository: Repository) -> tuple[Commit | None, str]:
    """Return the latest commit, and a sentence where the repository cannot be read."""
    if repository.state == Repository.State.RETURNED:
        return None, ""
    try:
        if repository.pushed_at and not repository.path.exists():
            raise FileNotFoundError(repository.path)
        return Browser(repository).last(), ""
    except (Absent, git.GitFailed, OSError, ValueError):
        return None, _("The repository is damaged. Write to the moderators.")


KINDS = {b"040000": "tree", b"120000": "link", b"160000": "module"}


def _item(line: bytes, prefix: str) -> Item:
    facts, _tab, raw = line.partition(b"\t")
    raw = raw.rpartition(b"/")[2]  # of one thing git says the whole path
    mode, _type, _id, size = facts.split()
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        name = raw.decode(errors="replace")
        return Item(name, f"{prefix}{name}", "odd", None)
    return Item(
        name, f"{prefix}{name}", KINDS.get(mode, "file"), None if size == b"-" else int(size)
    )


def _commit(line: str) -> Commit:
    commit, author, at, subject = line.split("\x1f", 3)
    try:
        when = datetime.fromtimestamp(int(at), tz=UTC)
    except (ValueError, OverflowError, OSError):
        when = datetime.fromtimestamp(0, tz=UTC)
    return Commit(commit, author[:100], when, subject[:300])


def _decoded(content: bytes) -> str | None:
    """Return bytes as text: UTF-8, which may be cut short, or Windows' Korean code page."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if len(content) - error.start < 4 and error.reason == "unexpected end of data":
            return content[: error.start].decode("utf-8")
    try:
        return content.decode("cp949")
    except UnicodeDecodeError:
        return None
