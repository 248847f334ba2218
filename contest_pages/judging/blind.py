"""What is hidden of who entered: the words that name them, and how a text is freed of them."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from contest_pages.entries.models import Entry

MARK = "●●●"
#: Shorter parts of an address before the @ are words like any other.
LEAST_LOCAL_PART = 4
#: A Latin word shorter than this is hidden only where it stands alone: "Ann" is no part of "Annex".
LEAST_INSIDE_WORDS = 4
#: Where somebody works or keeps their code names them as well.
_ADDRESSES = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:com|net|org|io|kr|dev|app|me|page|co|ai)(?:/\S*)?\b(?![\w.])",
    re.IGNORECASE,
)
#: What people put between the syllables or the words of a name.
_GAP = r"[\s._·-]{0,3}"


def identities_of(entry: Entry) -> set[str]:
    """Return what names the makers: the team, its members, their addresses and names in these.

    Asks nothing where memberships, users and their addresses are prefetched.
    """
    found = {entry.team_name}
    for member in entry.memberships.all():
        user = member.user
        found.add(user.name)
        found.add(" ".join(reversed(user.name.split())))
        addresses = {user.email, *(each.email for each in user.emailaddress_set.all())}
        found |= addresses
        parts = {address.partition("@")[0] for address in addresses}
        found |= {part for part in parts if len(part) >= LEAST_LOCAL_PART}
    return {each.strip() for each in found if each.strip()}


def _pattern_of(identity: str) -> str:
    """Return what finds a name however it is spaced; a short Latin one only as a word."""
    letters = [c for c in unicodedata.normalize("NFC", identity) if not c.isspace()]
    found = _GAP.join(re.escape(letter) for letter in letters)
    if len(letters) < LEAST_INSIDE_WORDS and identity.isascii():
        found = rf"(?<![A-Za-z0-9]){found}(?![A-Za-z0-9])"  # Korean particles follow directly
    return found


class Redaction:
    """Frees texts of the given words, and of web and e-mail addresses."""

    def __init__(self, identities: Collection[str]):
        longest_first = sorted(identities, key=len, reverse=True)
        found = "|".join(_pattern_of(each) for each in longest_first)
        self._names = re.compile(found, re.IGNORECASE) if found else None

    def text(self, value: str) -> str:
        """Return the text with a mark for every word that names the makers."""
        value = unicodedata.normalize("NFC", value)
        value = "".join(c for c in value if unicodedata.category(c) != "Cf")
        value = _ADDRESSES.sub(MARK, value)
        return self._names.sub(MARK, value) if self._names else value

    def value(self, value: Any) -> Any:
        """Return a value of JSON with every text in it freed."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(each) for each in value]
        return value


def redaction_of(entry: Entry) -> Redaction:
    """Return what frees texts of who made an entry."""
    return Redaction(identities_of(entry))


def titles_of(entries: Iterable[Entry], *, is_blind: bool) -> dict[int, str]:
    """Return what judges call entries, by key; at a blind stage freed of who made them."""
    if not is_blind:
        return {entry.pk: entry.title for entry in entries}
    return {entry.pk: redaction_of(entry).text(entry.title) for entry in entries}
