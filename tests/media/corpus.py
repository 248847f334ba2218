"""Files made by code: sound ones of every format, and those that must be refused."""

import io
import struct
import zipfile
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

OOXML_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
    'content-types"><Override PartName="/main.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.{main}.main+xml"/></Types>'
)


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """Wrap bytes as Django hands over an upload; the browser's word on its type is a lie."""
    return SimpleUploadedFile(name, content, content_type="application/x-unasked")


def picture(file_format: str = "PNG", size=(60, 40), mode="RGB", **options) -> bytes:
    """Draw a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "#0000ff")
    image.paste("#ff0000", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.convert(mode).save(out, file_format, **options)
    return out.getvalue()


def photo_with_gps(file_format: str = "JPEG", size=(60, 40), orientation: int = 6) -> bytes:
    """Draw a photo that says where it was taken, by whom, and that it lies on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "SECRET-ARTIST"
    exif[0x010F] = "SECRET-CAMERA"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (37.0, 33.0, 59.0)
    gps[3], gps[4] = "E", (126.0, 58.0, 41.0)
    options = {"comment": b"SECRET-COMMENT"} if file_format == "JPEG" else {}
    return picture(file_format, size, exif=exif.tobytes(), **options)


def zipped(members: dict[str, bytes | str]) -> bytes:
    """Pack members, in their order, uncompressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def ooxml(main: str, **members) -> bytes:
    """Pack the least that is an Office document of this main type."""
    return zipped({"[Content_Types].xml": OOXML_TYPES.format(main=main), **members})


def hwp() -> bytes:
    """Lay out an OLE container's head and, far in, the FileHeader stream of an HWP."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(70_000) + b"HWP Document File" + bytes(999)


def bomb(side: int = 30_000) -> bytes:
    """Write a sound PNG of side × side pixels in some hundred bytes' worth of header."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
ODT = "application/vnd.oasis.opendocument.text"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

SOUND = {
    "그림.png": picture("PNG"),
    "photo.jpg": picture("JPEG"),
    "photo.JPEG": picture("JPEG"),
    "picture.webp": picture("WEBP"),
    "계획서.pdf": PDF,
    "계획서.hwp": hwp(),
    "old.hwp": b"HWP Document File V3.00 \x1a\x01" + bytes(200),
    "계획서.hwpx": zipped({"mimetype": "application/hwp+zip", "Contents/section0.xml": "<a/>"}),
    "report.docx": ooxml("wordprocessingml.document"),
    "slides.pptx": ooxml("presentationml.presentation"),
    "table.xlsx": ooxml("spreadsheetml.sheet"),
    "report.odt": zipped({"mimetype": ODT, "content.xml": "<a/>"}),
    "slides.odp": zipped({"mimetype": ODT.replace("text", "presentation")}),
    "table.ods": zipped({"mimetype": ODT.replace("text", "spreadsheet")}),
    "source.zip": zipped({"main.py": "print()"}),
    "table.csv": "이름,값\n마당,1\n".encode(),
    "README.md": b"# Hello\n",
    "안내.txt": "안녕하세요".encode("cp949"),
}

REFUSED = {
    "nothing": ("empty.png", b"", "empty"),
    "nothing in a text": ("empty.txt", b"", "empty"),
    "a program": ("setup.exe", b"MZ" + bytes(100), "wrong_kind"),
    "a name without extension": ("README", b"hello", "wrong_kind"),
    "a vector picture": ("logo.svg", SVG, "wrong_kind"),
    "a web page": ("index.html", b"<html></html>", "wrong_kind"),
    "a program named as a picture": ("cat.png", b"MZ" + bytes(100), "corrupt_document"),
    "a vector picture named as PNG": ("logo.png", SVG, "corrupt_document"),
    "a web page named as text": ("a.txt", b"\n<!DOCTYPE html><p>", "corrupt_document"),
    "a script named as text": ("a.md", b"<script>alert(1)</script>", "corrupt_document"),
    "bytes named as text": ("a.txt", b"a\x00b", "corrupt_document"),
    "text in no known letters": ("a.txt", b"\xff\xfe\xff", "corrupt_document"),
    "a JPEG named as PNG": ("photo.png", picture("JPEG"), "mislabelled"),
    "a PDF named as HWP": ("plan.hwp", PDF, "mislabelled"),
    "an HWP named as PDF": ("plan.pdf", hwp(), "mislabelled"),
    "a Word document named as Excel": (
        "a.xlsx",
        ooxml("wordprocessingml.document"),
        "mislabelled",
    ),
    "a zip named as HWPX": ("a.hwpx", zipped({"a": "b"}), "mislabelled"),
    "an old Word document named as HWP": (
        "a.hwp",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000),
        "corrupt_document",
    ),
    "a Word document with macros": (
        "a.docx",
        ooxml("wordprocessingml.document", **{"word/vbaProject.bin": "x"}),
        "mislabelled",
    ),
    "half a PNG": ("a.png", picture("PNG", (400, 400))[:300], "corrupt"),
    "half a JPEG": ("a.jpg", picture("JPEG", (900, 900))[:3000], "corrupt"),
    "half a WebP": ("a.webp", picture("WEBP", (900, 900))[:100], "corrupt"),
    "half a PDF": ("a.pdf", PDF[:30], "corrupt_document"),
    "half a zip": ("a.zip", zipped({"a": "b" * 5000})[:3000], "corrupt_document"),
    "a PDF that is a zip as well": ("a.pdf", PDF + zipped({"a": "%%EOF"}), "corrupt_document"),
    "a picture too large to unpack": ("bomb.png", bomb(), "too_many_pixels"),
}
#: One for each reason: enough where the reasons themselves are not what is tested.
REFUSED_ONCE = list({reason: case for case, (*_file, reason) in REFUSED.items()}.values())
