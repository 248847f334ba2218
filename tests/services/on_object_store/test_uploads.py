"""Uploads in a real S3: public ones for everybody, private ones by a signed address."""

from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
import requests
from django.core.files.images import ImageFile
from django.core.files.storage import storages
from wagtail import hooks

from media.actions import copy_private_file, delete_private_file
from media.models import PrivateFile, SiteImage
from tests.media import corpus

pytestmark = pytest.mark.django_db


def received(user, name: str = "계획서.pdf", content: bytes | None = None) -> PrivateFile:
    """Return a file that a user sent."""
    sent = corpus.upload(name, corpus.PDF if content is None else content)
    return PrivateFile.objects.receive(sent, by=user)


def get(address: str) -> requests.Response:
    """Ask the object store as a browser does, without a key."""
    return requests.get(address, timeout=10)


def unsigned(store, name: str) -> str:
    """Return where an object of the private bucket would be without a signature."""
    return f"{store.endpoint}/{store.private}/{name}"


def test_a_private_file_is_handed_out_at_a_signed_address_and_at_no_other(client, user, store):
    row = received(user)
    client.force_login(user)
    with hooks.register_temporarily("can_read_private_file", lambda user, file: True):
        answer = client.get(row.get_absolute_url())
    assert answer.status_code == 302
    assert "no-store" in answer["Cache-Control"]
    signed = get(answer["Location"])
    assert (signed.status_code, signed.content) == (200, corpus.PDF)
    assert signed.headers["Content-Disposition"].startswith("attachment; filename")
    assert signed.headers["Content-Type"] == "application/pdf"
    assert parse_qs(urlsplit(answer["Location"]).query)["X-Amz-Expires"] == ["60"]
    assert get(unsigned(store, row.file.name)).status_code == 403
    assert get(answer["Location"].replace("Expires=60", "Expires=6000")).status_code == 403


def test_without_a_grant_no_address_is_signed(client, user, store):
    row = received(user)
    client.force_login(user)
    assert client.get(row.get_absolute_url()).status_code == 404


def test_the_bucket_is_not_listed_to_strangers(user, store):
    received(user)
    for bucket in (store.private, store.public):
        assert get(f"{store.endpoint}/{bucket}/").status_code == 403


def test_a_deleted_file_is_gone_from_the_bucket(user, store, django_capture_on_commit_callbacks):
    row = received(user, "photo.jpg", corpus.picture("JPEG"))
    names = [row.file.name, row.thumbnail.name]
    assert all(storages["private"].exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        delete_private_file(row, by=user, reason="보관 기간 종료")
    assert not any(storages["private"].exists(name) for name in names)


def test_a_copy_stays_when_its_original_goes(user, django_capture_on_commit_callbacks):
    row = received(user, "photo.jpg", corpus.picture("JPEG"))
    copy = copy_private_file(row, by=user)
    with django_capture_on_commit_callbacks(execute=True):
        delete_private_file(row, by=user, reason="출품 취소")
    assert copy.file.name != row.file.name
    assert storages["private"].exists(copy.thumbnail.name)
    with copy.file.open() as file:
        assert len(file.read()) == copy.size
    with pytest.raises(FileNotFoundError):
        copy_private_file(row, by=user)


def test_a_picture_of_a_page_is_read_by_everybody(store):
    picture = ImageFile(BytesIO(corpus.picture("JPEG")), name="포스터.jpg")
    image = SiteImage.objects.create(title="포스터", file=picture)
    small = image.get_rendition("fill-40x30")
    for file in (image.file, small.file):
        assert file.url.startswith(f"{store.endpoint}/{store.public}/")
        assert "Signature" not in file.url
        assert get(file.url).status_code == 200


def test_the_key_is_in_no_description_of_a_storage(store):
    for name in ("default", "private"):
        assert store.secret_key not in str(storages[name].deconstruct())


def test_a_store_that_refuses_the_key_is_said_to_be_unreached(client, settings, monkeypatch):
    assert client.get("/readyz").status_code == 200
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    settings.STORAGES = {**settings.STORAGES}  # opened anew, with the wrong key
    answer = client.get("/readyz")
    assert (answer.status_code, "storage: failed" in answer.content.decode()) == (503, True)


def test_the_object_store_of_these_tests_keeps_its_other_doors_shut(store):
    # Else a test could pass because anyone may read anything.
    stranger = boto3.client(
        "s3",
        endpoint_url=store.endpoint,
        aws_access_key_id="stranger",
        aws_secret_access_key="unknown",
        region_name="us-east-1",
    )
    with pytest.raises(stranger.exceptions.ClientError):
        stranger.list_objects_v2(Bucket=store.private)
