"""Which SPDX licence a text is: by phrases that its lawyers wrote and nobody else did.

No installed package knows the texts. A phrase says what family it is; the number of words says whether
it is that licence or one that somebody made of it.
"""

import re
from dataclasses import dataclass

_GRANT = "permission is hereby granted free of charge to any person obtaining a copy"
_NOTICE = "the above copyright notice and this permission notice shall be included in all copies"
_ISC = "permission to use copy modify and or distribute this software for any purpose with or without fee is hereby granted"
_BSD = "redistribution and use in source and binary forms with or without modification are permitted provided that the following conditions are met"
_ENDORSE = "be used to endorse or promote products derived from"
_ADVERTISE = "all advertising materials mentioning features or use of this software"


@dataclass(frozen=True)
class _Text:
    """What a licence's text holds, what it does not, and how many words it has at most."""

    holds: tuple[str, ...]
    most: int
    lacks: tuple[str, ...] = ()

    def is_in(self, words: str) -> bool:
        return all(each in words for each in self.holds) and not any(
            each in words for each in self.lacks
        )


TEXTS: dict[str, _Text] = {
    "MIT": _Text((_GRANT, _NOTICE), 260),
    "MIT-0": _Text((_GRANT,), 200, (_NOTICE, "boost software license")),
    "ISC": _Text((_ISC, "provided that the above copyright notice"), 200),
    "0BSD": _Text((_ISC,), 180, ("provided that the above copyright notice",)),
    "BSD-2-Clause": _Text((_BSD,), 300, (_ENDORSE, _ADVERTISE)),
    "BSD-3-Clause": _Text((_BSD, _ENDORSE), 350, (_ADVERTISE,)),
    "BSD-4-Clause": _Text((_BSD, _ENDORSE, _ADVERTISE), 400),
    "Apache-2.0": _Text(
        ("apache license version 2 0 january 2004", "grant of patent license"), 2000
    ),
    "GPL-2.0": _Text(("gnu general public license version 2 june 1991",), 3400),
    "GPL-3.0": _Text(("gnu general public license version 3 29 june 2007",), 6200),
    "LGPL-2.1": _Text(("gnu lesser general public license version 2 1 february 1999",), 4800),
    "LGPL-3.0": _Text(("gnu lesser general public license version 3 29 june 2007",), 1500),
    "AGPL-3.0": _Text(("gnu affero general public license version 3 19 november 2007",), 6200),
    "MPL-2.0": _Text(("mozilla public license version 2 0", "covered software"), 3000),
    "EPL-2.0": _Text(("eclipse public license v 2 0", "the program"), 2900),
    "EUPL-1.2": _Text(("european union public licence v 1 2", "derivative works"), 2900),
    "BSL-1.0": _Text(("boost software license version 1 0",), 300),
    "Zlib": _Text(("altered source versions must be plainly marked as such",), 220),
    "Unlicense": _Text(
        ("this is free and unencumbered software released into the public domain",), 300
    ),
    "Artistic-2.0": _Text(("the artistic license 2 0",), 1900),
    "MulanPSL-2.0": _Text(("mulan permissive software license version 2",), 2500),
    "PSF-2.0": _Text(("python software foundation license version 2", "psf"), 600),
    "CC0-1.0": _Text(("cc0 1 0 universal",), 1300),
    "CC-BY-4.0": _Text(("attribution 4 0 international",), 3300, ("noncommercial",)),
    "CC-BY-SA-4.0": _Text(("attribution sharealike 4 0 international",), 3500),
    "CC-BY-NC-4.0": _Text(("attribution noncommercial 4 0 international",), 3500),
    "OFL-1.1": _Text(("sil open font license version 1 1",), 900),
}
_APACHE_HEADER = "licensed under the apache license version 2 0"
_TAG = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+() -]+)")
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


@dataclass(frozen=True)
class Recognised:
    """The licences that a text is, by SPDX's identifiers, and whether somebody changed it."""

    identifiers: tuple[str, ...]
    changed: bool = False


def recognise(text: str) -> Recognised:
    """Say which licences a text is; a text that names its licence for SPDX is believed."""
    words = " ".join(re.findall(r"[a-z0-9]+", text.lower()))
    count = words.count(" ") + 1
    found = tuple(name for name, of in TEXTS.items() if of.is_in(words))
    if not found and (tag := _TAG.search(text)):
        return Recognised(tuple(identifiers_in(tag[1])))
    if not found and _APACHE_HEADER in words:
        return Recognised(("Apache-2.0",))
    most = sum(TEXTS[name].most for name in found)
    return Recognised(found, bool(found) and (count > most or "commons clause" in words))


def identifiers_in(expression: str) -> list[str]:
    """Return the licences that an SPDX expression names; exceptions and operators left out."""
    bare = re.sub(r"\bWITH\s+\S+", "", expression)
    return [word for word in _WORD.findall(bare) if word.upper() not in {"AND", "OR", "WITH"}]


def family(identifier: str) -> str:
    """Leave out what no text can say: whether later versions are meant, too."""
    return re.sub(r"(-only|-or-later|\+)$", "", identifier)


def agree(found: list[str], claimed: str) -> bool:
    """Whether all that was found is claimed; of what is claimed as a choice, one is enough."""
    said = {family(each) for each in identifiers_in(claimed)}
    seen = {family(each) for each in found}
    return bool(seen) and (seen == said or (" OR " in claimed and seen <= said))
