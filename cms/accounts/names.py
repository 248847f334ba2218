"""How names stand in public lists."""

import re

_HANGUL = re.compile(r"[가-힣]+")


def mask(name: str) -> str:
    """Mask a person's name as Koreans do: 김*국, 남**수, 이*; Latin names keep initials.

    Of a Korean name the first and the last syllable stay, of one with two syllables the first.
    """
    name = name.strip()
    if not name:
        return ""
    if _HANGUL.fullmatch(name):
        if len(name) <= 2:
            return name[0] + "*" * (len(name) - 1)
        return name[0] + "*" * (len(name) - 2) + name[-1]
    return " ".join(word[0] + "*" * (len(word) - 1) for word in name.split())
