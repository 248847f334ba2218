"""Pictures: opened with care, made anew without metadata, made small."""

import contextlib
import io
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_PIXELS = 50_000_000  # a 50-megapixel phone's picture; 200 MB of memory when unpacked
MAX_SIDE = 2560  # pixels
THUMBNAIL_WIDTH = 640  # pixels
MAX_ICC_PROFILE = 64 * 1024  # bytes; a display's profile has some hundred
SAVE_OPTIONS = {
    "JPEG": {"quality": 88, "progressive": True},
    "PNG": {},
    "WEBP": {"quality": 86, "method": 4},
}
# What Pillow raises on damaged or hostile files, by reading its plugins.
PILLOW_ERRORS = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    OverflowError,
    MemoryError,
    EOFError,
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class Picture:
    """A picture that was made anew: its bytes and what they are."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


@contextlib.contextmanager
def opened(file: BinaryIO) -> Iterator[Image.Image]:
    """Open a PNG, JPEG or WebP of bearable size; its pixels are not read yet.

    Raises ValidationError, also for what goes wrong inside the block while Pillow decodes.
    """
    file.seek(0)
    try:
        with Image.open(file, formats=list(SAVE_OPTIONS)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise _too_many_pixels()
            yield image
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except PILLOW_ERRORS as error:
        raise ValidationError(
            _("The picture is damaged and cannot be read."), code="corrupt"
        ) from error
    finally:
        file.seek(0)


def verify(file: BinaryIO) -> None:
    """Decode the whole picture once, as small as its format allows; raise ValidationError."""
    with opened(file) as image:
        image.draft(None, (1, 1))
        image.load()


def reencode(file: BinaryIO, *, max_side: int = MAX_SIDE) -> Picture:
    """Return the picture made anew in its own format: upright, bounded, with no metadata.

    Only the colour profile is kept, of an animation only the first image. Raises ValidationError.
    """
    with opened(file) as image:
        file_format = image.format
        upright = _upright(image, (max_side, max_side))
        upright.thumbnail((max_side, max_side), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return _encoded(upright, file_format)


def remake(upload: UploadedFile) -> None:
    """Put an uploaded picture made anew in the place of what was sent; raise ValidationError.

    In the very file, for Wagtail keeps it a while before its other fields are filled in.
    """
    content = reencode(upload).content
    upload.seek(0)
    upload.write(content)
    upload.truncate()
    upload.flush()
    upload.seek(0)
    upload.size = len(content)


def thumbnail(file: BinaryIO, *, width: int = THUMBNAIL_WIDTH) -> Picture:
    """Return a small WebP of the picture, at most `width` wide and twice as high."""
    with opened(file) as image:
        upright = _upright(image, (width, width))
        upright.thumbnail((width, width * 2), Image.Resampling.LANCZOS, reducing_gap=2.0)
        return _encoded(upright, "WEBP", quality=80)


def _too_many_pixels() -> ValidationError:
    return ValidationError(
        _("The picture has more than %(limit)s million pixels."),
        code="too_many_pixels",
        params={"limit": MAX_PIXELS // 1_000_000},
    )


def _upright(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Decode, turn as the camera was held, and leave a mode that every format can keep."""
    image.draft(None, size)  # a large JPEG is decoded at a fraction of its size
    image.load()
    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode not in ("L", "LA", "RGB", "RGBA"):
        transparent = image.has_transparency_data
        # A profile describes its own mode's numbers: after CMYK to RGB it would be wrong.
        profile = profile if image.mode == "P" else None
        image = image.convert("RGBA" if transparent else "RGB")
    image.info = {"icc_profile": profile} if profile and len(profile) <= MAX_ICC_PROFILE else {}
    return image


def _encoded(image: Image.Image, file_format: str, **options) -> Picture:
    profile = image.info.get("icc_profile")
    image.info = {}
    if file_format == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    out = io.BytesIO()
    image.save(out, file_format, icc_profile=profile, **{**SAVE_OPTIONS[file_format], **options})
    return Picture(
        content=out.getvalue(),
        content_type=Image.MIME[file_format],
        extension={"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}[file_format],
        width=image.width,
        height=image.height,
    )
