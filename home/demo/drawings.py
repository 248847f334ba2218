"""Pictures for the demonstration, drawn with Pillow: app screens and posters, without text.

Every drawing follows from its seed, so that a repeated run gives the same picture.
"""

from collections.abc import Callable
from io import BytesIO
from random import Random

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from cms.covers import CELL, patchwork

PHONE = (480, 960)
POSTER = (1200, 1600)
WHITE, INK, MIST, FOG = "#ffffff", "#1e2124", "#f4f5f6", "#e6e8ea"

#: For each accent: soft, light, middle, strong, deep.
PALETTES = {
    "blue": ("#ecf2fe", "#b1cefb", "#4c87f6", "#0b50d0", "#052561"),
    "teal": ("#e6f6f5", "#a4dcd8", "#2ba39b", "#0f766e", "#063f3b"),
    "green": ("#eaf6ec", "#a9d9b2", "#3fa654", "#267337", "#123f1d"),
    "violet": ("#f1ecfd", "#c9b6f5", "#8a63e6", "#5b35b8", "#2e1a63"),
    "magenta": ("#fdebf3", "#f3b3cf", "#d9508c", "#a82a63", "#5b1434"),
    "orange": ("#fdf0e5", "#f5c79b", "#e07a24", "#a8530c", "#5c2c05"),
}
ACCENTS = tuple(PALETTES)


class Screen:
    """An app's screen: a bar above, a scene in the middle, tabs below."""

    def __init__(self, seed: str, size: tuple[int, int] = PHONE, accent: str = ""):
        self.random = Random(seed)
        self.size = size
        accent = accent or self.random.choice(ACCENTS)
        self.soft, self.light, self.middle, self.strong, self.deep = PALETTES[accent]
        self.image = Image.new("RGB", size, WHITE)
        self.draw = ImageDraw.Draw(self.image)
        self.width, self.height = size
        self.unit = min(size) // 24

    def box(self, x, y, width, height, fill, radius=0.6) -> None:
        """Draw a rounded box; the numbers are units."""
        u = self.unit
        self.draw.rounded_rectangle(
            (x * u, y * u, (x + width) * u, (y + height) * u), radius * u, fill=fill
        )

    def dot(self, x, y, radius, fill) -> None:
        """Draw a disc; the numbers are units."""
        u = self.unit
        self.draw.ellipse(
            ((x - radius) * u, (y - radius) * u, (x + radius) * u, (y + radius) * u), fill=fill
        )

    def line(self, points, fill, width) -> None:
        """Draw a bent line; the numbers are units."""
        u = self.unit
        self.draw.line([(x * u, y * u) for x, y in points], fill, int(width * u), joint="curve")

    def words(self, x, y, length, size=0.7, fill=FOG) -> None:
        """Draw what stands for a line of text."""
        self.box(x, y, length, size, fill, size / 2)

    @property
    def across(self) -> float:
        """The width in units."""
        return self.width / self.unit

    @property
    def down(self) -> float:
        """The height in units."""
        return self.height / self.unit

    def frame(self) -> None:
        """Draw the bar above and the tabs below."""
        self.box(0, 0, self.across, 5, self.strong, 0)
        self.words(2, 2.6, 8, 1, WHITE)
        self.dot(self.across - 3, 3.1, 1, self.light)
        self.box(0, self.down - 4, self.across, 4, WHITE, 0)
        self.line([(0, self.down - 4), (self.across, self.down - 4)], FOG, 0.08)
        for number in range(4):
            x = self.across * (number + 0.5) / 4
            self.dot(x, self.down - 2.3, 0.8, self.strong if number == 0 else FOG)


def map_scene(screen: Screen) -> None:
    """Streets, a river, a route with a pin at its end, and a card."""
    r, across, down = screen.random, screen.across, screen.down
    screen.box(0, 5, across, down - 9, screen.soft, 0)
    for _block in range(34):
        x, y = r.uniform(-2, across), r.uniform(5, down - 6)
        colour = r.choice((WHITE, WHITE, MIST, "#dfeee2"))
        screen.box(x, y, r.uniform(3, 7), r.uniform(2.5, 5.5), colour, 0.3)
    river = r.uniform(0.3, 0.6) * down
    screen.line([(-1, river), (across * 0.4, river + 3), (across + 1, river - 2)], "#b9dcf2", 2.6)
    for _street in range(5):
        start, end = r.uniform(0, across), r.uniform(0, across)
        screen.line([(start, 5), (end, down - 4)], WHITE, 0.7)
    route = [(across * 0.2, down * 0.72)]
    while route[-1][1] > down * 0.3:
        x, y = route[-1]
        step = r.uniform(2, 5)
        route += [(min(across - 4, x + r.uniform(0, 4)), y), (route[-1][0], y - step)]
        route[-1] = (route[-2][0], y - step)
    screen.line(route, screen.middle, 0.9)
    screen.dot(*route[0], 1, screen.strong)
    screen.dot(*route[0], 0.45, WHITE)
    x, y = route[-1]
    screen.dot(x, y - 1.4, 1.5, screen.strong)
    screen.draw.polygon(
        [
            (p * screen.unit, q * screen.unit)
            for p, q in ((x - 1.3, y - 0.8), (x + 1.3, y - 0.8), (x, y + 1.4))
        ],
        fill=screen.strong,
    )
    screen.dot(x, y - 1.4, 0.6, WHITE)
    top = down - 14
    screen.box(1, top, across - 2, 8.8, WHITE, 1)
    screen.words(2.4, top + 1.6, 9, 1, INK)
    screen.words(2.4, top + 3.6, 14)
    screen.box(2.4, top + 5.4, across - 4.8, 2.2, screen.strong, 0.6)


def list_scene(screen: Screen) -> None:
    """A search box and rows with a mark each."""
    r, across = screen.random, screen.across
    screen.box(1.4, 6.4, across - 2.8, 2.6, MIST, 1.3)
    screen.dot(3.2, 7.7, 0.6, screen.middle)
    y = 10.4
    while y < screen.down - 8:
        screen.box(1.4, y, across - 2.8, 4.4, WHITE, 0.8)
        screen.box(1.4, y, 3.6, 3.6, r.choice((screen.soft, screen.light, screen.middle)), 0.8)
        screen.words(6, y + 0.4, r.uniform(6, 10), 0.9, INK)
        screen.words(6, y + 2.1, r.uniform(8, across - 10))
        if r.random() < 0.5:
            screen.box(across - 5, y + 0.3, 3.4, 1.2, screen.soft, 0.6)
        screen.line([(1.4, y + 4.4), (across - 1.4, y + 4.4)], MIST, 0.08)
        y += 5


def chart_scene(screen: Screen) -> None:
    """A large figure, bars, and a curve."""
    r, across, down = screen.random, screen.across, screen.down
    screen.box(1.4, 6.4, across - 2.8, 8, screen.soft, 1)
    screen.words(3, 8, 6, 0.8, screen.middle)
    screen.words(3, 10, 9, 2.2, screen.strong)
    bars, base = 7, 29.0
    step = (across - 4) / bars
    for number in range(bars):
        height = r.uniform(3, 11)
        colour = screen.strong if number == bars - 2 else screen.light
        screen.box(2 + number * step, base - height, step * 0.62, height, colour, 0.4)
    screen.line([(1.6, base), (across - 1.6, base)], FOG, 0.1)
    points = [(2 + n * (across - 4) / 9, 36 + r.uniform(-3, 3)) for n in range(10)]
    if down > 42:
        screen.line(points, screen.middle, 0.5)
        for point in points:
            screen.dot(*point, 0.45, screen.strong)


def calendar_scene(screen: Screen) -> None:
    """A month with marked days and what happens on one of them."""
    r, across, down = screen.random, screen.across, screen.down
    screen.words(2, 6.8, 7, 1.1, INK)
    step, top = (across - 3) / 7, 9.6
    marked = set(r.sample(range(3, 31), 8))
    for number in range(35):
        x, y = 1.5 + (number % 7 + 0.5) * step, top + (number // 7) * 3.1 + 1
        today = number == 17
        screen.dot(
            x, y, 1.15, screen.strong if today else screen.soft if number in marked else WHITE
        )
        screen.words(x - 0.5, y - 0.3, 1, 0.6, WHITE if today else FOG)
    y = top + 17
    while y < down - 9:
        screen.box(1.4, y, across - 2.8, 4, MIST, 0.8)
        screen.box(1.4, y, 0.6, 4, r.choice((screen.middle, screen.strong, screen.light)), 0.2)
        screen.words(3.2, y + 0.8, r.uniform(6, 11), 0.9, INK)
        screen.words(3.2, y + 2.3, r.uniform(8, 14))
        y += 4.8


def photo_scene(screen: Screen) -> None:
    """A landscape, and rows of small pictures."""
    r, across, down = screen.random, screen.across, screen.down
    bottom = down * 0.46
    screen.box(0, 5, across, bottom - 5, screen.light, 0)
    screen.dot(across * r.uniform(0.2, 0.8), 10, 2.4, WHITE)
    for colour, level in ((screen.middle, 0.45), (screen.strong, 0.7), (screen.deep, 0.88)):
        y = 5 + (bottom - 5) * level
        hills = [(0, bottom), (0, y)]
        hills += [(across * n / 6, y + r.uniform(-2.5, 2)) for n in range(1, 7)]
        hills += [(across, bottom)]
        screen.draw.polygon([(p * screen.unit, q * screen.unit) for p, q in hills], fill=colour)
    screen.words(1.6, bottom + 1.4, 11, 1.1, INK)
    screen.words(1.6, bottom + 3.4, across - 6)
    step, y = (across - 2.4) / 3, bottom + 5.6
    while y < down - 9:
        for number in range(3):
            colour = r.choice((screen.soft, screen.light, screen.middle, FOG))
            screen.box(1.4 + number * step, y, step - 0.6, step - 0.6, colour, 0.6)
        y += step


SCENES: dict[str, Callable[[Screen], None]] = {
    "map": map_scene,
    "list": list_scene,
    "chart": chart_scene,
    "calendar": calendar_scene,
    "photo": photo_scene,
}


def screenshot(seed: str, scene: str) -> ContentFile:
    """Draw an app's screen as a PNG file."""
    screen = Screen(seed)
    SCENES[scene](screen)
    screen.frame()
    return _file(screen.image, f"{scene}.png")


def poster(seed: str, accent: str) -> ContentFile:
    """Draw a contest's poster: patchwork in its accent, with a yard left free in the middle."""
    colours = PALETTES[accent]
    width, height = POSTER
    image = Image.new("RGB", POSTER, colours[4])
    draw = ImageDraw.Draw(image)
    tones = (colours[4], colours[3], colours[2], colours[1], colours[0], WHITE)
    scale = 100 / CELL
    for patch in patchwork(seed, width // 100, height // 100):
        points = [
            tuple(float(n) * scale for n in point.split(",")) for point in patch.points.split()
        ]
        draw.polygon(points, fill=tones[patch.tone])
    draw.rectangle((300, 300, width - 300, height - 300), fill=colours[0])
    phone = Screen(seed, (400, 800), accent)
    SCENES[Random(seed).choice(list(SCENES))](phone)
    phone.frame()
    x, y = (width - 420) // 2, (height - 840) // 2
    draw.rounded_rectangle((x - 16, y - 16, x + 436, y + 856), 56, fill=INK)
    corners = Image.new("L", (420, 840), 0)
    ImageDraw.Draw(corners).rounded_rectangle((0, 0, 419, 839), 40, fill=255)
    screen = phone.image.resize((420, 840), Image.Resampling.LANCZOS)
    image.paste(screen, (x, y), corners)
    return _file(image, "poster.png")


def as_pdf(picture) -> ContentFile:
    """Return an open picture file as a PDF file of one page."""
    buffer = BytesIO()
    Image.open(picture).convert("RGB").save(buffer, "PDF", resolution=150)
    return ContentFile(buffer.getvalue(), name="poster.pdf")


def _file(image: Image.Image, name: str) -> ContentFile:
    buffer = BytesIO()
    image.save(buffer, "PNG", compress_level=1)  # it is made anew when it is received
    return ContentFile(buffer.getvalue(), name=name)
