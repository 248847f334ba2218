"""What a robots.txt lets us ask (RFC 9309): the longest rule that fits decides, allowing wins a tie."""

from collections.abc import Iterator

AGENT = "madang"
MOST_BYTES = 100_000
_LONGEST = 500  # characters of a rule and of a path that are compared


def may_ask(robots: str, path: str) -> bool:
    """Whether the path (with its query) may be asked by us."""
    own, others = _rules(robots)
    best, allowed = -1, True
    for allows, pattern in own if own is not None else others:
        fits = _fits(pattern[:_LONGEST], path[:_LONGEST])
        if fits and (len(pattern) > best or (len(pattern) == best and allows)):
            best, allowed = len(pattern), allows
    return allowed


def _lines(robots: str) -> Iterator[tuple[str, str]]:
    for line in robots.splitlines():
        key, colon, value = line.split("#")[0].partition(":")
        if colon:
            yield key.strip().lower(), value.strip()


def _rules(robots: str) -> tuple[list | None, list]:
    """Return the rules for us by name, None where there are none, and those for everybody."""
    own, others, named, in_rules = None, [], set(), False
    for key, value in _lines(robots):
        if key == "user-agent":
            if in_rules:
                named, in_rules = set(), False
            named.add(value.lower())
            if AGENT in named and own is None:
                own = []
        elif key in {"allow", "disallow"}:
            in_rules = True
            rule = (key == "allow", value)
            if value and AGENT in named:
                own.append(rule)
            if value and "*" in named:
                others.append(rule)
    return own, others


def _fits(pattern: str, path: str) -> bool:
    """Match from the start; `*` is anything, `$` at the end is the end."""
    to_end = pattern.endswith("$")
    first, *pieces = pattern.removesuffix("$").split("*")
    if not pieces:
        return path == first if to_end else path.startswith(first)
    if not path.startswith(first):
        return False
    last = pieces.pop() if to_end else ""
    place = len(first)
    for piece in pieces:
        found = path.find(piece, place)
        if found < 0:
            return False
        place = found + len(piece)
    return path.endswith(last) and len(path) - len(last) >= place
