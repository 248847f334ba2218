"""A file that comes in pieces: a broken connection costs one piece, nothing wrong gets through."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models.signals import post_save
from django.utils import timezone

from media import actions
from media.incoming import Incomplete, incoming
from media.models import PrivateFile, Upload
from tests.factories import UserFactory
from tests.media import corpus

pytestmark = pytest.mark.django_db
TAKES = {"kinds": ["document", "image"], "max_bytes": 20 * 1024 * 1024}
PDF = b"%PDF-1.4\n" + bytes(2_500_000) + b"\n%%EOF\n"  # three pieces


def begin(user, name="계획서.pdf", content=PDF, **options) -> Upload:
    size = options.pop("size", len(content))
    options = {"purpose": "test", "fingerprint": "1"} | TAKES | options
    return actions.begin_upload(by=user, name=name, size=size, **options)


def send(upload, content=PDF, pieces=None) -> Upload:
    """Send what is missing, or the first few pieces of it."""
    for piece in incoming().missing(upload)[:pieces]:
        data = content[piece.offset : piece.offset + piece.size]
        upload = actions.add_piece(upload, data, offset=piece.offset)
    return upload


def lying_about(settings) -> list[Path]:
    """The files of unfinished uploads."""
    folder = Path(settings.PRIVATE_ROOT) / "incoming"
    return list(folder.iterdir()) if folder.exists() else []


def test_a_file_sent_in_pieces_is_received_as_any_other(user, settings):
    upload = send(begin(user))
    file = actions.finish_upload(upload, **TAKES)
    assert file.file.read() == PDF
    assert (file.original_name, file.uploaded_by) == ("계획서.pdf", user)
    assert lying_about(settings) == []


def test_a_broken_upload_goes_on_where_it_broke(user):
    send(begin(user), pieces=2)
    again = begin(user)
    assert (again.received, len(incoming().missing(again))) == (2 * 1024 * 1024, 1)
    assert actions.finish_upload(send(again), **TAKES).file.read() == PDF
    assert Upload.objects.count() == 1


def test_half_a_piece_is_overwritten_by_what_follows(user):
    upload = send(begin(user), pieces=1)
    incoming().add(upload, b"never counted" * 1000)  # the process died before it was counted
    assert actions.finish_upload(send(upload), **TAKES).file.read() == PDF


def test_a_piece_that_is_sent_again_or_out_of_place_changes_nothing(user):
    upload = send(begin(user), pieces=1)
    for offset in (0, 5, len(PDF)):
        assert actions.add_piece(upload, b"x" * 10, offset=offset).received == 1024 * 1024
    assert actions.finish_upload(send(upload), **TAKES).file.read() == PDF


def test_more_than_was_promised_is_not_kept(user):
    upload = begin(user, content=b"0123456789")
    assert actions.add_piece(upload, b"0" * 11, offset=0).received == 0


def test_an_upload_with_a_piece_missing_is_not_finished(user):
    upload = send(begin(user), pieces=2)
    with pytest.raises(Incomplete):
        actions.finish_upload(upload, **TAKES)
    assert actions.finish_upload(send(upload), **TAKES).size == len(PDF)


@pytest.mark.parametrize(
    ("name", "size", "code"),
    [
        ("큰 파일.pdf", 20 * 1024 * 1024 + 1, "too_large"),
        ("빈 파일.pdf", 0, "empty"),
        ("프로그램.exe", 10, "wrong_kind"),
    ],
)
def test_what_will_be_refused_is_refused_before_it_is_sent(user, name, size, code):
    with pytest.raises(ValidationError) as refused:
        begin(user, name, size=size)
    assert refused.value.code == code
    assert not Upload.objects.exists()


def test_content_that_is_not_what_its_name_says_is_refused_and_gone(user, settings):
    upload = send(begin(user, content=b"MZ" + bytes(1000)), b"MZ" + bytes(1000))
    with pytest.raises(ValidationError):
        actions.finish_upload(upload, **TAKES)
    assert lying_about(settings) == []
    assert not Upload.objects.exists() and not PrivateFile.objects.exists()


def test_a_picture_is_made_anew(user):
    content = corpus.picture("JPEG")
    upload = send(begin(user, "화면.jpg", content), content)
    file = actions.finish_upload(upload, **TAKES)
    assert file.is_image and file.thumbnail


def test_finishing_twice_gives_one_file(user):
    upload = send(begin(user))
    first = actions.finish_upload(upload, **TAKES)
    assert actions.finish_upload(upload, **TAKES) == first
    assert PrivateFile.objects.count() == 1


def test_while_one_request_checks_a_file_another_waits_until_the_first_must_have_died(user):
    now, upload = timezone.now(), send(begin(user))
    Upload.objects.update(checking_since=now)
    with pytest.raises(Incomplete):
        actions.finish_upload(upload, **TAKES, now=now + timedelta(seconds=90))
    assert actions.finish_upload(upload, **TAKES, now=now + timedelta(minutes=3)).size == len(PDF)


def test_who_comes_back_too_late_from_checking_leaves_no_second_file(user):
    upload, overtaken = send(begin(user)), []

    def overtake(**_sent):
        if not overtaken:
            overtaken.append(True)
            later = timezone.now() + timedelta(minutes=3)
            actions.finish_upload(upload, **TAKES, now=later)

    post_save.connect(overtake, sender=PrivateFile)
    try:
        with pytest.raises(Incomplete):
            actions.finish_upload(upload, **TAKES)
    finally:
        post_save.disconnect(overtake, sender=PrivateFile)
    assert Upload.objects.get().file == PrivateFile.objects.get()


def test_nothing_is_taken_up_that_is_another_persons_purpose_or_file(user):
    upload = begin(user)
    for other in (
        begin(UserFactory()),
        begin(user, purpose="other"),
        begin(user, fingerprint="2"),
        begin(user, fingerprint=""),
        begin(user, name="다른 이름.pdf"),
    ):
        assert other != upload
    assert begin(user) == upload


def promised(user, number: int, size: int) -> None:
    """Uploads that were begun within the day."""
    end = timezone.now() + timedelta(hours=12)
    Upload.objects.bulk_create(
        Upload(owner=user, purpose="test", name="앞서.pdf", size=size, expires_at=end)
        for _each in range(number)
    )


def test_a_person_sends_a_gigabyte_within_a_day_and_not_more(user):
    promised(user, 51, 20 * 1024 * 1024)
    begin(user, size=4 * 1024 * 1024)
    with pytest.raises(ValidationError) as refused:
        begin(user, "둘째.pdf", size=4 * 1024 * 1024)
    assert refused.value.code == "quota"
    begin(UserFactory(), size=4 * 1024 * 1024)
    tomorrow = timezone.now() + timedelta(days=1)
    begin(user, "둘째.pdf", size=4 * 1024 * 1024, now=tomorrow)


def test_very_many_small_files_are_too_much_as_well(user):
    promised(user, 1023, 1)
    begin(user, "1024.txt", size=1)
    with pytest.raises(ValidationError):
        begin(user, "1025.txt", size=1)


def test_an_upload_that_nobody_finished_is_cleared_away_and_a_finished_ones_file_stays(
    user, settings
):
    done = actions.finish_upload(send(begin(user)), **TAKES)
    send(begin(user, "반만.pdf"), pieces=1)
    call_command("daily")
    assert Upload.objects.count() == 2
    Upload.objects.update(expires_at=timezone.now())
    call_command("daily")
    assert not Upload.objects.exists() and lying_about(settings) == []
    assert PrivateFile.objects.get() == done


def test_after_its_time_an_upload_takes_nothing_more(user):
    upload = send(begin(user), pieces=1)
    later = timezone.now() + timedelta(days=2)
    assert actions.add_piece(upload, b"x", offset=upload.received, now=later).received == 1024**2
    with pytest.raises(Incomplete):
        actions.finish_upload(send(upload), **TAKES, now=later)
