"""Each app's Korean catalogue: what its code says, what its `django.po` holds, and the `.mo`.

Django's own makemessages needs GNU gettext on the machine; this needs Babel only. Templates go
through the same `templatize` that makemessages uses.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed
from django.utils.translation.template import templatize

LANGUAGE = "ko"
CONTEXT_FIRST = (1, "c")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": (CONTEXT_FIRST, 2),
    "npgettext_lazy": (CONTEXT_FIRST, 2, 3),
}
PASSED_OVER = {"locale", "migrations", "static"}
# No dates: they would change, and collide, with every extraction.
HEADER = """\
msgid ""
msgstr ""
"Language: ko\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


@dataclass(frozen=True)
class Room:
    """An app of ours: a name, its folder, and the folders inside that are apps themselves."""

    name: str
    path: Path
    inner: tuple[Path, ...] = ()

    @property
    def po(self) -> Path:
        """Return where the catalogue is, or will be."""
        return po_under(self.path / "locale")

    def sources(self) -> Iterator[Path]:
        """Yield the Python files and templates that belong to this app and to no inner one."""
        for path in sorted(self.path.rglob("*")):
            folders = path.relative_to(self.path).parts[:-1]
            if path.suffix not in {".py", ".html", ".txt"} or PASSED_OVER.intersection(folders):
                continue
            if path.suffix != ".py" and "templates" not in folders:
                continue
            if not any(path.is_relative_to(inner) for inner in self.inner):
                yield path


def po_under(locale: Path) -> Path:
    """Return the Korean catalogue of a `locale` folder."""
    return locale / LANGUAGE / "LC_MESSAGES" / "django.po"


def rooms() -> list[Room]:
    """Return the installed apps that stand in this project, by name."""
    names = {
        config.name: Path(config.path)
        for config in apps.get_app_configs()
        if Path(config.path) == settings.BASE_DIR.joinpath(*config.name.split("."))
    }
    return [
        Room(name, path, tuple(each for each in names.values() if path in each.parents))
        for name, path in sorted(names.items())
    ]


def extracted(room: Room) -> Catalog:
    """Return a catalogue, without translations, of all that an app's code can say."""
    found = Catalog(locale=LANGUAGE)
    for path in room.sources():
        where = path.relative_to(room.path).as_posix()
        content = path.read_bytes()
        if path.suffix != ".py":
            content = _template_as_python(content.decode(), where)
        for line, ids, comments, context in extract(
            "python", io.BytesIO(content), keywords=KEYWORDS, comment_tags=("Translators",)
        ):
            found.add(ids, locations=[(where, line)], auto_comments=comments, context=context)
    return found


def _template_as_python(source: str, where: str) -> bytes:
    # What is not a message becomes a row of letters; its indentation would not be Python.
    lines = templatize(source, origin=where).splitlines()
    return "\n".join(line.strip() for line in lines).encode()


def read(po: Path) -> Catalog:
    """Return the catalogue of a file; an empty one where there is no file."""
    if not po.exists():
        return Catalog(locale=LANGUAGE)
    with po.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def write(room: Room) -> int:
    """Bring an app's `django.po` up to what its code says; keep translations; return the size."""
    catalogue = read(room.po)
    catalogue.update(extracted(room), no_fuzzy_matching=True)
    if not len(catalogue) and not room.po.exists():
        return 0
    content = io.BytesIO()
    write_po(
        content,
        catalogue,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    room.po.parent.mkdir(parents=True, exist_ok=True)
    body = content.getvalue().decode().strip()
    room.po.write_text(f"{HEADER}{body}\n", encoding="utf-8")
    return len(catalogue)


def problems(catalogue: Catalog, said: Catalog | None = None) -> list[str]:
    """Name every message that is missing, stale, untranslated, fuzzy or wrongly filled in.

    `said` is what the code says; without it nothing can be missing or stale.
    """
    found = []
    if said is not None:
        written, wanted = _by_key(catalogue), _by_key(said)
        found += [f"missing: {_name(wanted[key])}" for key in wanted.keys() - written.keys()]
        found += [f"stale: {_name(written[key])}" for key in written.keys() - wanted.keys()]
    for message in _by_key(catalogue).values():
        strings = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        if not all(strings):
            found.append(f"untranslated: {_name(message)}")
        elif message.fuzzy:
            found.append(f"fuzzy: {_name(message)}")
        found += [f"{error}: {_name(message)}" for error in message.check(catalogue)]
    return sorted(found)


def clashes(pos: list[Path]) -> list[str]:
    """Name the messages that two apps translate differently.

    Django merges the catalogues of all apps, `django` and `djangojs` each for itself: one of the
    two would stand on both apps' pages.
    """
    said: dict[tuple, dict[object, Path]] = {}
    for po in pos:
        for key, message in _by_key(read(po)).items():
            said.setdefault((po.name, *key), {}).setdefault(message.string, po)
    return sorted(
        f"{key[2]!r} has {len(strings)} translations: "
        + ", ".join(f"{string} ({po.parents[3].name})" for string, po in strings.items())
        for key, strings in said.items()
        if len(strings) > 1
    )


def _by_key(catalogue: Catalog) -> dict[tuple, Message]:
    """Return the messages by id and context; a plural is known by its singular."""
    return {
        (message.context, message.id[0] if message.pluralizable else message.id): message
        for message in catalogue
        if message.id
    }


def _name(message: Message) -> str:
    text = message.id[0] if message.pluralizable else message.id
    return f"{text!r} ({message.context})" if message.context else repr(text)


def compile_po(po: Path) -> bool:
    """Write the `.mo` beside a catalogue if it is older; return whether it was written."""
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime_ns > po.stat().st_mtime_ns:
        return False
    # Replaced in one step: another process may be compiling, or reading, the same file.
    unfinished = mo.with_suffix(f".{id(po)}.tmp")
    with unfinished.open("wb") as file:
        write_mo(file, read(po))
    unfinished.replace(mo)
    translation_file_changed(sender=None, file_path=mo)  # else this process keeps the old words
    return True


def all_pos() -> list[Path]:
    """Return every catalogue: the apps' and the project's own."""
    return [po for po in [*(room.po for room in rooms()), *project_pos()] if po.exists()]


def project_pos() -> list[Path]:
    """Return the project's own catalogues, what packages say on the server and in the browser."""
    own = [po_under(Path(folder)) for folder in settings.LOCALE_PATHS]
    return [po.with_name(name) for po in own for name in (po.name, "djangojs.po")]
