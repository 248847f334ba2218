"""What editors upload in the admin: pictures and documents, by every way that Wagtail has."""

import pytest
from django.core.files.storage import default_storage, storages
from django.urls import reverse
from wagtail.documents.forms import get_document_form
from wagtail.images.forms import get_image_form
from wagtail.models import Collection, UploadedFile

from media.models import SiteDocument, SiteImage
from tests.factories import UserFactory
from tests.media import corpus


@pytest.fixture
def editor(client, db, settings):
    settings.STAFF_MFA_REQUIRED = False
    client.force_login(UserFactory(groups=["Editors"]))
    return client


def image_form(name: str = "photo.jpg", content: bytes | None = None, **fields) -> dict:
    return {
        "title": "사진",
        "description": "한강에서 본 노을",
        "collection": Collection.get_first_root_node().pk,
        "file": corpus.upload(name, content or corpus.photo_with_gps()),
    } | fields


def stored(image: SiteImage) -> bytes:
    with image.file.open() as file:
        return file.read()


def test_a_picture_is_made_anew_and_renamed(editor):
    response = editor.post(reverse("wagtailimages:add"), image_form("우리 집 앞.jpg"))
    assert response.status_code == 302
    image = SiteImage.objects.get()
    assert b"SECRET" not in stored(image)
    assert (image.width, image.height) == (40, 60), "it stands upright"
    assert image.file_size == len(stored(image))
    assert image.file.name.startswith("images/")
    assert "우리" not in image.file.name


def test_a_picture_needs_words_for_those_who_cannot_see_it(editor):
    response = editor.post(reverse("wagtailimages:add"), image_form(description=" "))
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {"description"}
    assert not SiteImage.objects.exists()


def test_a_picture_replaced_by_another_is_made_anew_too(editor):
    editor.post(reverse("wagtailimages:add"), image_form())
    image = SiteImage.objects.get()
    before = image.file.name
    editor.post(reverse("wagtailimages:edit", args=[image.pk]), image_form())
    image.refresh_from_db()
    assert image.file.name != before
    assert b"SECRET" not in stored(image)


def test_of_many_pictures_at_once_none_is_kept_as_it_was_sent(editor):
    """Wagtail keeps each one aside, in the open, until its words are filled in."""
    sent = {"files[]": corpus.upload("photo.jpg", corpus.photo_with_gps())}
    answer = editor.post(reverse("wagtailimages:add_multiple"), sent).json()
    assert answer["success"]
    aside = UploadedFile.objects.get()
    with aside.file.open() as file:
        assert b"SECRET" not in file.read()
    prefix = f"uploaded-image-{aside.pk}"
    words = {f"{prefix}-title": "노을", f"{prefix}-description": "한강에서 본 노을"}
    address = reverse("wagtailimages:create_multiple_from_uploaded_image", args=[aside.pk])
    collection = {f"{prefix}-collection": Collection.get_first_root_node().pk}
    assert editor.post(address, words | collection).json()["success"]
    image = SiteImage.objects.get()
    assert b"SECRET" not in stored(image)
    assert image.description == "한강에서 본 노을"


def test_a_large_picture_on_its_way_through_the_disk_is_made_anew(editor, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1
    editor.post(reverse("wagtailimages:add"), image_form())
    assert b"SECRET" not in stored(SiteImage.objects.get())


@pytest.mark.parametrize("case", corpus.REFUSED)
def test_a_wrong_file_becomes_neither_picture_nor_document(db, case):
    name, content, _code = corpus.REFUSED[case]
    collection = {"title": "파일", "collection": Collection.get_first_root_node().pk}
    for form_class in (get_image_form(SiteImage), get_document_form(SiteDocument)):
        form = form_class(collection, {"file": corpus.upload(name, content)})
        assert len(form.errors["file"]) == 1


def test_a_damaged_picture_is_refused_with_a_sentence(editor):
    name, content, _code = corpus.REFUSED["half a WebP"]
    response = editor.post(reverse("wagtailimages:add"), image_form(name, content))
    assert response.status_code == 200
    assert response.context["form"].errors["file"] == [
        "‘a.webp’: 이미지가 손상되어 읽을 수 없습니다."
    ]


@pytest.mark.parametrize("name", ["계획서.hwpx", "그림.png"])
def test_a_document_is_kept_in_private_and_handed_out_under_its_own_name(editor, client, name):
    sent = {"files[]": corpus.upload(name, corpus.SOUND[name])}
    assert editor.post(reverse("wagtaildocs:add_multiple"), sent).json()["success"]
    document = SiteDocument.objects.get()
    assert document.filename == name
    assert storages["private"].exists(document.file.name)
    assert not default_storage.exists(document.file.name)
    client.logout()
    response = client.get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == corpus.SOUND[name]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_document_of_a_closed_collection_is_not_handed_out(editor, client):
    sent = {"files[]": corpus.upload("a.pdf", corpus.PDF)}
    editor.post(reverse("wagtaildocs:add_multiple"), sent)
    document = SiteDocument.objects.get()
    document.collection.view_restrictions.create(restriction_type="login")
    client.logout()
    response = client.get(document.url)
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))
