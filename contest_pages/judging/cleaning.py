"""Documents without what they say about who made them.

What stands in the text of a document is not touched: a file is freed of its metadata alone.
"""

import codecs
import io
import logging
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    NameObject,
    NullObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from contest_pages.judging.blind import Redaction
from contest_pages.judging.markup import is_xml, strip_xml
from contest_pages.judging.stripping import strip_picture

log = logging.getLogger(__name__)

#: An archive that unpacks to more bytes is not rewritten: everything passes through memory.
MOST_UNPACKED = 200 * 1024 * 1024


class Uncleanable(Exception):
    """The file cannot be freed of what it says about its makers."""


def clean(file: BinaryIO, extension: str, redaction: Redaction) -> bytes:
    """Return a document without its metadata; raise Uncleanable where that cannot be done."""
    if extension not in CLEANERS:
        raise Uncleanable(extension)
    try:
        return CLEANERS[extension](file, redaction)
    except Uncleanable:
        raise
    # There is no end of what parsers raise where a file is not what it says.
    except Exception as error:
        log.info("A file was kept back that could not be read", exc_info=True)
        raise Uncleanable(extension) from error


# --- Plain text -------------------------------------------------------------------------------


def _clean_text(file: BinaryIO, redaction: Redaction) -> bytes:
    """Free a text of names: it has nothing but its words."""
    content = file.read().removeprefix(codecs.BOM_UTF8)
    for encoding in ("utf-8", "cp949"):
        try:
            return redaction.text(content.decode(encoding)).encode()
        except UnicodeDecodeError:
            continue
    raise Uncleanable("text")


# --- PDF --------------------------------------------------------------------------------------

#: What parts of a PDF say about the programs and people that made them, and what they do.
_PDF_TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/StructParents", "/AA")
#: A photograph as a camera made it; a list of one filter is written as well.
_JPEG_FILTERS = ("/DCTDecode", ["/DCTDecode"])
#: What is laid over a page and read with it: a filled-in form, words and marks.
_LAID_OVER = {"/Widget", "/FreeText", "/Stamp", "/Ink", "/Square", "/Circle", "/Line", "/Polygon"}
_LAID_OVER |= {"/PolyLine", "/Highlight", "/Underline", "/Squiggly", "/StrikeOut"}
#: How it looks; absent is who put it there, when, and what it does.
_LOOKS = ("/Type", "/Subtype", "/Rect", "/F", "/AP", "/AS", "/Border", "/BS", "/BE", "/C", "/IC")
_LOOKS += ("/CA", "/QuadPoints", "/InkList", "/L", "/LE", "/Vertices", "/RD", "/CL", "/DS", "/MK")
#: What a field of a form has from those above it.
_INHERITED = ("/FT", "/Ff", "/V", "/DV", "/Opt", "/MaxLen", "/DA", "/Q")
#: Texts, boxes to tick, choices; not signatures.
_FILLED_IN = ("/Tx", "/Btn", "/Ch")
#: Not on the screen: a hidden one, and one that is printed alone.
_UNSEEN = 0b10_0010
#: Deeper forms go in circles.
_DEEPEST_FIELD = 50


def _clean_pdf(file: BinaryIO, redaction: Redaction) -> bytes:
    """Write the pages into a new file: nothing that hangs on the old one comes along."""
    out = io.BytesIO()
    reader = PdfReader(file)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Uncleanable("pdf")
    copied = _pages_of(reader, redaction)
    for each in copied._objects:
        if isinstance(each, DictionaryObject):
            for trace in _PDF_TRACES:
                each.pop(NameObject(trace), None)
        if isinstance(each, StreamObject) and each.get("/Filter") in _JPEG_FILTERS:
            each._data = strip_picture(each._data)
    # Once more: what nothing refers to any longer, such as metadata, stays behind.
    _pages_of(copied, redaction).write(out)
    return out.getvalue()


def _pages_of(source: PdfReader | PdfWriter, redaction: Redaction) -> PdfWriter:
    """Return the pages of a file, with what they refer to, and without its metadata."""
    writer, fields = PdfWriter(), ArrayObject()
    for page in source.pages:
        annotations = page.pop(NameObject("/Annots"), NullObject()).get_object()
        if not isinstance(annotations, ArrayObject):
            annotations = ArrayObject()
        laid_over = [_freed(each.get_object(), redaction) for each in annotations]
        new = writer.add_page(page)
        shown = ArrayObject(writer._add_object(each.clone(writer)) for each in laid_over if each)
        if shown:
            new[NameObject("/Annots")] = shown
        fields += [each for each in shown if each.get_object()["/Subtype"] == "/Widget"]
    if fields:
        writer.root_object[NameObject("/AcroForm")] = _form_of(source, writer, fields)
    writer.metadata = None
    return writer


def _freed(annotation: PdfObject | None, redaction: Redaction) -> DictionaryObject | None:
    """Return what is laid over a page as it looks; nothing where it is not read with the page."""
    if not isinstance(annotation, DictionaryObject):
        return None
    if annotation.get("/Subtype") not in _LAID_OVER or annotation.get("/F", 0) & _UNSEEN:
        return None
    freed = _only(annotation, (*_LOOKS, "/DA", "/Q"))
    if annotation["/Subtype"] == "/Widget":
        field, parts = annotation, []
        for _depth in range(_DEEPEST_FIELD):
            freed = DictionaryObject(_only(field, _INHERITED) | freed)
            parts += [str(field["/T"])] if "/T" in field else []
            if "/Parent" not in field:
                break
            field = field["/Parent"]
        if freed.get("/FT") not in _FILLED_IN:
            return None
        freed[NameObject("/T")] = TextStringObject(".".join(reversed(parts)))
    elif "/Contents" in annotation:
        said = redaction.text(str(annotation["/Contents"]))
        freed[NameObject("/Contents")] = TextStringObject(said)
    return freed


def _only(source: DictionaryObject, names: Iterable[str]) -> DictionaryObject:
    """Return some entries of a dictionary, references as they are."""
    kept = {NameObject(name): source.raw_get(name) for name in names if name in source}
    return DictionaryObject(kept)


def _form_of(
    source: PdfReader | PdfWriter, writer: PdfWriter, fields: ArrayObject
) -> DictionaryObject:
    """Return what makes the fields on the pages a form; a viewer draws those without a look."""
    old = source.root_object.get("/AcroForm", DictionaryObject()).get_object()
    form = _only(old, ("/DA", "/DR", "/Q", "/NeedAppearances")).clone(writer)
    form[NameObject("/Fields")] = fields
    if any("/AP" not in each.get_object() for each in fields):
        form[NameObject("/NeedAppearances")] = BooleanObject(True)
    return form


# --- Zip archives: Office, OpenDocument, HWPX -------------------------------------------------

#: Who signed, and what was put in from elsewhere with metadata of its own.
_LEFT_OUT = re.compile(
    r"^_xmlsignatures/|^META-INF/\w*signatures\.xml$|^docProps/thumbnail|^Thumbnails/"
    r"|^DocHistory/|^Configurations2/",
    re.IGNORECASE,
)
#: What SharePoint and others keep beside a document: its text holds what is shown of it.
_BESIDE = re.compile(r"^customXml/(?!_rels/|itemProps)", re.IGNORECASE)
_EMBEDDED = re.compile(r"(?:^|/)embeddings/|^ObjectReplacements/|\.bin$|\.ole$", re.IGNORECASE)
_MARKUP = (".xml", ".rels", ".hpf", ".rdf", ".vml")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: A workbook is put into a presentation for its chart; deeper nobody puts one by hand.
_LEVELS = 2
#: One of them is in every archive that is a document.
_CONTENTS = {"[Content_Types].xml", "mimetype"}


@dataclass
class _Room:
    """How many more bytes may be unpacked, for all levels of an archive together."""

    left: int

    def take(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise Uncleanable("zip")


def _clean_archive(file: BinaryIO, redaction: Redaction) -> bytes:
    return _packed_anew(file, _Room(MOST_UNPACKED), _LEVELS)


def _packed_anew(file: BinaryIO, room: _Room, levels: int) -> bytes:
    """Write an archive anew, member by member, without names and dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
        room.take(sum(member.file_size for member in source.infolist()))
        if not _CONTENTS & set(source.namelist()):
            raise Uncleanable("zip")
        for member in source.infolist():
            if not member.is_dir() and not _LEFT_OUT.search(member.filename):
                content = _clean_member(member.filename, source.read(member), room, levels)
                fresh = zipfile.ZipInfo(member.filename)  # of 1980, without extra fields
                fresh.compress_type = member.compress_type
                target.writestr(fresh, content)
    return out.getvalue()


def _clean_member(name: str, content: bytes, room: _Room, levels: int) -> bytes:
    """Return a part of a document without names; refuse what has metadata of its own."""
    if name.lower().startswith("xl/printersettings/"):
        return b""
    if _BESIDE.search(name):
        return b"<root/>"
    if content.startswith(_ZIP) and levels:
        return _packed_anew(io.BytesIO(content), room, levels - 1)
    if content.startswith((_ZIP, _OLE)) or _EMBEDDED.search(name):
        raise Uncleanable(name)
    if is_xml(content) or name.lower().endswith(_MARKUP):
        return strip_xml(content)
    return strip_picture(content)


CLEANERS: dict[str, Callable[[BinaryIO, Redaction], bytes]] = {
    "pdf": _clean_pdf,
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "odp", "ods", "hwpx"), _clean_archive),
    **dict.fromkeys(("txt", "md", "csv"), _clean_text),
}
