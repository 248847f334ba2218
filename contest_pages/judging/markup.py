"""XML inside documents without the people it names: read by a parser and written anew.

Written anew are elements, attributes and words; comments and processing instructions are not.
"""

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

#: What an XML part starts with, whatever its name says.
_START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: Parts that say nothing but who and when, by the name of their outermost element.
_ABOUT_MAKERS = {"coreproperties", "properties", "document-meta"}
#: Elements that hold a person's name, or a picture's own metadata.
_NAMING = re.compile(
    r"author|creator|initial-creator|creator-initials|author-name|author-initials|sender-.+"
    r"|printed-by|lastmodifiedby|displayname|metadata"
)
#: Elements whose attribute `name` is a person's.
_NAMED = {"author", "cmauthor", "trackchangeauthor", "userinfo"}
#: How attributes end that hold a person's name, or the name of their file.
_NAMING_ATTRIBUTES = (
    "author",
    "initials",
    "username",
    "userid",
    "displayname",
    "modifiedby",
    "refreshedby",
    "creator",
    "lastsaveby",
    "docname",
    "export-filename",
)
#: Where a workbook was saved.
_FOLDER = "abspath"
_ADDRESS = re.compile(r"file:/+[^\"'<\s]*|mailto:[^\"'<\s]*", re.IGNORECASE)
#: The same as a whole value, which may hold blanks; a folder of Windows or of a server as well.
_OWN_PLACE = re.compile(r"(?:file:/|mailto:|[a-z]:\\|\\\\).*", re.IGNORECASE | re.DOTALL)
_NOWHERE = "about:blank"


def is_xml(content: bytes) -> bool:
    """Return whether a part of a document is XML by what it starts with."""
    return bool(_START.match(content))


def strip_xml(content: bytes) -> bytes:
    """Return XML without what names a person; raise ValueError where it is not well-formed."""
    try:
        return _Writer().written(content)
    except expat.ExpatError as error:
        raise ValueError("XML") from error


class _Writer:
    """Writes what a parser reads, but for what names a person."""

    def __init__(self):
        self._out = io.StringIO()
        self._words: list[str] = []
        self._depth = 0
        #: How deep stands the element whose content is left out; 0 where none is.
        self._emptied_at = 0
        self._parser = parser = expat.ParserCreate()
        parser.ordered_attributes = parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words.append
        parser.EntityDeclHandler = self._refuse

    def written(self, content: bytes) -> bytes:
        self._out.write(_HEAD)
        self._parser.Parse(content.lstrip(), True)
        return self._out.getvalue().encode()

    def _start(self, name: str, attributes: list[str]) -> None:
        self._write_words()
        self._depth += 1
        if self._emptied_at:
            return
        local = _local(name)
        pairs = list(zip(attributes[::2], attributes[1::2], strict=True)) if attributes else ()
        if self._is_emptied(local, pairs):
            self._emptied_at = self._depth
        if local != _FOLDER:
            said = (f" {key}={quoteattr(_value(local, key, it))}" for key, it in pairs)
            self._out.write(f"<{name}{''.join(said)}>")

    def _is_emptied(self, local: str, attributes: Sequence[tuple[str, str]]) -> bool:
        if self._depth == 1:  # a workbook has a part <metadata>, which names nobody
            return local in _ABOUT_MAKERS
        if local == "stringparam":  # of a memo of HWPX
            local = "".join(it.lower() for key, it in attributes if key == "name")
        return local == _FOLDER or _is_naming(local)

    def _end(self, name: str) -> None:
        self._write_words()
        if self._emptied_at in (0, self._depth):
            self._emptied_at = 0
            if _local(name) != _FOLDER:
                self._out.write(f"</{name}>")
        self._depth -= 1

    def _write_words(self) -> None:
        """Write what stands between two tags, which the parser may hand over in pieces."""
        if self._words and not self._emptied_at:
            words = _ADDRESS.sub(_NOWHERE, "".join(self._words))
            self._out.write(escape(words, {"\r": "&#13;"}))
        self._words.clear()

    def _refuse(self, *_declared) -> None:
        """Refuse entities: a few letters of them can stand for gigabytes."""
        raise ValueError("entity")


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


@lru_cache(maxsize=1000)
def _is_naming(element: str) -> bool:
    return bool(_NAMING.fullmatch(element))


def _value(element: str, key: str, value: str) -> str:
    """Return the value of an attribute, or nothing where it names a person."""
    local = _local(key)
    if key.startswith("xmlns"):
        return value
    if local == "name" and element in _NAMED:
        return ""
    # a table of a workbook is found by its "displayName"
    if local.endswith(_NAMING_ATTRIBUTES) and element != "table":
        return ""
    if ":" not in value and "\\" not in value:  # most are numbers
        return value
    return _ADDRESS.sub(_NOWHERE, _OWN_PLACE.sub(_NOWHERE, value))
