"""What differs between two texts, word by word, with only what differs of a word marked.

Korean glues particles to words: of 공공앱을 and 공공앱이 only the last syllable differs, and
only that is marked. Pure functions; what they return is safe HTML with `<del>` and `<ins>`.
"""

import re
from difflib import SequenceMatcher

from django.utils.html import escape
from django.utils.safestring import SafeString

#: A word with the spaces after it, or a line break.
_WORDS = re.compile(r"\n|[^\S\n]*[^\s]+[^\S\n]*|[^\S\n]+")
#: Which part of a passage, and how many letters, have to be the same for the rest alone to be marked.
SIMILAR, LETTERS = 0.5, 2
#: Of a longer run of unchanged text only both ends are shown, so many characters each.
KEPT = 120
GAP = " … "


def marked(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Return both texts, with what was removed marked in one and what was added in the other."""
    old, new = [], []
    one, other = _WORDS.findall(before), _WORDS.findall(after)
    steps = SequenceMatcher(None, _bare(one), _bare(other), autojunk=False).get_opcodes()
    for place, (step, a, b, c, d) in enumerate(steps):
        left, right = "".join(one[a:b]), "".join(other[c:d])
        if step == "equal":
            at_ends = place == 0, place == len(steps) - 1
            old.append(escape(_folded(left, *at_ends)))
            new.append(escape(_folded(right, *at_ends)))
            continue
        removed, added = _letters(left, right)
        old.append(removed)
        new.append(added)
    return _joined(old), _joined(new)


def removed(text: str | SafeString) -> SafeString:
    """Mark a whole value as removed."""
    return _tagged("del", text)


def added(text: str | SafeString) -> SafeString:
    """Mark a whole value as added."""
    return _tagged("ins", text)


def _bare(words: list[str]) -> list[str]:
    """Return words without the spaces after them, which make no difference; breaks stay."""
    return [word.strip(" \t") for word in words]


def _letters(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Mark what differs between two passages: what stands between the same begin and end."""
    shorter = min(len(before), len(after))
    begin = _shared(before, after)
    end = min(_shared(before[::-1], after[::-1]), shorter - begin)
    if begin + end < max(SIMILAR * shorter, LETTERS):
        return removed(before), added(after)
    old, new = before[begin : len(before) - end], after[begin : len(after) - end]
    same, tail = escape(before[:begin]), escape(before[len(before) - end :])
    return _joined([same, removed(old), tail]), _joined([same, added(new), tail])


def _shared(one: str, other: str) -> int:
    """Return with how many same characters two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _folded(text: str, is_first: bool, is_last: bool) -> str:
    """Leave the middle of a long unchanged run out; at an end of the text, the outer part."""
    if len(text) <= 3 * KEPT:
        return text
    begin = "" if is_first else text[:KEPT]
    end = "" if is_last else text[-KEPT:]
    return f"{begin}{GAP}{end}"


def _tagged(tag: str, text: str | SafeString) -> SafeString:
    """Mark a text; the space after it is not what differs."""
    if not text:
        return SafeString("")
    marked = text.rstrip(" ") or text
    space = text[len(marked) :]
    if isinstance(text, SafeString):
        marked = SafeString(marked)
    return SafeString(f"<{tag}>{escape(marked)}</{tag}>{space}")


def _joined(parts: list[SafeString]) -> SafeString:
    return SafeString("".join(parts))
