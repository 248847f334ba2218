"""Two versions of one draft: how they differ, and what is made of both.

A draft consists of parts, each named as its field of the form: a text, the track, all pictures,
one answer. What a form showed when it was opened travels with it as one fingerprint a part, so
that a conflict can tell who changed what.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contest_pages.entries.forms import EntryForm

PICTURES, ANSWER = "pictures", "answer_"
MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Difference:
    """A part that two versions say otherwise; `choice` is the one to take unless told."""

    name: str
    label: str
    mine: str
    theirs: str
    choice: str
    both_changed: bool


def part_of(data: Mapping, name: str) -> Any:
    """Return what a draft's data says in one part; None for nothing, however it is kept."""
    if name == PICTURES:
        value = data.get("images")
    elif name.startswith(ANSWER):
        value = data.get("answers", {}).get(name.removeprefix(ANSWER))
    else:
        value = data.get(name)
    return None if value in ("", [], {}) else value


def merged(mine: Mapping, theirs: Mapping, taken: Collection[str]) -> dict:
    """Return `mine` with the named parts of `theirs`."""
    result = {**mine, "answers": dict(mine.get("answers", {}))}
    for name in taken:
        value = part_of(theirs, name)
        if name == PICTURES:
            result["images"] = value or []
        elif name.startswith(ANSWER):
            result["answers"][name.removeprefix(ANSWER)] = value
        else:
            result[name] = value if name == "track" else value or ""
    return result


def taken_from_theirs(sent: Mapping, form: EntryForm) -> list[str]:
    """Return the parts of which a form sent after a conflict takes the other version."""
    whole = sent.get("choose")
    if whole in (MINE, THEIRS):
        return form.parts if whole == THEIRS else []
    return [name for name in form.parts if sent.get(f"choose_{name}") == THEIRS]


def fingerprints(data: Mapping, form: EntryForm) -> str:
    """Return what the form shows of a draft's data, one short digest a part."""
    return " ".join(f"{name}={_digest(part_of(data, name))}" for name in form.parts)


def differences(
    mine: EntryForm, theirs: EntryForm, data: tuple[Mapping, Mapping], seen: str
) -> list[Difference]:
    """Return the parts in which two forms, whose `data` is given, say something else.

    `seen` holds the fingerprints of what both began with. A part that only one side has
    changed is taken from that side.
    """
    began = dict(each.split("=", 1) for each in seen.split() if "=" in each)
    found = []
    for name in mine.parts:
        here, there = (part_of(each, name) for each in data)
        if here == there:
            continue
        unchanged = _digest(here) == began.get(name)
        found.append(
            Difference(
                name=name,
                label=_("Pictures") if name == PICTURES else str(mine[name].label),
                mine=mine.text_of(name),
                theirs=theirs.text_of(name),
                choice=THEIRS if unchanged else MINE,
                both_changed=not unchanged and _digest(there) != began.get(name),
            )
        )
    return found


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:12]
