"""Files freed of what they say about their makers; what a reader sees of them stays."""

import io
import time
import zipfile

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NullObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from contest_pages.judging import cleaning
from contest_pages.judging.blind import MARK, Redaction
from contest_pages.judging.cleaning import Uncleanable, clean
from contest_pages.judging.markup import strip_xml
from tests.contest_pages.judging.planted import CORE, TEAM
from tests.media import corpus


def cleaned(content: bytes, extension: str) -> bytes:
    return clean(io.BytesIO(content), extension, Redaction({TEAM}))


def member(content: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(content)).read(name)


# --- PDF --------------------------------------------------------------------------------------


def annotation(subtype: str, **entries) -> DictionaryObject:
    """Something laid over a page, by an author, with an action."""
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("kim.exe")}
    )
    return DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject(f"/{subtype}"),
            NameObject("/Rect"): ArrayObject(FloatObject(each) for each in (10, 10, 90, 30)),
            NameObject("/T"): TextStringObject("Minsu Kim"),
            NameObject("/Subj"): TextStringObject("Minsu Kim"),
            NameObject("/A"): action,
            NameObject("/AA"): DictionaryObject({NameObject("/E"): action}),
        }
        | {NameObject(f"/{name}"): value for name, value in entries.items()}
    )


def filled_in_form() -> bytes:
    """A form whose first field shows what was typed, whose second has it from its parent."""
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(100, 100)
    text = {"FT": NameObject("/Tx"), "DA": TextStringObject("/Helv 10 Tf 0 g")}
    first = annotation("Widget", **text | {"T": TextStringObject("first")})
    above = DictionaryObject(
        {
            NameObject("/T"): TextStringObject("above"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/V"): TextStringObject("Line 9"),
        }
    )
    second = annotation("Widget", T=TextStringObject("second"), Parent=writer._add_object(above))
    signature = annotation("Widget", FT=NameObject("/Sig"), V=annotation("Kim"))
    hidden = annotation("Widget", FT=NameObject("/Tx"), V=first["/T"], F=NumberObject(2))
    fields = [writer._add_object(each) for each in (first, second, signature, hidden)]
    above[NameObject("/Kids")] = ArrayObject([fields[1]])
    page[NameObject("/Annots")] = ArrayObject(fields)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {
            NameObject("/Fields"): ArrayObject([fields[0], above.indirect_reference, *fields[2:]]),
            NameObject("/XFA"): TextStringObject("Minsu Kim"),
        }
    )
    writer.update_page_form_field_values(page, {"first": "Seoul"}, auto_regenerate=False)
    writer.write(out)
    return out.getvalue()


def test_what_was_filled_in_is_still_shown():
    found = PdfReader(io.BytesIO(cleaned(filled_in_form(), "pdf")))
    assert found.get_form_text_fields() == {"first": "Seoul", "above.second": "Line 9"}
    shown = [each.get_object() for each in found.pages[0]["/Annots"]]
    assert b"Seoul" in shown[0]["/AP"]["/N"].get_data()
    # a viewer draws the one that had no look
    assert found.root_object["/AcroForm"]["/NeedAppearances"].value is True
    assert [sorted({"/A", "/AA", "/Subj", "/Parent"} & set(each)) for each in shown] == [[], []]
    assert {each["/T"] for each in shown} == {"first", "above.second"}


def test_marks_on_a_page_stay_without_who_made_them_and_notes_go():
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(100, 100)
    look = DecodedStreamObject()
    look.set_data(b"BT (drawn) Tj ET")
    look[NameObject("/PieceInfo")] = TextStringObject("Minsu Kim")
    drawn = DictionaryObject({NameObject("/N"): writer._add_object(look)})
    said = TextStringObject(f"{TEAM}의 말")
    kept = [
        annotation("FreeText", AP=drawn, Contents=said),
        annotation("Highlight"),
        annotation("Ink"),
    ]
    gone = [annotation(each, Contents=said) for each in ("Text", "Popup", "FileAttachment", "Link")]
    # written into the page, and beside it
    page[NameObject("/Annots")] = ArrayObject([*kept, NullObject(), *map(writer._add_object, gone)])
    writer.write(out)
    found = cleaned(out.getvalue(), "pdf")
    assert (out.getvalue().count(b"Minsu Kim"), out.getvalue().count(b"/Launch")) == (15, 14)
    assert b"Minsu Kim" not in found and b"/Launch" not in found
    shown = [each.get_object() for each in PdfReader(io.BytesIO(found)).pages[0]["/Annots"]]
    assert [each["/Subtype"] for each in shown] == ["/FreeText", "/Highlight", "/Ink"]
    assert shown[0]["/AP"]["/N"].get_data() == b"BT (drawn) Tj ET"
    assert shown[0]["/Contents"] == f"{MARK}의 말"


def test_what_hung_on_a_page_is_in_its_cleaned_file_no_more():
    writer, out = PdfWriter(), io.BytesIO()
    page = writer.add_blank_page(100, 100)
    window = annotation("Popup")
    note = annotation("Text", Popup=writer._add_object(window))
    window[NameObject("/Parent")] = writer._add_object(note)
    page[NameObject("/Annots")] = ArrayObject([note.indirect_reference])
    about = StreamObject()
    about._data = b"<dc:creator>Minsu Kim</dc:creator>"
    page[NameObject("/Metadata")] = writer._add_object(about)
    writer.write(out)
    assert out.getvalue().count(b"Minsu Kim") == 5
    assert b"Minsu Kim" not in cleaned(out.getvalue(), "pdf")


# --- Archives ---------------------------------------------------------------------------------


def test_a_chart_with_its_table_is_handed_out_and_its_table_cleaned():
    table = corpus.ooxml("spreadsheetml.sheet", **{"docProps/core.xml": CORE})
    slides = corpus.ooxml("presentationml.presentation", **{"ppt/embeddings/a.xlsx": table})
    found = member(cleaned(slides, "pptx"), "ppt/embeddings/a.xlsx")
    assert b"coreProperties" in member(found, "docProps/core.xml")
    assert "박하나".encode() not in member(found, "docProps/core.xml")


def test_documents_in_documents_are_unpacked_within_one_bound(monkeypatch):
    inner = corpus.ooxml("spreadsheetml.sheet", **{"xl/media/a": bytes(1000)})
    deep = inner
    for _level in range(3):
        deep = corpus.ooxml("spreadsheetml.sheet", **{"xl/embeddings/a.xlsx": deep})
    many = corpus.ooxml("spreadsheetml.sheet", **{f"xl/embeddings/{n}.xlsx": inner for n in "abc"})
    cleaned(many, "xlsx")
    with pytest.raises(Uncleanable):
        cleaned(deep, "xlsx")
    monkeypatch.setattr(cleaning, "MOST_UNPACKED", len(many) + 2000)
    with pytest.raises(Uncleanable):
        cleaned(many, "xlsx")


def test_names_go_and_words_stay_in_a_part_of_a_document():
    for said, expected in (
        ('<a b="1&#10;2">x &amp; <![CDATA[<y>]]>\n</a>', '<a b="1&#10;2">x &amp; &lt;y&gt;\n</a>'),
        ("<!-- Kim --><?by Kim?><a/>", "<a></a>"),
        ("<a><dc:creator>K<b>im</b></dc:creator>x</a>", "<a><dc:creator></dc:creator>x</a>"),
        ('<a w:author="Kim" xmlns:author="urn:x"/>', '<a w:author="" xmlns:author="urn:x"></a>'),
        ("<a><x:absPath url='D:\\Kim'/>x</a>", "<a>x</a>"),
        ('<table displayName="T1"/>', '<table displayName="T1"></table>'),
        ("<a>mailto:kim@a.org 1</a>", "<a>about:blank 1</a>"),
        ("<metadata><b>1</b></metadata>", "<metadata><b>1</b></metadata>"),
        ('<a><c name="Author">1</c></a>', '<a><c name="Author">1</c></a>'),
    ):
        for encoding in ("utf-8", "utf-16"):
            found = strip_xml(said.encode(encoding)).decode()
            assert found.partition("?>\n")[2] == expected


@pytest.mark.parametrize("unit", ["<author ", "<p:cmAuthor a=", "<!--", "a:a.", "author ", "<a>"])
def test_hostile_markup_is_refused_at_once(unit):
    began = time.monotonic()
    with pytest.raises(ValueError, match="XML"):
        strip_xml(b"<a>" + unit.encode() * (2_000_000 // len(unit)))
    assert time.monotonic() - began < 20  # seconds


def test_what_is_broken_or_locked_is_kept_back():
    writer, locked = PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(locked)
    # a way to encrypt of which nobody has heard
    unknown = locked.getvalue().replace(b"/V 2", b"/V 9").replace(b"/Standard", b"/Unheard0")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a/>")
        archive.writestr("word/document.xml", f"<a>{list(range(999))}</a>")
    damaged = bytearray(packed.getvalue())
    damaged[120:140] = b"\xff" * 20
    entities = '<!DOCTYPE a [<!ENTITY b "Kim">]><a>&b;</a>'

    def holding(name: str, content: bytes | str) -> bytes:
        return corpus.ooxml("wordprocessingml.document", **{name: content})

    for extension, content in (
        ("pdf", corpus.PDF[:20]),
        ("pdf", locked.getvalue()),
        ("pdf", unknown),
        ("docx", b"PK\x03\x04 no zip"),
        ("docx", bytes(damaged)),
        ("docx", holding("word/embeddings/a.bin", b"x")),
        ("docx", holding("word/embeddings/a.xlsx", corpus.hwp())),
        ("docx", holding("word/embeddings/a.zip", corpus.zipped({"a.txt": "Kim"}))),
        ("docx", holding("word/media/a", corpus.hwp())),
        ("docx", holding("word/a.xml", "<a>")),
        ("docx", holding("word/a.xml", entities)),
        ("hwp", corpus.hwp()),
    ):
        with pytest.raises(Uncleanable):
            cleaned(content, extension)
