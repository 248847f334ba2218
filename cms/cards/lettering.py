"""Text in the site's own font, whose pieces (see pretendard-gov.css) hold some syllables each."""

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path

from PIL import ImageDraw, ImageFont

FONTS = Path(__file__).resolve().parent.parent / "static" / "cms" / "fonts"
_RULE = re.compile(r"url\(([^)]+)\);unicode-range:([^}]+)\}")
#: What may not begin a line in Korean and English writing.
_NOT_FIRST = ",.!?)]}’”·…:;%、。"


@cache
def _ranges() -> list[tuple[int, int, str]]:
    """Return first and last character of each stretch with its piece, the later rule first."""
    rules = _RULE.findall((FONTS / "pretendard-gov.css").read_text())
    found = []
    for piece, stretches in reversed(rules):
        for stretch in stretches.split(","):
            first, _, last = stretch.strip().removeprefix("U+").partition("-")
            found.append((int(first, 16), int(last or first, 16), piece))
    return found


@cache
def _piece_with(character: str) -> str | None:
    """Return the piece of the font that holds a character."""
    code = ord(character)
    return next((piece for first, last, piece in _ranges() if first <= code <= last), None)


@cache
def _font(piece: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(FONTS / piece, size)
    font.set_variation_by_axes([weight])
    return font


@cache
def _advance(character: str, size: int, weight: int) -> float:
    piece = _piece_with(character)
    return _font(piece, size, weight).getlength(character) if piece else 0


class Lettering:
    """A size (px) and weight of the font; what no piece holds, as emoji, is left out."""

    def __init__(self, size: int, weight: int = 400):
        self.size, self.weight = size, weight

    def length(self, text: str) -> float:
        """Return how wide a text is, in px."""
        return sum(_advance(character, self.size, self.weight) for character in text)

    def write(self, draw: ImageDraw.ImageDraw, x: float, y: float, text: str, fill: str) -> None:
        """Write a line whose letters stand on `y`."""
        for character in text:
            if piece := _piece_with(character):
                font = _font(piece, self.size, self.weight)
                draw.text((x, y), character, fill=fill, font=font, anchor="ls")
                x += _advance(character, self.size, self.weight)

    def lines(self, text: str, width: int) -> list[str]:
        """Break a text into lines no wider than `width`, between words as Korean does.

        A word that is wider than a line is broken between its letters.
        """
        lines: list[str] = []
        for word in text.split():
            if lines and self.length(f"{lines[-1]} {word}") <= width:
                lines[-1] += f" {word}"
            else:
                lines += self._pieces(word, width)
        return lines

    def _pieces(self, word: str, width: int) -> list[str]:
        if self.length(word) <= width:
            return [word]
        ends, total = [], 0.0
        for character in word:
            total += _advance(character, self.size, self.weight)
            ends.append(total)
        cut = max(1, bisect_right(ends, width))
        while 1 < cut < len(word) and word[cut] in _NOT_FIRST:
            cut -= 1
        return [word[:cut], *self._pieces(word[cut:], width)]

    def clipped(self, text: str, width: int, most: int) -> list[str]:
        """Break a text into `most` lines at most; an ellipsis stands for what is left over."""
        lines = self.lines(text, width)
        if len(lines) <= most:
            return lines
        last = lines[most - 1]
        while last and self.length(f"{last}…") > width:
            last = last.rpartition(" ")[0] or last[:-1]
        return [*lines[: most - 1], f"{last.rstrip()}…"]

    def balanced(self, text: str, width: int, most: int) -> list[str]:
        """As `clipped`, but with lines of about the same length where all of it fits."""
        lines = self.clipped(text, width, most)
        narrow, wide = width // 3, width
        if len(self.lines(text, width)) > most:
            return lines
        while wide - narrow > 8:
            middle = (narrow + wide) // 2
            narrow, wide = (
                (narrow, middle) if len(self.lines(text, middle)) <= len(lines) else (middle, wide)
            )
        return self.lines(text, wide)
