"""Unpack an archive that a stranger made: files and folders only, within limits, nothing outside.

An archive says of itself what it likes. So nothing that it says is trusted: names are read and refused
in `names`, bytes are counted while they are unpacked, and what unpacks never reads more than it may.
"""

import bz2
import gzip
import lzma
import os
import re
import shutil
import stat
import struct
import tarfile
import uuid
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from cms.errors import Refused
from cms.formats import file_size
from contest_pages.vault.names import Names, decoded, is_litter, parts_of

PIECE = 64 * 1024
LONGEST_HEADER = 1024 * 1024  # a tar header that says more is no honest one
XZ_MEMORY = 128 * 1024 * 1024  # `xz -9` needs 65 MB
#: What the reading of broken or malicious archives raises in Python's own modules.
BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,  # UnicodeError with it
    ArithmeticError,
    RecursionError,
    NotImplementedError,
)


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold; sizes in bytes."""

    total: int = 200 * 1024 * 1024
    files: int = 20_000
    ratio: int = 100  # unpacked to packed, asked of what unpacks to more than `free`
    free: int = 10 * 1024 * 1024


LIMITS = Limits()


def extract(file: BinaryIO, into: Path, *, limits: Limits = LIMITS) -> None:
    """Unpack a zip or a tar (plain, gzip, bzip2, xz) into a folder that is empty or not yet there.

    One folder around everything is left out, as are what archivers leave behind. Archives inside
    stay closed. Raises Refused with a sentence, and then leaves the folder empty.
    """
    into.mkdir(parents=True, exist_ok=True)
    try:
        _Extraction(file, into, limits).run()
        _leave_out_wrapper(into)
    except BaseException:
        for each in into.iterdir():
            shutil.rmtree(each) if each.is_dir() else each.unlink()
        raise


class _Extraction:
    """One archive on its way into a folder, and what has been counted so far."""

    def __init__(self, file: BinaryIO, into: Path, limits: Limits):
        self.file, self.into, self.limits = file, into, limits
        self.names = Names()
        self.members = self.files = self.size = 0
        self.inner_archives = 0
        file.seek(0, os.SEEK_END)
        self.packed = file.tell()

    def run(self) -> None:
        """Unpack it, by what it is rather than by its name."""
        self._kind()()
        if not self.files:
            raise Refused(_("The archive holds no files."))
        if self.inner_archives == self.files:
            raise Refused(
                _("The archive holds only other archives: upload the one with the files.")
            )

    def _kind(self) -> Callable[[], None]:
        self.file.seek(0)
        start = self.file.read(512)
        self.file.seek(0)
        if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return self._unzip
        for magic, opened in (
            (b"\x1f\x8b", lambda: gzip.GzipFile(fileobj=self.file)),
            (b"BZh", lambda: bz2.BZ2File(self.file)),
            (b"\xfd7zXZ\x00", lambda: _Xz(self.file)),
        ):
            if start.startswith(magic):
                return lambda: self._untar(opened())
        if start[257:262] == b"ustar":
            return lambda: self._untar(self.file)
        raise Refused(_("This is neither a zip nor a tar archive."))

    # --- zip ------------------------------------------------------------------------------

    def _unzip(self) -> None:
        self._check_directory()
        with _reading():
            archive = zipfile.ZipFile(self.file)
        members = [(each, parts_of(_zip_name(each))) for each in archive.infolist()]
        for member, _parts in members:  # all of them first: most refusals need no unpacking
            self._check_zip(member)
        if sum(max(each.file_size, 0) for each, _parts in members) > self.limits.total:
            raise self._too_large()
        for member, parts in members:
            if self._is_wanted(parts, is_file=not member.is_dir()):
                with _reading():
                    opened = archive.open(member)
                mode = member.external_attr >> 16
                self._write(opened, parts, executable=bool(mode & 0o100))

    def _check_directory(self) -> None:
        """Refuse a directory that is too large to be read; Python's module reads all of it at once."""
        self.file.seek(max(0, self.packed - 65_600))
        tail = self.file.read()
        for found in re.finditer(b"PK\x05\x06", tail):
            size = int.from_bytes(tail[found.start() + 12 : found.start() + 16], "little")
            # The wide format is for more than 65,535 files or 4 GB.
            if size > 400 * self.limits.files or b"PK\x06\x07" in tail[: found.start()][-20:]:
                raise self._too_many()
        self.file.seek(0)

    def _check_zip(self, member: zipfile.ZipInfo) -> None:
        kind = stat.S_IFMT(member.external_attr >> 16)
        if member.flag_bits & 0x2041:
            raise Refused(_("The archive is encrypted: pack it without a password."))
        if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
            raise self._no_link(member.filename)
        if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise Refused(_("The archive is packed in an unusual way: use plain zip or tar.gz."))

    # --- tar ------------------------------------------------------------------------------

    def _untar(self, stream) -> None:
        bounded = _Bounded(stream, self.limits.total + 2048 * self.limits.files)
        with _reading():
            archive = tarfile.TarFile(fileobj=bounded, errors="surrogateescape")
        while True:
            with _reading():
                member = archive.next()
            archive.members = []
            if member is None:
                return
            raw = member.name.encode("utf-8", "surrogateescape")
            parts = parts_of(decoded(raw))
            if not (member.isreg() or member.isdir()) or member.issparse():
                raise self._no_link(member.name)
            if self.size + member.size > self.limits.total:
                raise self._too_large()
            if self._is_wanted(parts, is_file=member.isreg()):
                with _reading():
                    opened = archive.extractfile(member)
                self._write(opened, parts, executable=bool(member.mode & 0o100))

    # --- both -----------------------------------------------------------------------------

    def _is_wanted(self, parts: tuple[str, ...], *, is_file: bool) -> bool:
        """Count a member and make its folders; whether there is a file to write."""
        self.members += 1
        if self.members > self.limits.files:
            raise self._too_many()
        if not parts or is_litter(parts):
            return False
        self.names.add(parts, is_file=is_file)
        folder = self.into.joinpath(*(parts[:-1] if is_file else parts))
        folder.mkdir(parents=True, exist_ok=True)
        return is_file

    def _write(self, opened: BinaryIO, parts: tuple[str, ...], *, executable: bool) -> None:
        path = self.into.joinpath(*parts)
        self.files += 1
        with path.open("xb") as written:
            for piece in _pieces(opened):
                if written.tell() == 0 and _is_archive(piece):
                    self.inner_archives += 1
                self.size += len(piece)
                self._check_size()
                written.write(piece)
        path.chmod(0o755 if executable else 0o644)

    def _check_size(self) -> None:
        if self.size > self.limits.total:
            raise self._too_large()
        if self.size > self.limits.free and self.size > self.packed * self.limits.ratio:
            raise Refused(_("The archive unpacks to far more than it is: this is not source code."))

    def _too_large(self) -> Refused:
        return Refused(
            _("The archive unpacks to more than %(size)s.") % {"size": file_size(self.limits.total)}
        )

    def _too_many(self) -> Refused:
        return Refused(
            _("The archive holds more than %(n)s files.") % {"n": f"{self.limits.files:,}"}
        )

    def _no_link(self, name: str) -> Refused:
        shown = name.encode("utf-8", "replace").decode()[:80]
        return Refused(
            _("“%(name)s” is a link or a device: only files and folders are taken.")
            % {"name": shown}
        )


def _zip_name(member: zipfile.ZipInfo) -> str:
    """Return a member's name: without a mark for UTF-8, Python has read the bytes as cp437."""
    name = member.orig_filename  # with what stands behind a NUL
    return name if member.flag_bits & 0x800 else decoded(name.encode("cp437"))


def _is_archive(start: bytes) -> bool:
    return start.startswith(
        (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf", b"Rar!")
    )


@contextmanager
def _reading():
    """Say of whatever goes wrong while an archive is read that the archive is broken."""
    try:
        yield
    except BROKEN as error:
        raise Refused(_("The archive is broken.")) from error


def _pieces(opened: BinaryIO) -> Iterator[bytes]:
    while True:
        with _reading():
            piece = opened.read(PIECE)
        if not piece:
            return
        yield piece


def _leave_out_wrapper(into: Path) -> None:
    """Where everything is in one folder, move it up: that folder is the archive's name."""
    if len(found := list(into.iterdir())) == 1 and found[0].is_dir():
        wrapper = found[0].rename(into / uuid.uuid4().hex)  # a child may bear its name
        for child in list(wrapper.iterdir()):
            child.rename(into / child.name)
        wrapper.rmdir()


class _Bounded:
    """A stream that is read forward, never more than so many bytes, never too much at once."""

    def __init__(self, stream, most: int):
        self.stream, self.most, self.position = stream, most, 0

    def read(self, size: int) -> bytes:
        """Read exactly so many bytes, fewer only at the end."""
        if size > LONGEST_HEADER:
            raise tarfile.ReadError("A header says that it is larger than any is.")
        pieces = []
        while size > 0 and (piece := self.stream.read(size)):
            pieces.append(piece)
            size -= len(piece)
            self.position += len(piece)
            if self.position > self.most:
                raise tarfile.ReadError("There is more than there may be.")
        return b"".join(pieces)

    def seek(self, position: int) -> None:
        """Go forward, by reading."""
        if position < self.position:
            raise tarfile.ReadError("A tar archive is read from front to back.")
        while self.position < position:
            if not self.read(min(PIECE, position - self.position)):
                raise tarfile.ReadError("The archive ends too soon.")

    def tell(self) -> int:
        """Say how far it was read."""
        return self.position


class _Xz:
    """Unpacks xz with a bound on memory, which Python's own file object does not take."""

    def __init__(self, file: BinaryIO):
        self.file = file
        self.unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=XZ_MEMORY)

    def read(self, size: int) -> bytes:
        """Read up to so many bytes; none at the end."""
        while not self.unpacker.eof:
            packed = self.file.read(PIECE) if self.unpacker.needs_input else b""
            if self.unpacker.needs_input and not packed:
                raise EOFError("The stream ends too soon.")
            if piece := self.unpacker.decompress(packed, size):
                return piece
        return b""
