"""Drawn covers: a patchwork (jogakbo) that follows from its seed, for what has no picture."""

from dataclasses import dataclass
from hashlib import sha256
from random import Random

from cms.accents import Accent

CELL = 40
TONES = (0, 0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5)  # the deepest is rare


@dataclass(frozen=True)
class Patch:
    """A piece of cloth: a shape in viewBox units and the tone (0 to 5) it is cut from."""

    points: str
    tone: int


def _generator(seed: object) -> Random:
    # The digest keeps a cover the same on every machine; hash() would not.
    return Random(sha256(str(seed).encode()).digest())  # noqa: S311  (a drawing, not a secret)


def accent_of(seed: object) -> str:
    """Return the accent that a seed falls to, for what has no accent of its own."""
    return _generator(f"accent {seed}").choice(Accent.values)


def _rectangle(x: int, y: int, width: int, height: int) -> str:
    return f"{x},{y} {x + width},{y} {x + width},{y + height} {x},{y + height}"


def _triangles(x: int, y: int, width: int, height: int, falling: bool) -> tuple[str, str]:
    """Cut a rectangle along one of its diagonals."""
    a, b, c, d = (x, y), (x + width, y), (x + width, y + height), (x, y + height)
    halves = ((a, b, c), (a, c, d)) if falling else ((a, b, d), (b, c, d))
    first, second = (" ".join(f"{px},{py}" for px, py in half) for half in halves)
    return first, second


def patchwork(
    seed: object, columns: int = 8, rows: int = 6, tones: tuple[int, ...] = TONES
) -> list[Patch]:
    """Cover a grid of `columns` × `rows` cells of 40 units with patches, without a gap.

    The same seed gives the same cloth. Patches are one to three cells wide and one or two high;
    one in four is cut along its diagonal.
    """
    pick = _generator(seed)
    free = {(column, row) for row in range(rows) for column in range(columns)}
    patches = []
    for row in range(rows):
        for column in range(columns):
            if (column, row) not in free:
                continue
            width = 1
            for more in range(1, pick.choice((1, 1, 2, 2, 3))):
                if (column + more, row) not in free:
                    break
                width = more + 1
            height = 1
            if pick.random() < 0.5 and all((column + i, row + 1) in free for i in range(width)):
                height = 2
            free -= {(column + i, row + j) for i in range(width) for j in range(height)}
            box = (column * CELL, row * CELL, width * CELL, height * CELL)
            tone = pick.choice(tones)
            if pick.random() < 0.25:
                other = pick.choice([each for each in tones if each != tone])
                first, second = _triangles(*box, falling=pick.random() < 0.5)
                patches += [Patch(first, tone), Patch(second, other)]
            else:
                patches.append(Patch(_rectangle(*box), tone))
    return patches
