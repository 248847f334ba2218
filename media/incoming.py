"""Where the pieces of an upload lie until it is whole: beside the private files.

On disk they are sent to us and written one after the other. In a bucket they go straight there,
to addresses that we sign for exactly one piece each; we read the file once it is whole.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import Storage

from media.models import Upload
from media.storage import PrivateDisk, private_storage

FOLDER = "incoming"
MEGABYTE = 1024 * 1024


class Incomplete(Exception):
    """An upload is not whole yet, or somebody is checking it."""


@dataclass(frozen=True)
class Piece:
    """Bytes that are still to be sent, and the address that takes them; empty for our own."""

    offset: int
    size: int
    url: str = ""


def pieces_from(start: int, total: int, size: int) -> Iterator[tuple[int, int]]:
    """Return offset and size of each piece of `size` bytes, the last one shorter."""
    return ((offset, min(size, total - offset)) for offset in range(start, total, size))


class OnDisk:
    """One file for each upload; what the row says was received is what counts of it."""

    PIECE = MEGABYTE

    def __init__(self, storage: PrivateDisk):
        self.storage = storage

    def begin(self, upload: Upload) -> str:
        """Do nothing: the first piece makes the file."""
        return ""

    def missing(self, upload: Upload) -> list[Piece]:
        """Return the pieces that were not received."""
        return [Piece(*each) for each in pieces_from(upload.received, upload.size, self.PIECE)]

    def add(self, upload: Upload, data: bytes) -> None:
        """Write bytes behind those received; what a broken try left there is overwritten."""
        path = self._path(upload)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(handle, "r+b") as file:
            file.seek(upload.received)
            file.write(data)
            file.truncate()

    @contextmanager
    def whole(self, upload: Upload) -> Iterator[File]:
        """Open the file; raise Incomplete where a piece is missing."""
        received = Upload.objects.filter(pk=upload.pk).values_list("received", flat=True).first()
        if received != upload.size:
            raise Incomplete
        with self._path(upload).open("rb") as file:
            yield File(file, name=upload.name)

    def discard(self, upload: Upload) -> None:
        """Delete what came."""
        self._path(upload).unlink(missing_ok=True)

    def _path(self, upload: Upload) -> Path:
        return Path(self.storage.path(f"{FOLDER}/{upload.uuid}"))


class InBucket:
    """A multipart upload of S3 for each; the bucket itself knows what has come."""

    PIECE = 5 * MEGABYTE  # the least that S3 takes for any part but the last
    SECONDS = 3600  # how long a signed address is good

    def __init__(self, storage: Storage):
        self.bucket = storage.bucket_name
        self.client = storage.connection.meta.client

    def begin(self, upload: Upload) -> str:
        """Open the multipart upload and return its name."""
        return self.client.create_multipart_upload(**self._key(upload))["UploadId"]

    def missing(self, upload: Upload) -> list[Piece]:
        """Return the pieces that have not come, each with an address that takes just it."""
        try:
            there = {part["PartNumber"]: part["Size"] for part in self._parts(upload)}
        except self.client.exceptions.NoSuchUpload:
            return []  # all came: it was put together
        pieces = enumerate(pieces_from(0, upload.size, self.PIECE), start=1)
        return [
            Piece(offset, size, self._signed(upload, number, size))
            for number, (offset, size) in pieces
            if there.get(number) != size
        ]

    def add(self, upload: Upload, data: bytes) -> None:
        """Refuse: pieces go to the bucket itself."""
        raise NotImplementedError("Pieces are sent to the bucket.")

    @contextmanager
    def whole(self, upload: Upload) -> Iterator[File]:
        """Put the pieces together and read the file; raise Incomplete where one is missing."""
        key = self._key(upload)
        with suppress(self.client.exceptions.NoSuchUpload):  # put together before
            parts = list(self._parts(upload))
            if sum(part["Size"] for part in parts) != upload.size:
                raise Incomplete
            named = [{"PartNumber": each["PartNumber"], "ETag": each["ETag"]} for each in parts]
            self.client.complete_multipart_upload(
                **key, UploadId=upload.remote_id, MultipartUpload={"Parts": named}
            )
        with tempfile.TemporaryFile() as file:
            try:
                self.client.download_fileobj(key["Bucket"], key["Key"], file)
            except self.client.exceptions.ClientError as error:
                raise Incomplete from error
            file.flush()  # its size is asked of the disk
            yield File(file, name=upload.name)

    def discard(self, upload: Upload) -> None:
        """Delete what came, put together or not."""
        with suppress(self.client.exceptions.ClientError):
            self.client.abort_multipart_upload(**self._key(upload), UploadId=upload.remote_id)
        self.client.delete_object(**self._key(upload))

    def _key(self, upload: Upload) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": f"{FOLDER}/{upload.uuid}"}

    def _parts(self, upload: Upload) -> Iterator[dict]:
        pages = self.client.get_paginator("list_parts").paginate(
            **self._key(upload), UploadId=upload.remote_id
        )
        for page in pages:
            yield from page.get("Parts", ())

    def _signed(self, upload: Upload, number: int, size: int) -> str:
        """Return an address for one part; its exact size is signed with it."""
        part = {"UploadId": upload.remote_id, "PartNumber": number, "ContentLength": size}
        return self.client.generate_presigned_url(
            "upload_part", Params=self._key(upload) | part, ExpiresIn=self.SECONDS
        )


def incoming() -> OnDisk | InBucket:
    """Return the place for pieces that belongs to the private storage."""
    storage = private_storage()
    return OnDisk(storage) if isinstance(storage, PrivateDisk) else InBucket(storage)
