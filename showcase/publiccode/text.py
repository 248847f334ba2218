"""How long a text is for people."""

import unicodedata

_ZWJ = "\u200d"


def length_of(text: str) -> int:
    """Count what a reader takes for one character, as Unicode (annex 29) does nearly.

    A letter with its accents is one, so is a family of emoji, a flag, a Hangul syllable in parts.
    """
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    count, joined, flags = 0, False, 0
    for char in text:
        is_flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        flags = flags + 1 if is_flag else 0
        extends = char == _ZWJ or _extends(char) or (is_flag and flags % 2 == 0)
        if not (extends and count) and not joined:
            count += 1
        joined = char == _ZWJ
    return count


def _extends(char: str) -> bool:
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or "\U0001f3fb" <= char <= "\U0001f3ff"  # skin
        or "\U000e0020" <= char <= "\U000e007f"  # flags of regions
        or "\u1160" <= char <= "\u11ff"  # vowels and finals of Hangul
    )
