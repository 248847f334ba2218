import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from media.checks import check_count, check_upload, clean_name
from media.formats import FileKind
from tests.media import corpus


@pytest.mark.parametrize("name", corpus.SOUND)
def test_a_sound_file_of_every_format_is_accepted(name):
    file = corpus.upload(name, corpus.SOUND[name])
    file_format = check_upload(file)
    assert name.rpartition(".")[2].lower() in file_format.extensions
    assert file.read() == corpus.SOUND[name], "the file is left at its beginning"


@pytest.mark.parametrize("case", corpus.REFUSED)
def test_what_must_not_come_in_is_refused_with_its_reason(case):
    name, content, code = corpus.REFUSED[case]
    with pytest.raises(ValidationError) as refusal:
        check_upload(corpus.upload(name, content))
    assert refusal.value.code == code
    assert name in refusal.value.messages[0]


def test_a_file_above_the_limit_is_refused_and_one_at_the_limit_is_not():
    content = corpus.SOUND["계획서.hwp"]
    check_upload(corpus.upload("a.hwp", content), max_bytes=len(content))
    with pytest.raises(ValidationError) as refusal:
        check_upload(corpus.upload("a.hwp", content), max_bytes=len(content) - 1)
    assert refusal.value.code == "too_large"


def test_a_document_is_refused_where_a_picture_is_asked_for():
    with pytest.raises(ValidationError) as refusal:
        check_upload(corpus.upload("a.pdf", corpus.PDF), kinds=[FileKind.IMAGE])
    assert refusal.value.code == "wrong_kind"
    assert refusal.value.messages[0].count("jpg") == 1


def test_an_archive_that_unpacks_to_more_than_a_gigabyte_is_refused():
    def saying(size: int) -> SimpleUploadedFile:
        """An archive whose directory says that its member unpacks to so many bytes."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("zeros", bytes(10))
            archive.getinfo("zeros").file_size = size
        return corpus.upload("a.zip", out.getvalue())

    check_upload(saying(1024**3))  # a gigabyte is not too much
    with pytest.raises(ValidationError) as refusal:
        check_upload(saying(1024**3 + 1))
    assert refusal.value.code == "corrupt_document"


def test_more_files_than_asked_for_are_refused():
    check_count(3, 3)
    with pytest.raises(ValidationError) as refusal:
        check_count(4, 3)
    assert refusal.value.code == "too_many"


def test_the_sentence_is_whole_in_english():
    with pytest.raises(ValidationError) as refusal:
        check_upload(corpus.upload("photo.png", corpus.picture("JPEG")))
    with translation.override("en"):
        assert refusal.value.messages == ["“photo.png” is named as PNG, but its content is JPEG."]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("계획서.hwp", "계획서.hwp"),
        ("\u1100\u1168\u1112\u116c\u11a8.hwp", "계획.hwp"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.pdf", "a.pdf"),
        ("gnp\u202egpj.exe", "gnpgpj.exe"),
        ("a\r\nSet-Cookie: b.pdf", "aSet-Cookie_ b.pdf"),
        ("  a   b .pdf ", "a b.pdf"),
        ("", "file"),
        ("...", "file"),
        ("가" * 300 + ".hwpx", "가" * 115 + ".hwpx"),
    ],
)
def test_a_name_is_kept_only_as_far_as_it_is_harmless(sent, kept):
    assert clean_name(sent) == kept
