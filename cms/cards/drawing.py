"""What a card looks like: the title beside a patchwork in the accent of what it is about."""

import io
import re
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from PIL import Image, ImageDraw, ImageOps

from cms import covers
from cms.cards.lettering import Lettering

WIDTH, HEIGHT = 1200, 630  # what sites that show links ask for
DESIGN = 1  # raise it when cards are drawn another way: then all are drawn anew
SMOOTH = 4  # times larger masks are drawn than they are used
MARGIN, TEXT_WIDTH, SPLIT = 72, 640, 784
INK, SUBTLE, FAINT, GOLD, ON_GOLD = "#1e2124", "#464c53", "#58616a", "#ffc24a", "#4a3000"
#: The shape of the site's sign, in 36ths: corners and tone.
SIGN = (
    ("#052561", [(2, 2), (22, 2), (22, 12), (12, 12), (12, 22), (2, 22)]),
    ("#256ef4", [(24, 2), (34, 2), (34, 22), (24, 22)]),
    ("#86aff9", [(2, 24), (12, 24), (12, 34), (2, 34)]),
    ("#256ef4", [(14, 24), (34, 24), (34, 34), (14, 34)]),
    ("#d63d4a", [(14, 14), (22, 14), (22, 22), (14, 22)]),
)
#: Steps of an accent's ramp from which patches are cut, by their tone.
TONES = ("5", "20", "30", "50", "60", "80")


@dataclass(frozen=True)
class Card:
    """What a card says. `accent`: one of cms.accents; `seed`: what its patchwork follows from;
    `picture`: what tells one picture from another, where one is drawn on it.
    """

    title: str
    site: str
    accent: str
    seed: str
    kicker: str = ""
    lead: str = ""
    ribbon: str = ""
    picture: str = ""

    @property
    def digest(self) -> str:
        """What it says, and how it is drawn, as 20 hexadecimal digits."""
        said = repr((DESIGN, sorted(asdict(self).items())))
        return sha256(said.encode()).hexdigest()[:20]


@cache
def ramp(accent: str) -> dict[str, str]:
    """Return the colours of an accent by their step, as accents.css has them."""
    css = (Path(__file__).resolve().parent.parent / "static/cms/css/accents.css").read_text()
    block = re.search(rf'\[data-accent="{accent}"\] \{{(.*?)\}}', css, re.DOTALL)
    return dict(re.findall(r"--a(\d+): (#\w+)", block[1]))


def draw(card: Card, picture: BinaryIO | None = None) -> bytes:
    """Draw a card as PNG; `picture` is a phone's screen that stands before the patchwork."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#fff")
    pen = ImageDraw.Draw(image)
    colours = ramp(card.accent)
    _patchwork(pen, card.seed, colours)
    if picture:
        _phone(image, picture)
    _words(pen, card, colours)
    if card.ribbon:
        _ribbon(image, card.ribbon)
    out = io.BytesIO()
    image.quantize(256, Image.Quantize.MEDIANCUT if picture else Image.Quantize.FASTOCTREE).save(
        out, "PNG", optimize=True
    )
    return out.getvalue()


def _patchwork(pen: ImageDraw.ImageDraw, seed: str, colours: dict[str, str]) -> None:
    columns, rows, size = 4, 6, HEIGHT / 6
    scale = size / covers.CELL
    for patch in covers.patchwork(seed, columns, rows):
        points = [point.split(",") for point in patch.points.split()]
        corners = [(SPLIT + float(x) * scale, float(y) * scale) for x, y in points]
        pen.polygon(corners, fill=colours[TONES[patch.tone]])


def _phone(image: Image.Image, picture: BinaryIO) -> None:
    """Stand a phone's screen in a frame on the patchwork, its lower end below the edge."""
    width, top, frame, corner = 280, 84, 10, 40
    with Image.open(picture) as opened:
        screen = ImageOps.exif_transpose(opened).convert("RGB")
    screen = ImageOps.fit(screen, (width, HEIGHT), centering=(0.5, 0))
    left = SPLIT + (WIDTH - SPLIT - width) // 2
    outer = _rounded(width + 2 * frame, HEIGHT + 2 * frame, corner)
    image.paste("#131416", (left - frame, top - frame), outer)
    image.paste(screen, (left, top), _rounded(*screen.size, corner - frame))


def _rounded(width: int, height: int, corner: int) -> Image.Image:
    """Return a mask with round corners, smooth: Pillow draws them with steps."""
    large = Image.new("L", (width * SMOOTH, height * SMOOTH), 0)
    box = (0, 0, large.width - 1, large.height - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, corner * SMOOTH, 255)
    return large.resize((width, height), Image.Resampling.BOX)


def _words(pen: ImageDraw.ImageDraw, card: Card, colours: dict[str, str]) -> None:
    _sign(pen, MARGIN, 62, 44)
    Lettering(30, 700).write(pen, MARGIN + 60, 95, card.site, INK)
    sizes = (Lettering(size, 800) for size in (80, 68, 58, 50))
    title = next((each for each in sizes if len(each.lines(card.title, TEXT_WIDTH)) <= 2), None)
    title = title or Lettering(50, 800)
    lines = title.balanced(card.title, TEXT_WIDTH, 3)
    lead = Lettering(32, 400)
    lead_lines = lead.clipped(card.lead, TEXT_WIDTH, 3 if len(lines) < 3 else 2)
    height = len(lines) * title.size * 1.25 + len(lead_lines) * 46 + (18 if lead_lines else 0)
    y = 150 + (HEIGHT - 150 - 130 - height - 50) / 2 + 50
    if card.kicker:
        Lettering(28, 700).write(pen, MARGIN, y - 18, card.kicker, colours["60"])
    for line in lines:
        y += title.size * 1.25
        title.write(pen, MARGIN, y - title.size * 0.3, line, INK)
    y += 18
    for line in lead_lines:
        y += 46
        lead.write(pen, MARGIN, y - 14, line, SUBTLE)


def _ribbon(image: Image.Image, text: str) -> None:
    letters = Lettering(28, 700)
    text = letters.clipped(text, TEXT_WIDTH - 60, 1)[0]
    image.paste(GOLD, (MARGIN, HEIGHT - 116), _rounded(int(letters.length(text)) + 56, 56, 28))
    letters.write(ImageDraw.Draw(image), MARGIN + 28, HEIGHT - 78, text, ON_GOLD)


def _sign(pen: ImageDraw.ImageDraw, x: int, y: int, size: int) -> None:
    for colour, corners in SIGN:
        points = [(x + across * size / 36, y + down * size / 36) for across, down in corners]
        pen.polygon(points, fill=colour)
