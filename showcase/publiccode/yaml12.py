"""Reads YAML as version 1.2 has it, and no more of it than a document of metadata needs.

PyYAML would read version 1.1 (`no` is false, a date is no text), follow tags to Python, keep the last
of two equal keys and let aliases grow without end. So only its events are used here.
"""

import re
from collections.abc import Iterator

import yaml
from django.utils.translation import gettext as _

from showcase.publiccode.faults import Unreadable

#: A document that is larger is not read; real ones have some thousand bytes.
MOST_BYTES = 400_000
#: What a document may weigh once its aliases are followed: each value one, and each hundred
#: characters of text one more. Real ones weigh some hundred.
MOST_WEIGHT, A_WEIGHT_OF_TEXT = 5_000, 100
#: How deep values may stand in one another; the standard needs five.
DEEPEST = 30

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE, _FALSE = frozenset({"true", "True", "TRUE"}), frozenset({"false", "False", "FALSE"})
_NUMBER = re.compile(
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"
    r"|[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
#: What escapes can write, and no database, feed or spreadsheet takes.
_NO_TEXT = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff]")
_TAGS = "tag:yaml.org,2002:"


class Bare(str):
    """A number that stands without quotes, as it was written: the standard has only texts."""


def load(data: bytes) -> dict:
    """Return the document as mappings, lists, texts, booleans and None. Raises Unreadable."""
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 400 kB."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("The file is not in UTF-8.")) from None
    try:
        events = yaml.parse(text, Loader=_LOADER)
        value = _Composer(events).document()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise Unreadable(_("This is not YAML."), mark.line + 1 if mark else None) from None
    if not isinstance(value, dict):
        raise Unreadable(_("The document is not a list of keys with values."))
    return value


class _Composer:
    """Makes values of a parser's events, without recursion that a document could drive."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self.events = events
        self.anchors: dict[str, tuple[object, int]] = {}
        self.weight = 0

    def document(self) -> object:
        """Return the value of the one document. Raises Unreadable, yaml.YAMLError."""
        value, found = None, False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if found:
                    raise Unreadable(
                        _("The file holds more than one document."), event.start_mark.line + 1
                    )
                value, found = self._value(next(self.events), 1)[0], True
        return value

    def _value(self, event: yaml.Event, depth: int) -> tuple[object, int]:
        """Return the value that begins with the event, and what it weighs."""
        line = event.start_mark.line + 1
        if depth > DEEPEST:
            raise Unreadable(_("The values stand too deep in one another."), line)
        before = self.weight
        self._more(1, line)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self.anchors:
                raise Unreadable(_("An alias names what is not there."), line)
            value, size = self.anchors[event.anchor]
            self._more(size, line)  # what repeats it weighs as much
            return value, size + 1
        _refuse_tag(event)
        if isinstance(event, yaml.ScalarEvent):
            self._more(len(event.value) // A_WEIGHT_OF_TEXT, line)
            value: object = _scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            value = self._sequence(depth)
        else:
            value = self._mapping(depth)
        size = self.weight - before
        if event.anchor:
            self.anchors[event.anchor] = value, size
        return value, size

    def _more(self, weight: int, line: int) -> None:
        self.weight += weight
        if self.weight > MOST_WEIGHT:
            raise Unreadable(_("The document holds too many values."), line)

    def _sequence(self, depth: int) -> list:
        values = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            values.append(self._value(event, depth + 1)[0])
        return values

    def _mapping(self, depth: int) -> dict:
        values: dict[str, object] = {}
        merged: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = event.start_mark.line + 1
            key = self._value(event, depth + 1)[0]
            value = self._value(next(self.events), depth + 1)[0]
            if not isinstance(key, str):
                raise Unreadable(_("A key is not a text."), line)
            if key == "<<" and _is_mergeable(value):
                for each in value if isinstance(value, list) else [value]:
                    merged = {**each, **merged}
            elif key in values:
                raise Unreadable(_("The key stands twice."), line, key)
            else:
                values[key] = value
        return {**merged, **values}


def _is_mergeable(value: object) -> bool:
    values = value if isinstance(value, list) else [value]
    return all(isinstance(each, dict) for each in values)


def _refuse_tag(event: yaml.NodeEvent) -> None:
    known = {f"{_TAGS}{name}" for name in ("str", "null", "bool", "int", "float", "seq", "map")}
    if event.tag not in (None, "!", *known):
        text = _("The tag “%(tag)s” is not allowed.") % {"tag": event.tag}
        raise Unreadable(text, event.start_mark.line + 1)


def _scalar(event: yaml.ScalarEvent) -> str | bool | None:
    text, tag = event.value, event.tag
    if _NO_TEXT.search(text):
        line = event.start_mark.line + 1
        raise Unreadable(_("A text holds characters that no text may hold."), line)
    if tag in (f"{_TAGS}str", "!") or (tag is None and not event.implicit[0]):
        return text
    if text in _NULLS:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    return Bare(text) if _NUMBER.fullmatch(text) else text
