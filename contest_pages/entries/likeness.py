"""How alike two entries are: pure functions over addresses and short Korean texts.

A text is taken as its pairs of neighbouring characters, spaces and punctuation left out. Of
those the few with the smallest hashes are kept as marks: texts that share most of their pairs
share most of these too, so an index over marks finds them without reading every text.
"""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise
from urllib.parse import urlsplit

#: How many marks are kept of a text.
MARKS = 12
#: From which likeness on a title or a summary is called nearly the same.
NEARLY = 0.7
_NOISE = re.compile(r"[\W_]+")


def address(url: str) -> str:
    """Return the one spelling of a source address: no scheme, `www.`, `.git` or last slash."""
    try:
        parts = urlsplit(url.strip())
        port = "" if parts.port in (None, 80, 443) else f":{parts.port}"
    except ValueError:
        return ""
    if not parts.hostname:
        return ""
    host = parts.hostname.removeprefix("www.")
    path = parts.path.rstrip("/").removesuffix(".git").rstrip("/")
    return f"{host}{port}{path}"


def pairs(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of a text; of one character, itself."""
    plain = _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())
    return frozenset(map("".join, pairwise(plain))) or frozenset(plain)


def alike(one: str, other: str) -> float:
    """Return how much of their pairs two texts share, from 0 to 1 (Dice’s coefficient)."""
    first, second = pairs(one), pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def mark(text: str) -> int:
    """Return a hash of a text as a signed number of 64 bits."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def marks_of(text: str) -> list[int]:
    """Return the marks of a text: the smallest hashes of its pairs."""
    return sorted(mark(pair) for pair in pairs(text))[:MARKS]
