"""Pictures inside documents without what cameras and programs wrote beside them.

The picture itself is not touched: it is copied part by part, without those that hold text.
"""

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: EXIF and XMP, Photoshop's, comments.
_JPEG_TEXTS = (0xE1, 0xED, 0xFE)
_JPEG_SCAN = 0xDA
_PNG_TEXTS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")


def strip_picture(content: bytes) -> bytes:
    """Return a JPEG or PNG without its texts; anything else, or a broken one, as it is."""
    if content.startswith(_JPEG):
        return _strip_jpeg(content)
    return _strip_png(content) if content.startswith(_PNG) else content


def _strip_jpeg(content: bytes) -> bytes:
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _JPEG_SCAN:
        end = at + 2 + int.from_bytes(content[at + 2 : at + 4])
        if content[at + 1] not in _JPEG_TEXTS:
            kept.append(content[at:end])
        at = end
    return b"".join((*kept, content[at:]))


def _strip_png(content: bytes) -> bytes:
    kept, at = [_PNG], len(_PNG)
    while at + 8 <= len(content):
        end = at + 12 + int.from_bytes(content[at : at + 4])
        if content[at + 4 : at + 8] not in _PNG_TEXTS:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)
