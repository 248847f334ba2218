"""Archives made by code: good ones, and ones that no archiver would make."""

import io
import tarfile
import zipfile


def zipped(*members, method=zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A zip of (name, content) or (ZipInfo, content), in this order, whatever the names are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return io.BytesIO(file.getvalue())


def tarred(*members, packed: str = "gz", format: int = tarfile.PAX_FORMAT) -> io.BytesIO:
    """A tar of (name, content) or (TarInfo, content)."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w:{packed}", format=format) as archive:
        for name, content in members:
            info = name if isinstance(name, tarfile.TarInfo) else tarfile.TarInfo(name)
            info.size = len(content) if info.isreg() else 0
            archive.addfile(info, io.BytesIO(content))
    return io.BytesIO(file.getvalue())


def special(name: str, kind: bytes, target: str = "/etc/passwd") -> tarfile.TarInfo:
    """A link or a device in a tar."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def with_mode(name: str, mode: int) -> zipfile.ZipInfo:
    """A member of a zip with the mode that Unix gave it."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def korean_zip(name: str, encoding: str) -> io.BytesIO:
    """A zip as Windows in Korea makes them: names in a code page, and nothing that says so."""
    raw = name.encode(encoding)
    placeholder = "x" * len(raw)
    made = zipped((placeholder, b"content")).getvalue()
    return io.BytesIO(made.replace(placeholder.encode(), raw))


def changed(file: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    """The same archive with some bytes replaced by as many others."""
    assert len(old) == len(new)
    assert old in file.getvalue()
    return io.BytesIO(file.getvalue().replace(old, new))


def overlapping_zip(files: int, kilobytes: int) -> io.BytesIO:
    """A zip whose directory names the same packed bytes over and over."""
    one = zipped(("x", b"\0" * kilobytes * 1024)).getvalue()
    start = one.index(b"PK\x01\x02")
    end = one.index(b"PK\x05\x06")
    entry = one[start:end]
    # Names must agree with the one local header: so each is `x`, refused as a duplicate at the latest.
    directory = entry * files
    tail = bytearray(one[end:])
    tail[8:12] = files.to_bytes(2, "little") * 2
    tail[12:16] = len(directory).to_bytes(4, "little")
    return io.BytesIO(one[:start] + directory + bytes(tail))


def encrypted_zip() -> io.BytesIO:
    """A zip that says that its file is encrypted."""
    file = zipped(("secret.txt", b"content")).getvalue()
    broken = bytearray(file)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        broken[file.index(magic) + offset] |= 1
    return io.BytesIO(bytes(broken))
