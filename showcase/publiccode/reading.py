"""Reads a publiccode.yml: what it says, and what is wrong with it."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from showcase.publiccode import yaml12
from showcase.publiccode.document import SPELLINGS, Document, reason_for
from showcase.publiccode.faults import Fault, Unreadable, key_of
from showcase.publiccode.tags import is_country

#: Keys of versions before 0.2 and spellings of the drafts, and what they are called since.
RENAMED = {
    "publiccode-yaml-version": "publiccodeYmlVersion",
    "tags": "categories",
    "onlyFor": "scope",
    "accessibile": "lineeGuidaDesign",
    "interoperabile": "modelloInteroperabilita",
    "sicuro": "misureMinimeSicurezza",
    "privacy": "gdpr",
}
#: Keys whose value is true or false, wherever they stand.
BOOLEANS = frozenset(
    {
        *("localisationReady", "optional", "spid", "cie", "anpr", "pagopa", "io", "gdpr"),
        *("lineeGuidaDesign", "modelloInteroperabilita", "misureMinimeSicurezza"),
    }
)
Place = tuple[str | int, ...]


@dataclass(frozen=True)
class Reading:
    """A document that was read."""

    content: dict[str, Any]  # what it says, with all that is right in it; empty where unreadable
    faults: list[Fault]

    @property
    def is_valid(self) -> bool:
        """Whether the standard calls it valid."""
        return not self.faults


def read(data: bytes) -> Reading:
    """Read the bytes of a file. What is wrong is told in the language that is active."""
    try:
        document = yaml12.load(data)
    except Unreadable as error:
        where = _(" (line %s)") % error.line if error.line else ""
        return Reading({}, [Fault(error.key, error.reason + where)])
    return check(document)


def check(document: dict[str, Any]) -> Reading:
    """Check a document that was read; `content` is what remains once all faults are taken out."""
    content = _without_nulls(document)
    if str(content.get("publiccodeYmlVersion", "")).startswith("0.2"):
        # Version 0.2 of the standard itself wrote `yes`.
        content = _with_old_booleans(content)
    found = [*_faults_of_keys(content), *_faults_between(content)]
    right = json.loads(json.dumps(content))  # a copy, of plain texts
    for place, _reason in sorted(found, key=lambda each: _order(each[0]), reverse=True):
        _take_out(right, place)
    return Reading(right, [Fault(key_of(place), reason) for place, reason in found])


def _without_nulls(value: Any) -> Any:
    """Drop keys without a value: they say as little as keys that are not there."""
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value]
    return value


def _with_old_booleans(value: Any, key: str = "") -> Any:
    """Take `yes` and `no` for what YAML 1.1 meant by them, under the keys that hold a boolean."""
    if isinstance(value, dict):
        return {each: _with_old_booleans(inner, each) for each, inner in value.items()}
    if isinstance(value, list):
        return [_with_old_booleans(each) for each in value]
    if key in BOOLEANS and isinstance(value, str) and value.lower() in ("yes", "no"):
        return value.lower() == "yes"
    return value


def _faults_of_keys(content: dict[str, Any]) -> list[tuple[Place, str]]:
    """Find what is wrong with each key by itself."""
    known = {key: value for key, value in content.items() if not _is_other_country(key)}
    found: list[tuple[Place, str]] = [
        ((key,), _("It must be a list of keys with values."))
        for key, value in content.items()
        if key not in known and not isinstance(value, dict)
    ]
    try:
        Document.model_validate(known)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            place = tuple(part for part in each["loc"] if part != "[key]")
            reason = reason_for(each)
            if each["type"] == "extra_forbidden":
                reason = _reason_for_unknown(str(place[-1])) or reason
            found.append((place, reason))
    return found


def _reason_for_unknown(key: str) -> str:
    """Say what a key that is not known may have meant; nothing where that is not clear."""
    if key in RENAMED:
        return _("It is called “%s” since version 0.2.") % RENAMED[key]
    meant = SPELLINGS.get(key.lower(), key)
    return _("It is written “%s”.") % meant if meant != key else ""


def _is_other_country(key: str) -> bool:
    """Whether the key is the section of a country of which the standard names no keys."""
    return key.upper() != "IT" and is_country(key)


def _faults_between(content: dict[str, Any]) -> list[tuple[Place, str]]:
    """Find what is wrong between keys that are right by themselves."""
    found: list[tuple[Place, str]] = []
    if "it" in content and "IT" in content:
        found.append((("it",), _("“IT” is there already; only one of them may stand.")))
    languages = content.get("description")
    if isinstance(languages, dict) and languages:
        texts = [each for each in languages.values() if isinstance(each, dict)]
        first = next(iter(languages))
        for key in ("longDescription", "features"):
            if texts and not any(each.get(key) for each in texts):
                reason = _("It is mandatory in at least one language.")
                found.append((("description", first, key), reason))
    upkeep = content.get("maintenance")
    if isinstance(upkeep, dict):
        found += _faults_of_upkeep(upkeep)
    return found


def _faults_of_upkeep(upkeep: dict[str, Any]) -> list[tuple[Place, str]]:
    kind = upkeep.get("type")
    found: list[tuple[Place, str]] = []
    if kind in ("internal", "community") and not upkeep.get("contacts"):
        reason = _("It is mandatory where the type is “%s”: name one person at least.") % kind
        found.append((("maintenance", "contacts"), reason))
    if kind == "contract" and not upkeep.get("contractors"):
        reason = _("It is mandatory where the type is “contract”.")
        found.append((("maintenance", "contractors"), reason))
    if isinstance(kind, str) and kind != "contract" and "contractors" in upkeep:
        reason = _("It must not be there where the type is not “contract”.")
        found.append((("maintenance", "contractors"), reason))
    return found


def _order(place: Place) -> list[tuple[int, str]]:
    """Sort places so that of a list the last is taken out first."""
    return [(part, "") if isinstance(part, int) else (-1, part) for part in place]


def _take_out(content: Any, place: Place) -> None:
    """Take out what stands at a place; of a list, the whole of its member that is wrong."""
    inner = max((n for n, part in enumerate(place) if isinstance(part, int)), default=None)
    if inner is not None and inner < len(place) - 1:
        place = place[: inner + 1]
    for part in place[:-1]:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(content, dict):
        content.pop(place[-1], None)
    elif isinstance(content, list) and isinstance(place[-1], int) and place[-1] < len(content):
        del content[place[-1]]
