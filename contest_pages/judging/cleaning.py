"""Documents without what they say about who made them.

What stands in the text of a document is not touched: a file is freed of its metadata alone.
"""

import codecs
import io
import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject, NameObject, StreamObject

from contest_pages.judging.blind import Redaction
from contest_pages.judging.stripping import strip_picture

#: An archive that unpacks to more bytes is not rewritten: everything passes through memory.
MOST_UNPACKED = 200 * 1024 * 1024


class Uncleanable(Exception):
    """The file cannot be freed of what it says about its makers."""


def clean(file: BinaryIO, extension: str, redaction: Redaction) -> bytes:
    """Return a document without its metadata; raise Uncleanable where that cannot be done."""
    if extension not in CLEANERS:
        raise Uncleanable(extension)
    return CLEANERS[extension](file, redaction)


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

#: What pypdf raises besides its own errors where a file is not what it says.
_BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OSError)
#: What parts of a PDF say about the programs and people that made them.
_PDF_TRACES = ("/Metadata", "/PieceInfo", "/LastModified", "/Annots", "/AF", "/StructParents")
#: A photograph as a camera made it; a list of one filter is written as well.
_JPEG_FILTERS = ("/DCTDecode", ["/DCTDecode"])


def _clean_pdf(file: BinaryIO, redaction: Redaction) -> bytes:
    """Write the pages into a new file: nothing that hangs on the old one comes along."""
    out = io.BytesIO()
    try:
        reader = PdfReader(file)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Uncleanable("pdf")
        copied = _pages_of(reader)
        for each in copied._objects:
            if isinstance(each, DictionaryObject):
                for trace in _PDF_TRACES:
                    each.pop(NameObject(trace), None)
            if isinstance(each, StreamObject) and each.get("/Filter") in _JPEG_FILTERS:
                each._data = strip_picture(each._data)
        # Once more: what nothing refers to any longer, such as a note with its author, stays behind.
        _pages_of(copied).write(out)
    except (PyPdfError, RecursionError, *_BROKEN) as error:
        raise Uncleanable("pdf") from error
    return out.getvalue()


def _pages_of(source: PdfReader | PdfWriter) -> PdfWriter:
    """Return the pages of a file, with what they refer to, and without its metadata."""
    writer = PdfWriter()
    for page in source.pages:
        writer.add_page(page)
    writer.metadata = None
    return writer


# --- Zip archives: Office, OpenDocument, HWPX -------------------------------------------------

_XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = b"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/"
_ODF = b"urn:oasis:names:tc:opendocument:xmlns:"
#: Parts that say nothing but who and when, and what stands in their place.
_REPLACED = {
    "docprops/core.xml": _XML + b'<cp:coreProperties xmlns:cp="' + _PACKAGE + b'"/>',
    "docprops/app.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'extended-properties"/>',
    "docprops/custom.xml": _XML + b'<Properties xmlns="' + _OFFICE + b'custom-properties"/>',
    "meta.xml": _XML
    + b'<office:document-meta xmlns:office="'
    + _ODF
    + b'office:1.0" office:version="1.2"><office:meta/></office:document-meta>',
}
#: Who signed, and what was put in from elsewhere with metadata of its own.
_LEFT_OUT = re.compile(
    r"^_xmlsignatures/|^META-INF/\w*signatures\.xml$|^docProps/thumbnail|^Thumbnails/"
    r"|^DocHistory/|^Configurations2/",
    re.IGNORECASE,
)
_EMBEDDED = re.compile(r"(?:^|/)embeddings/|^ObjectReplacements/|\.bin$|\.ole$", re.IGNORECASE)
_ATTRIBUTES = re.compile(
    rb"((?:[\w.-]+:)?(?:author|initials|userName|userId|displayName|lastModifiedBy|memoAuthor"
    rb"|creator|lastsaveby)\s*=\s*)(\"[^\"]*\"|'[^']*')",
    re.IGNORECASE,
)
_ELEMENTS = re.compile(
    rb"(<((?:[\w.-]+:)?(?:author|creator|initial-creator|creator-initials|author-name"
    rb"|author-initials|sender-\w+|printed-by|lastModifiedBy))(?:\s[^>]*)?>)[^<]*(</\2\s*>)",
    re.IGNORECASE,
)
_HWPX_METADATA = re.compile(rb"(<opf:metadata[^>]*>).*?(</opf:metadata>)", re.DOTALL)
_FOLDERS = re.compile(rb"<(?:[\w.-]+:)?absPath\b[^>]*/>")
_NAMED_AUTHOR = re.compile(rb"(<p:cmAuthor\b[^>]*?\bname\s*=\s*)\"[^\"]*\"")
_OWN_FOLDER = re.compile(rb"file:/+[^\"'<\s]*|mailto:[^\"'<\s]*", re.IGNORECASE)


def _clean_xml(content: bytes) -> bytes:
    """Empty what names a person in a part of a document."""
    content = _ATTRIBUTES.sub(rb'\1""', content)
    content = _ELEMENTS.sub(rb"\1\3", content)
    content = _NAMED_AUTHOR.sub(rb'\1""', content)
    content = _HWPX_METADATA.sub(rb"\1\2", content)
    return _OWN_FOLDER.sub(b"about:blank", _FOLDERS.sub(b"", content))


def _clean_archive(file: BinaryIO, redaction: Redaction) -> bytes:
    """Write an archive anew, member by member, without names and dates."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w") as target:
            if sum(member.file_size for member in source.infolist()) > MOST_UNPACKED:
                raise Uncleanable("zip")
            for member in source.infolist():
                if not member.is_dir() and not _LEFT_OUT.search(member.filename):
                    content = _clean_member(member.filename, source.read(member))
                    fresh = zipfile.ZipInfo(member.filename)  # of 1980, without extra fields
                    fresh.compress_type = member.compress_type
                    target.writestr(fresh, content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise Uncleanable("zip") from error
    return out.getvalue()


def _clean_member(name: str, content: bytes) -> bytes:
    """Return a part of a document without names; refuse what has metadata of its own."""
    if name.lower().startswith("xl/printersettings/"):
        return b""
    if _EMBEDDED.search(name):
        raise Uncleanable(name)
    if replaced := _REPLACED.get(name.lower()):
        return replaced
    if name.lower().endswith((".xml", ".rels", ".hpf", ".rdf", ".vml")):
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Uncleanable(name)
        return _clean_xml(content)
    return strip_picture(content)


CLEANERS: dict[str, Callable[[BinaryIO, Redaction], bytes]] = {
    "pdf": _clean_pdf,
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "odp", "ods", "hwpx"), _clean_archive),
    **dict.fromkeys(("txt", "md", "csv"), _clean_text),
}
