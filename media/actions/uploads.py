"""Receiving a file in pieces, so that a broken connection costs one piece and not the file."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.actions.files import delete_private_file
from media.checks import check_promise, clean_name
from media.incoming import Incomplete, incoming
from media.models import PrivateFile, Upload

#: How long an upload may take, and how long it counts as its owner's.
LIFETIME = timedelta(days=1)
#: What one person may send within LIFETIME; a small file counts as one of LEAST_COUNTED bytes.
QUOTA = 1024**3
LEAST_COUNTED = 1024**2
#: Whoever checks a file for longer than this has died over it.
LONGEST_CHECK = timedelta(minutes=2)


def begin_upload(
    *,
    by,
    purpose: str,
    name: str,
    size: int,
    kinds: Collection[str],
    max_bytes: int,
    fingerprint: str = "",
    now: datetime | None = None,
) -> Upload:
    """Begin to receive a file of `size` bytes, or go on with one that was begun before.

    `fingerprint` is what the sender's machine knows the file by: the same person's unfinished
    upload of the same file for the same purpose is taken up again. Raises ValidationError with
    a sentence for people where name or size will be refused, or the person has sent too much.
    """
    now = now or timezone.now()
    name = clean_name(name)
    check_promise(name, size, kinds=kinds, max_bytes=max_bytes)
    with transaction.atomic():
        get_user_model().objects.select_for_update(of=("self",)).get(pk=by.pk)
        own = Upload.objects.filter(owner=by, expires_at__gt=now)
        begun = own.filter(
            purpose=purpose, name=name, size=size, fingerprint=fingerprint, file=None
        ).first()
        if begun and fingerprint:
            return begun
        _check_quota(own, size)
        upload = Upload(owner=by, purpose=purpose, name=name, size=size, fingerprint=fingerprint)
        upload.expires_at = now + LIFETIME
        upload.remote_id = incoming().begin(upload)
        upload.save(force_insert=True)
    return upload


def _check_quota(own: QuerySet[Upload], size: int) -> None:
    """Refuse a file of `size` bytes where a person's uploads of a day would become too much."""
    sent = sum(max(each, LEAST_COUNTED) for each in own.values_list("size", flat=True))
    if sent + max(size, LEAST_COUNTED) > QUOTA:
        raise ValidationError(
            _("You have sent very much within a day. Go on tomorrow."), code="quota"
        )


def copy_private_file(private_file: PrivateFile, *, by, now: datetime | None = None) -> PrivateFile:
    """Copy a file, so that one of them can go and the other stays; it counts as sent by `by`.

    Nobody is asked here whether `by` may read it. Raises ValidationError where the person has
    sent too much, and FileNotFoundError where the bytes are gone.
    """
    now = now or timezone.now()
    name, size = private_file.original_name, private_file.size
    counted = Upload(owner=by, purpose="copy", name=name, size=size, received=size)
    counted.remote_id, counted.expires_at, counted.checking_since = "–", now + LIFETIME, now
    with transaction.atomic():
        get_user_model().objects.select_for_update(of=("self",)).get(pk=by.pk)
        _check_quota(Upload.objects.filter(owner=by, expires_at__gt=now), size)
        counted.save(force_insert=True)
    return PrivateFile.objects.copy(private_file, by=by)


def add_piece(upload: Upload, data: bytes, *, offset: int, now: datetime | None = None) -> Upload:
    """Keep the bytes that follow those received; return the upload as it stands now.

    Bytes of any other place are not kept: the sender sees from what is returned where to go on.
    """
    now = now or timezone.now()
    with transaction.atomic():
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if offset == row.received and row.is_open(now) and offset + len(data) <= row.size:
            incoming().add(row, data)
            row.received += len(data)
            row.save(update_fields=["received"])
    return row


def finish_upload(
    upload: Upload, *, kinds: Collection[str], max_bytes: int, now: datetime | None = None
) -> PrivateFile:
    """Check what came as any upload is checked, and return the private file made of it.

    Called again it returns the same file. Raises Incomplete where pieces are missing or the
    file is being checked already; ValidationError where it is refused, and then it is gone.
    """
    now = now or timezone.now()
    nobody_checks = Q(checking_since=None) | Q(checking_since__lt=now - LONGEST_CHECK)
    mine = Upload.objects.filter(nobody_checks, pk=upload.pk, file=None, expires_at__gt=now)
    if not mine.update(checking_since=now):
        if done := Upload.objects.filter(pk=upload.pk).exclude(file=None).first():
            return done.file
        raise Incomplete
    try:
        with incoming().whole(upload) as file:
            received = PrivateFile.objects.receive(
                file, by=upload.owner, kinds=kinds, max_bytes=max_bytes
            )
    except ValidationError:
        discard_upload(upload)
        raise
    except BaseException:
        Upload.objects.filter(pk=upload.pk, checking_since=now).update(checking_since=None)
        raise
    still_mine = Upload.objects.filter(pk=upload.pk, checking_since=now)
    if not still_mine.update(file=received, checking_since=None):
        delete_private_file(received, reason="upload ended meanwhile")
        raise Incomplete
    incoming().discard(upload)
    return received


def discard_upload(upload: Upload) -> None:
    """Forget an upload and what has come of it; a finished one's file stays."""
    Upload.objects.filter(pk=upload.pk).delete()
    incoming().discard(upload)


def discard_expired_uploads(now: datetime | None = None) -> int:
    """Discard all uploads whose time is over; return how many there were."""
    expired = list(Upload.objects.filter(expires_at__lte=now or timezone.now()))
    for upload in expired:
        discard_upload(upload)
    return len(expired)
