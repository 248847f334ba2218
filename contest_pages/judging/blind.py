"""What is hidden of who entered: the words that name them, and how a text is freed of them."""

import re
import unicodedata
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from contest_pages.entries.models import Entry

MARK = "●●●"
#: What says who made an entry.
MAKERS = (
    "memberships__user__emailaddress_set",
    "consents_given__user__emailaddress_set",
    "guardian_consents",
    "invitations",
)
#: Shorter parts of an address before the @ are words like any other.
LEAST_LOCAL_PART = 4
#: A Latin word shorter than this is hidden only where it stands alone: "Ann" is no part of "Annex".
LEAST_INSIDE_WORDS = 4
#: Where somebody works or keeps their code names them as well. An address is sought only where
#: one can start, and its parts are not given back: a long word is read once, not from each letter.
_ADDRESSES = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]++)++"
    r"|(?<![\w.-])[\w.-]*[\w-]\.(?:com|net|org|io|kr|dev|app|me|page|co|ai)(?:/\S*)?\b(?!\.?\w)",
    re.IGNORECASE,
)
#: How much people put between the syllables or the words of a name.
_WIDEST_GAP = 3


def identities_of(entry: Entry) -> set[str]:
    """Return what names the makers: the team, people's names, addresses, organisations.

    People are its members, who left it after they had agreed, who was invited, and guardians.
    Asks nothing of entries that went through `prefetch_related_objects(…, *MAKERS)`.
    """
    found = {entry.team_name}
    people = {each.user for each in (*entry.memberships.all(), *entry.consents_given.all())}
    guardians = entry.guardian_consents.all()
    names = {*(each.name for each in people), *(each.guardian_name for each in guardians)}
    found |= names | {" ".join(reversed(name.split())) for name in names}
    found |= {each.organisation for each in people}
    addresses = {each.email for each in (*people, *entry.invitations.all())}
    addresses |= {each.guardian_email for each in guardians}
    addresses |= {each.email for user in people for each in user.emailaddress_set.all()}
    parts = {address.partition("@")[0] for address in addresses}
    found |= addresses | {part for part in parts if len(part) >= LEAST_LOCAL_PART}
    return {each.strip() for each in found if each.strip()}


def _pattern_of(identity: str) -> str:
    """Return what finds a name however it is spaced; a short Latin one only as a word."""
    letters = "".join(unicodedata.normalize("NFC", identity).split())
    # What a name has in a gap itself widens it: two gaps in a row could share what they find in
    # more ways than anybody can try.
    word = letters.strip("._·-")
    found = re.escape(word[:1] or letters)
    for gap, letter in re.findall(r"([._·-]*)(.)", word[1:]):
        widest = _WIDEST_GAP * (len(gap) + 1) + len(gap)
        found += rf"[\s._·-]{{0,{widest}}}{re.escape(letter)}"
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


def title_of(entry: Entry, redaction: Redaction) -> str:
    """Return an entry's title freed of names; where nothing is left of it, its number."""
    title = redaction.text(entry.title)
    if MARK in title and not any(letter.isalnum() for letter in title):
        return _("Entry %(number)s") % {"number": entry.pk}
    return title


def redaction_of(entry: Entry) -> Redaction:
    """Return what frees texts of who made an entry."""
    prefetch_related_objects([entry], *MAKERS)
    return Redaction(identities_of(entry))


def titles_of(entries: Iterable[Entry], *, is_blind: bool) -> dict[int, str]:
    """Return what judges call entries, by key; at a blind stage freed of who made them.

    The number of statements is the same for any number of entries.
    """
    entries = list(entries)
    if not is_blind:
        return {entry.pk: entry.title for entry in entries}
    prefetch_related_objects(entries, *MAKERS)
    return {entry.pk: title_of(entry, Redaction(identities_of(entry))) for entry in entries}
