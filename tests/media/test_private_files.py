import hashlib
import re
import uuid
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import hooks
from wagtail.models import ModelLogEntry

from media.actions import delete_private_file
from media.models import ImmutableFileError, PrivateFile
from tests.factories import UserFactory
from tests.media import corpus

pytestmark = pytest.mark.django_db


def receive(by, name="계획서.pdf", content=corpus.PDF, **options) -> PrivateFile:
    return PrivateFile.objects.receive(corpus.upload(name, content), by=by, **options)


def stored(settings) -> list[Path]:
    return sorted(p for p in Path(settings.PRIVATE_ROOT).rglob("*") if p.is_file())


@pytest.fixture
def granted_to_uploader():
    """Let an uploader read, as a higher room would."""
    with hooks.register_temporarily(
        "can_read_private_file", lambda user, file: file.uploaded_by_id == user.pk
    ):
        yield


def test_a_document_is_kept_byte_for_byte_under_a_name_that_tells_nothing(user, settings):
    row = receive(user)
    assert PrivateFile.objects.get() == row
    assert (row.kind, row.original_name, row.content_type, row.size, row.sha256) == (
        "document",
        "계획서.pdf",
        "application/pdf",
        len(corpus.PDF),
        hashlib.sha256(corpus.PDF).hexdigest(),
    )
    assert (row.width, row.height, row.thumbnail.name, row.uploaded_by) == (None, None, "", user)
    (path,) = stored(settings)
    assert path.read_bytes() == corpus.PDF
    assert path.name == f"{row.uuid}.pdf"
    assert path.stat().st_mode & 0o077 == 0
    assert not Path(settings.MEDIA_ROOT).exists()


def test_a_photo_is_made_anew_and_gets_a_small_picture(user, settings):
    row = receive(user, "photo.jpg", corpus.photo_with_gps(size=(900, 600)))
    assert (row.kind, row.width, row.height) == ("image", 600, 900)
    large, small = (path.read_bytes() for path in stored(settings))
    assert b"SECRET" not in large + small
    assert (row.size, row.sha256) in [
        (len(content), hashlib.sha256(content).hexdigest()) for content in (large, small)
    ]
    assert row.thumbnail.name.endswith("-small.webp")


def test_nothing_is_stored_of_a_file_that_is_refused(user, settings):
    with pytest.raises(ValidationError):
        receive(user, "a.png", corpus.picture("JPEG"))
    assert (PrivateFile.objects.count(), stored(settings)) == (0, [])


def test_the_bytes_go_again_if_the_row_cannot_be_written(settings):
    without_account = get_user_model()(email="not-saved@example.org")
    with pytest.raises(ValueError, match="unsaved related object"):
        receive(without_account, "photo.jpg", corpus.picture("JPEG"))
    assert (PrivateFile.objects.count(), stored(settings)) == (0, [])


def test_a_row_is_written_once_and_neither_changed_nor_deleted_by_hand(user):
    row = receive(user)
    row.original_name = "other.pdf"
    for attempt in (
        row.save,
        row.delete,
        lambda: PrivateFile.objects.update(original_name="other.pdf"),
        lambda: PrivateFile.objects.filter(pk=row.pk).delete(),
        lambda: PrivateFile.objects.bulk_update([row], ["original_name"]),
    ):
        with pytest.raises(ImmutableFileError):
            attempt()
    assert PrivateFile.objects.get().original_name == "계획서.pdf"


def test_a_file_outlives_the_account_that_sent_it(user):
    row = receive(user)
    user.delete()
    assert PrivateFile.objects.get(pk=row.pk).uploaded_by is None


def test_retention_deletes_row_and_bytes_and_logs_no_name(
    user, settings, django_capture_on_commit_callbacks
):
    row = receive(user, "photo.jpg", corpus.picture("JPEG"))
    with django_capture_on_commit_callbacks(execute=True):
        delete_private_file(row, reason="retention")
        assert len(stored(settings)) == 2, "the bytes wait for the commit"
    assert (PrivateFile.objects.count(), stored(settings)) == (0, [])
    entry = ModelLogEntry.objects.get(action="wagtail.delete")
    assert (entry.label, entry.data) == (str(row.uuid), {"reason": "retention"})


def test_without_a_grant_nobody_reads_not_even_uploader_or_superuser(client, user):
    row = receive(user, "photo.jpg", corpus.picture("JPEG"))
    for reader in (None, user, UserFactory(is_superuser=True, is_staff=True)):
        if reader:
            client.force_login(reader)
        for address in (row.get_absolute_url(), row.thumbnail_url):
            assert client.get(address).status_code == 404


def test_a_file_that_is_hidden_looks_like_one_that_does_not_exist(client, user):
    row = receive(user)
    client.force_login(UserFactory())
    hidden = client.get(row.get_absolute_url())
    absent = client.get(f"/files/{uuid.uuid4()}/")
    assert hidden.status_code == absent.status_code == 404
    # Beside the address that was asked for and the token of a form, not a letter differs.
    own = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Za-z]{64}")
    assert own.sub("", hidden.content.decode()) == own.sub("", absent.content.decode())
    assert hidden.headers.get("Content-Disposition") is None


def test_whoever_is_granted_a_document_saves_it_under_its_own_name(
    client, user, granted_to_uploader
):
    row = receive(user)
    client.force_login(user)
    response = client.get(row.get_absolute_url())
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == corpus.PDF
    assert {
        name: response[name]
        for name in (
            "Content-Type",
            "Content-Disposition",
            "Cache-Control",
            "Content-Security-Policy",
            "X-Content-Type-Options",
            "ETag",
        )
    } == {
        "Content-Type": "application/pdf",
        "Content-Disposition": "attachment; filename*=utf-8''%EA%B3%84%ED%9A%8D%EC%84%9C.pdf",
        "Cache-Control": "private, no-cache",
        "Content-Security-Policy": "default-src 'none'; img-src 'self'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{row.sha256}"',
    }
    client.force_login(UserFactory())
    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_picture_and_its_small_one_are_shown_in_place(client, user, granted_to_uploader):
    row = receive(user, "그림.png", corpus.picture("PNG", (900, 600)))
    client.force_login(user)
    large, small = client.get(row.get_absolute_url()), client.get(row.thumbnail_url)
    assert large["Content-Disposition"].startswith("inline; filename*=utf-8''")
    assert (large["Content-Type"], small["Content-Type"]) == ("image/png", "image/webp")
    assert len(b"".join(large.streaming_content)) == row.size


def test_a_browser_that_has_the_file_is_told_so_only_while_it_may_read(
    client, user, granted_to_uploader
):
    row = receive(user)
    client.force_login(user)
    known = {"If-None-Match": f'"{row.sha256}"'}
    unchanged = client.get(row.get_absolute_url(), headers=known)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    client.logout()
    assert client.get(row.get_absolute_url(), headers=known).status_code == 404


def test_only_get_and_head_are_answered(client, user, granted_to_uploader):
    row = receive(user)
    client.force_login(user)
    assert client.head(row.get_absolute_url()).status_code == 200
    assert client.post(row.get_absolute_url()).status_code == 405


def test_a_document_has_no_small_picture(client, user, granted_to_uploader):
    row = receive(user)
    client.force_login(user)
    assert row.thumbnail_url == ""
    assert client.get(f"/files/{row.uuid}/thumbnail/").status_code == 404


def test_private_storage_gives_no_address(user):
    with pytest.raises(NotImplementedError):
        _ = receive(user).file.url


def test_no_relation_deletes_a_private_file_with_it():
    """Only media.actions may delete: what points at a user or a file must not cascade."""
    for field in PrivateFile._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.SET_NULL
