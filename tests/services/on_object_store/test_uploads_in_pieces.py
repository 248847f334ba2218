"""Files that a browser sends straight to the bucket, piece by piece, to signed addresses."""

from datetime import timedelta

import pytest
import requests
from django.core.exceptions import ValidationError
from django.utils import timezone

from media import actions
from media.incoming import Incomplete, incoming
from media.models import PrivateFile, Upload
from tests.factories import UserFactory
from tests.media import corpus

pytestmark = pytest.mark.django_db
TAKES = {"kinds": ["document", "image"], "max_bytes": 20 * 1024 * 1024}
PDF = b"%PDF-1.4\n" + bytes(11 * 1024 * 1024) + b"\n%%EOF\n"  # three pieces


def begin(user, name="계획서.pdf", content=PDF, **options) -> Upload:
    options = {"purpose": "test", "fingerprint": "1"} | TAKES | options
    return actions.begin_upload(by=user, name=name, size=len(content), **options)


def send(upload, content=PDF, pieces=None) -> None:
    """Send what is missing, or the first few pieces of it, as a browser does: without a key."""
    for piece in incoming().missing(upload)[:pieces]:
        data = content[piece.offset : piece.offset + piece.size]
        assert requests.put(piece.url, data=data, timeout=30).status_code == 200


def lying_about(*uploads: Upload) -> list[str]:
    """The names in the bucket of what came for these uploads; the bucket is all tests' own."""
    names = {f"incoming/{upload.uuid}" for upload in uploads}
    place = incoming()
    whole = place.client.list_objects_v2(Bucket=place.bucket, Prefix="incoming/")
    parts = place.client.list_multipart_uploads(Bucket=place.bucket)
    found = [each["Key"] for each in whole.get("Contents", []) + parts.get("Uploads", [])]
    return [name for name in found if name in names]


def test_a_file_sent_to_the_bucket_is_checked_and_moved(user):
    upload = begin(user)
    send(upload)
    file = actions.finish_upload(upload, **TAKES)
    assert file.file.read() == PDF
    assert file.file.name.startswith("files/")
    assert lying_about(upload) == []


def test_a_broken_upload_goes_on_where_it_broke(user):
    send(begin(user), pieces=2)
    again = begin(user)
    assert [piece.offset for piece in incoming().missing(again)] == [10 * 1024 * 1024]
    with pytest.raises(Incomplete):
        actions.finish_upload(again, **TAKES)
    send(again)
    assert actions.finish_upload(again, **TAKES).size == len(PDF)


def test_an_address_takes_one_piece_of_exactly_the_promised_size(user):
    piece = incoming().missing(begin(user))[0]
    for wrong in (bytes(piece.size + 1), bytes(10)):
        assert requests.put(piece.url, data=wrong, timeout=30).status_code == 403
    other = piece.url.replace("partNumber=1", "partNumber=2")
    assert requests.put(other, data=bytes(piece.size), timeout=30).status_code == 403
    unsigned = piece.url.partition("?")[0]
    assert requests.put(unsigned, data=bytes(10), timeout=30).status_code == 403
    assert requests.get(unsigned, timeout=30).status_code == 403


def test_a_picture_is_made_anew(user):
    content = corpus.picture("JPEG")
    upload = begin(user, "화면.jpg", content)
    send(upload, content)
    file = actions.finish_upload(upload, **TAKES)
    assert file.is_image and file.thumbnail
    assert lying_about(upload) == []


def test_content_that_is_refused_is_deleted(user):
    content = b"MZ" + bytes(1000)
    upload = begin(user, content=content)
    send(upload, content)
    with pytest.raises(ValidationError):
        actions.finish_upload(upload, **TAKES)
    assert lying_about(upload) == []
    assert not Upload.objects.exists() and not PrivateFile.objects.exists()


def test_finishing_twice_gives_one_file_also_when_the_first_died_after_putting_it_together(user):
    upload = begin(user)
    send(upload)
    with incoming().whole(upload):
        pass  # the process dies here
    assert incoming().missing(upload) == []
    first = actions.finish_upload(upload, **TAKES)
    assert actions.finish_upload(upload, **TAKES) == first
    assert PrivateFile.objects.count() == 1


def test_after_it_was_put_together_no_address_changes_it(user):
    upload = begin(user)
    pieces = incoming().missing(upload)
    send(upload)
    actions.finish_upload(upload, **TAKES)
    again = requests.put(pieces[0].url, data=bytes(pieces[0].size), timeout=30)
    assert again.status_code == 404
    assert lying_about(upload) == []


def test_an_upload_that_nobody_finished_is_cleared_away(user):
    first, second = begin(user), begin(UserFactory())
    send(first, pieces=1)
    assert len(lying_about(first, second)) == 2
    actions.discard_expired_uploads(timezone.now() + timedelta(days=2))
    assert lying_about(first, second) == []
