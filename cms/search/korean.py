"""How Korean text is written into the index and asked for, so that 공공앱 is found in 공공앱을.

Korean glues particles to nouns and nouns to nouns, and writers disagree about spaces. So the
index holds, beside the words, every pair of neighbouring syllables with the spaces left out, and
a word of the query is looked for as a phrase of its pairs.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from wagtail.search.query import And, Or, Phrase, PlainText, SearchQuery

LONGEST_QUERY = 100
MOST_WORDS = 10

_WORDS = re.compile(r"[가-힣]+|[^\W_가-힣]+")
_HANGUL = re.compile(r"[가-힣]+")

# Particle: (what the syllable before it must do, how many syllables must be left). Those that
# many nouns end with, as 어린이 and 만족도, ask for more.
_CLOSED, _OPEN, _ANY = True, False, None
_PARTICLES = {
    "에서": (_ANY, 2),
    "에게": (_ANY, 2),
    "까지": (_ANY, 2),
    "부터": (_ANY, 2),
    "으로": (_CLOSED, 2),
    "을": (_CLOSED, 1),
    "를": (_OPEN, 1),
    "은": (_CLOSED, 2),
    "는": (_OPEN, 2),
    "과": (_CLOSED, 2),
    "와": (_OPEN, 2),
    "의": (_ANY, 2),
    "에": (_ANY, 2),
    "가": (_OPEN, 2),
    "이": (_CLOSED, 3),
    "로": (_ANY, 3),
    "도": (_ANY, 3),
    "만": (_ANY, 3),
}


def words(text: str) -> list[str]:
    """Split a text into runs of Hangul and runs of other letters and digits, in lower case."""
    return _WORDS.findall(unicodedata.normalize("NFC", text).lower())


def stem(word: str) -> str:
    """Return a word without the particle at its end, if it has one."""
    for particle, (before, left) in _PARTICLES.items():
        rest = word.removesuffix(particle)
        if rest == word or len(rest) < left or not _HANGUL.fullmatch(rest):
            continue
        # Of the 28 forms of a syllable the first alone ends in a vowel.
        if before is _ANY or before is bool((ord(rest[-1]) - ord("가")) % 28):
            return rest
    return word


def index_text(text: str) -> str:
    """Return what is indexed of a text: words, their first and last syllables, all pairs."""
    found = words(text)
    korean = [word for word in found if _HANGUL.match(word)]
    ends = dict.fromkeys(end for word in korean for end in (word[0], stem(word)[-1]))
    return " ".join([*found, *ends, *_pairs("".join(korean))])


def query(text: str) -> SearchQuery | None:
    """Return the query for what somebody typed; None if there is nothing to look for.

    All words must be found. Only the first LONGEST_QUERY letters and MOST_WORDS words count.
    """
    asked = [stem(word) for word in words(text[:LONGEST_QUERY])][:MOST_WORDS]
    terms = [_term(word, asked[place + 1 : place + 2]) for place, word in enumerate(asked)]
    if len(terms) < 2:
        return terms[0] if terms else None
    return And(terms)


def _term(word: str, following: list[str]) -> SearchQuery:
    if not _HANGUL.match(word) or len(word) == 2:
        return PlainText(word)
    if len(word) > 2:
        return Phrase(" ".join(_pairs(word)))
    alone = PlainText(word)
    if following and _HANGUL.match(following[0]):
        # "앱 공모전" may be written 앱공모전.
        return Or([alone, PlainText(word + following[0][0])])
    return alone


def _pairs(syllables: str) -> Iterator[str]:
    return (first + second for first, second in pairwise(syllables))
