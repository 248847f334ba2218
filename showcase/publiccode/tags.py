"""Language tags as BCP 47 has them, and countries as ISO 3166-1 has them."""

import re
from functools import cache

from babel import Locale

#: RFC 5646, section 2.1, in its parts; the language itself cannot be left out.
_TAG = re.compile(
    r"""(?P<language>[a-z]{2,3})(?:-[a-z]{3}){0,3}
    (?:-(?P<script>[a-z]{4}))?
    (?:-(?P<region>[a-z]{2}|[0-9]{3}))?
    (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*         # variants
    (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*             # extensions
    (?:-x(?:-[a-z0-9]{1,8})+)?                       # private use
    """,
    re.IGNORECASE | re.VERBOSE,
)


#: What others keep room for, and we too (RFC 5646, section 4.4.1).
LONGEST = 35


@cache
def _known() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the languages, scripts and regions that CLDR names."""
    english = Locale("en")
    languages = {key.split("_")[0] for key in english.languages}
    return frozenset(languages), frozenset(english.scripts), frozenset(english.territories)


def is_language_tag(tag: str) -> bool:
    """Return whether the tag is valid: well formed, of a known language: `ko`, `sl-IT-nedis`."""
    match = _TAG.fullmatch(tag)
    if match is None or len(tag) > LONGEST:
        return False
    languages, scripts, regions = _known()
    language, script, region = match["language"], match["script"], match["region"]
    return (
        language.lower() in languages
        and (script is None or script.title() in scripts)
        and (region is None or region.upper() in regions)
    )


def is_country(code: str) -> bool:
    """Return whether ISO 3166-1 has the two letters, all large or all small."""
    return code in (code.upper(), code.lower()) and code.upper() in _countries()


@cache
def _countries() -> frozenset[str]:
    # CLDR also names areas that are no countries.
    other = {
        "AC",
        "CP",
        "CQ",
        "DG",
        "EA",
        "EU",
        "EZ",
        "IC",
        "QO",
        "TA",
        "UN",
        "XA",
        "XB",
        "XK",
        "ZZ",
    }
    regions = _known()[2]
    return frozenset(code for code in regions if len(code) == 2 and code.isalpha()) - other
