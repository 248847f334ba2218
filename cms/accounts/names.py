"""How names stand in public lists."""

import re
import unicodedata

_HANGUL = re.compile(r"[가-힣]+")


def mask(name: str) -> str:
    """Mask a person's name as Koreans do: 김*국, 남**수, 이*; Latin names keep initials.

    Of a Korean name the first and the last syllable stay, of one with two syllables the first;
    a space in it says nothing.
    """
    words = unicodedata.normalize("NFC", name).split()  # a Mac may send 김 as two or three letters
    korean = "".join(words)
    if not _HANGUL.fullmatch(korean):
        return " ".join(word[0] + "*" * (len(word) - 1) for word in words)
    if len(korean) <= 2:
        return korean[0] + "*" * (len(korean) - 1)
    return korean[0] + "*" * (len(korean) - 2) + korean[-1]
