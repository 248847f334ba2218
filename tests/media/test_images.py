import io

import pytest
from django.core.exceptions import ValidationError
from PIL import Image, ImageCms

from media import images
from tests.media import corpus


def opened(picture: images.Picture) -> Image.Image:
    return Image.open(io.BytesIO(picture.content))


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_where_and_by_whom_a_photo_was_taken_is_gone(file_format):
    original = corpus.photo_with_gps(file_format)
    assert b"SECRET-ARTIST" in original
    for picture in (
        images.reencode(io.BytesIO(original)),
        images.thumbnail(io.BytesIO(original)),
    ):
        assert b"SECRET" not in picture.content
        assert not opened(picture).getexif()
        assert not set(opened(picture).info) & {"exif", "xmp", "comment", "XML:com.adobe.xmp"}


def test_a_photo_that_lay_on_its_side_stands_upright():
    picture = images.reencode(io.BytesIO(corpus.photo_with_gps(size=(60, 40), orientation=6)))
    assert (picture.width, picture.height) == (40, 60)
    red, _, blue = opened(picture).convert("RGB").getpixel((20, 5))
    assert red > 200 > blue, "the left half has come to the top"


def test_a_large_picture_is_bounded_and_a_small_one_is_not_blown_up():
    large = images.reencode(io.BytesIO(corpus.picture("JPEG", (4000, 1000))))
    assert (large.width, large.height) == (2560, 640)
    small = images.reencode(io.BytesIO(corpus.picture("PNG", (60, 40))))
    assert (small.width, small.height) == (60, 40)


def test_a_thumbnail_is_a_webp_640_wide():
    small = images.thumbnail(io.BytesIO(corpus.picture("JPEG", (3000, 2000))))
    assert (small.width, small.height, opened(small).format) == (640, 427, "WEBP")


def test_the_colour_profile_is_kept():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    made = images.reencode(io.BytesIO(corpus.picture("PNG", icc_profile=profile)))
    assert opened(made).info["icc_profile"] == profile


@pytest.mark.parametrize(
    ("file_format", "mode", "kept"),
    [
        ("PNG", "RGBA", "RGBA"),
        ("PNG", "P", "RGB"),
        ("PNG", "L", "L"),
        ("PNG", "1", "RGB"),
        ("JPEG", "CMYK", "RGB"),
        ("JPEG", "L", "L"),
    ],
)
def test_every_mode_is_made_anew(file_format, mode, kept):
    made = images.reencode(io.BytesIO(corpus.picture(file_format, mode=mode)))
    assert opened(made).mode == kept


def test_a_16_bit_scan_does_not_turn_white():
    scan = io.BytesIO()
    Image.new("I;16", (10, 10), 32768).save(scan, "PNG")
    assert opened(images.reencode(scan)).getpixel((5, 5)) == 128


def test_a_script_hidden_behind_a_picture_is_left_behind():
    made = images.reencode(io.BytesIO(corpus.picture("PNG") + b"<script>alert(1)</script>"))
    assert b"script" not in made.content


def test_a_picture_with_too_many_pixels_is_not_unpacked():
    with pytest.raises(ValidationError) as refusal:
        images.reencode(io.BytesIO(corpus.bomb()))
    assert refusal.value.code == "too_many_pixels"
