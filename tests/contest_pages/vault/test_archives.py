import gzip
import io
import os
import stat
import tarfile
import time
import unicodedata
import zipfile

import pytest

from cms.errors import Refused
from contest_pages.vault.archives import Limits, extract
from tests.contest_pages.vault.archives import (
    changed,
    encrypted_zip,
    korean_zip,
    overlapping_zip,
    special,
    tarred,
    with_mode,
    zipped,
)

KB = 1024
#: Small, so that what is too much is made quickly.
SMALL = Limits(total=2_000 * KB, files=50, ratio=100, free=100 * KB)


def unpacked(folder) -> dict[str, bytes]:
    """What is in a folder, by path."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


GOOD = [("README.md", b"# App"), ("src/main.py", b"print(1)"), ("src/empty.txt", b"")]


@pytest.mark.parametrize(
    "file",
    [
        zipped(*GOOD),
        zipped(*GOOD, method=zipfile.ZIP_STORED),
        *(tarred(*GOOD, packed=packed) for packed in ("", "gz", "bz2", "xz")),
        tarred(*GOOD, format=tarfile.GNU_FORMAT),
        tarred(*GOOD, format=tarfile.USTAR_FORMAT),
        tarred(*((f"./{name}", content) for name, content in GOOD)),
    ],
    ids=["zip", "stored", "tar", "gz", "bz2", "xz", "gnu", "ustar", "dots"],
)
def test_a_usual_archive_is_unpacked(file, tmp_path):
    extract(file, tmp_path / "tree")

    assert unpacked(tmp_path / "tree") == dict(GOOD)


def test_a_folder_around_everything_and_what_archivers_leave_are_left_out(tmp_path):
    file = zipped(
        ("app-main/", b""),
        ("app-main/app-main/main.py", b"1"),
        ("app-main/README.md", b"2"),
        ("__MACOSX/app-main/._README.md", b"3"),
        ("app-main/.DS_Store", b"4"),
    )

    extract(file, tmp_path)

    assert unpacked(tmp_path) == {"app-main/main.py": b"1", "README.md": b"2"}


def test_what_can_be_run_still_can_and_nothing_more_is_taken_from_its_mode(tmp_path):
    by_zip = zipped((with_mode("gradlew", stat.S_IFREG | 0o4755), b""), ("b", b""))
    extract(by_zip, tmp_path / "zip")
    info = tarfile.TarInfo("gradlew")
    info.mode, info.uid, info.uname = 0o6777, 0, "root"
    extract(tarred((info, b""), ("b", b"")), tmp_path / "tar")

    for folder in ("zip", "tar"):
        assert stat.S_IMODE((tmp_path / folder / "gradlew").stat().st_mode) == 0o755
        assert stat.S_IMODE((tmp_path / folder / "b").stat().st_mode) == 0o644


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_are_read_whatever_packed_them(encoding, tmp_path):
    extract(korean_zip("문서/읽어보세요.txt", encoding), tmp_path)

    assert unpacked(tmp_path) == {"읽어보세요.txt": b"content"}


def test_korean_names_that_macos_took_apart_are_joined(tmp_path):
    extract(zipped((unicodedata.normalize("NFD", "한글.txt"), b"1")), tmp_path)

    assert unpacked(tmp_path) == {"한글.txt": b"1"}


def test_korean_names_of_an_old_tar_are_read(tmp_path):
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", encoding="cp949", format=tarfile.GNU_FORMAT) as made:
        made.addfile(tarfile.TarInfo("소스/주.py"))
        made.addfile(tarfile.TarInfo("읽기.md"))
    extract(io.BytesIO(file.getvalue()), tmp_path)

    assert set(unpacked(tmp_path)) == {"소스/주.py", "읽기.md"}


def named(*names):
    """The same names in a zip and in a tar."""
    members = [(name, b"x") for name in names]
    return [zipped(*members), tarred(*members)]


def header_that_says(size: int) -> io.BytesIO:
    """A tar whose first header says that a list of properties so large follows."""
    info = special("x", tarfile.XHDTYPE, "")
    info.size = size
    return io.BytesIO(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"\0" * 4096))


def headers_without_end() -> io.BytesIO:
    """A tar in which each header only says more of the next."""
    info = special("x", tarfile.XHDTYPE, "")
    return io.BytesIO(gzip.compress(info.tobuf(tarfile.GNU_FORMAT) * 20_000))


def sparse() -> io.BytesIO:
    """A tar with a file of a terabyte that has no bytes."""
    info = special("hole", tarfile.GNUTYPE_SPARSE, "")
    return tarred((info, b""), format=tarfile.GNU_FORMAT)


def bomb_in_bomb() -> io.BytesIO:
    """A zip of zips of zeros."""
    inner = zipped(("0", b"\0" * 1_000 * KB)).getvalue()
    return zipped(*((f"{n}.zip", inner) for n in range(16)))


def wide_zip() -> io.BytesIO:
    """A zip whose directory is said, in the format for huge ones, to be as large as memory."""
    file = zipped(("a", b"")).getvalue()
    end = file.index(b"PK\x05\x06")
    return io.BytesIO(file[:end] + b"PK\x06\x07" + bytes(16) + file[end:])


#: What to make, when it is asked for, and what is said of it.
HOSTILE = {
    "parent": (lambda: named("../evil"), "밖으로"),
    "parent inside": (lambda: named("a/../../evil"), "밖으로"),
    "parent by backslash": (lambda: named("..\\evil"), "밖으로"),
    "absolute": (lambda: named("/etc/cron.d/evil"), "자리를"),
    "drive": (lambda: named("C:\\evil", "c:evil"), "자리를"),
    "server": (lambda: named("\\\\server\\share"), "자리를"),
    "git": (lambda: named(".git/hooks/post-checkout"), ".git"),
    "git in other letters": (lambda: named("app/.GIT/config"), ".git"),
    "git for windows": (lambda: named("GIT~1/config"), ".git"),
    "git with a dot": (lambda: named(".git. /config"), ".git"),
    "git as a stream": (lambda: named(".git::$INDEX_ALLOCATION/config"), ".git"),
    "git with what is not seen": (lambda: named(".g\u200cit/config"), ".git"),
    "git as a file": (lambda: named("lib/.git"), ".git"),
    "control characters": (lambda: [zipped(("a\x1b[2J", b"")), tarred(("a\nb", b""))], "제어 문자"),
    "nul": (lambda: [changed(zipped(("a|b", b"")), b"a|b", b"a\0b")], "제어 문자"),
    "long name": (lambda: named("n" * 256), "길거나"),
    "long korean name": (lambda: named("가" * 86), "길거나"),
    "deep": (lambda: named("d/" * 45 + "f"), "길거나"),
    "twice": (lambda: named("a/b", "a/b"), "두 번"),
    "file and folder": (lambda: named("a", "a/b") + named("a/b", "a"), "두 번"),
    "letters": (lambda: named("src/Main.py", "src/main.py"), "대소문자"),
    "letters of a folder": (lambda: named("Src/a", "src/b"), "대소문자"),
    "link": (
        lambda: [
            tarred((special("a", tarfile.SYMTYPE), b"")),
            tarred((special("a", tarfile.LNKTYPE), b"")),
            zipped((with_mode("a", stat.S_IFLNK | 0o777), b"/etc/passwd")),
        ],
        "링크",
    ),
    "device": (
        lambda: [
            *(tarred((special("a", kind), b"")) for kind in (tarfile.CHRTYPE, tarfile.BLKTYPE)),
            tarred((special("a", tarfile.FIFOTYPE), b"")),
            zipped((with_mode("a", stat.S_IFCHR), b"")),
            zipped((with_mode("a", stat.S_IFIFO), b"")),
        ],
        "링크",
    ),
    "hole": (lambda: [sparse()], "링크"),
    "encrypted": (lambda: [encrypted_zip()], "암호"),
    "unusual": (
        lambda: [zipped(("a", b"x"), method=m) for m in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)],
        "특이한",
    ),
    "bomb": (
        lambda: [
            zipped(("0", b"\0" * 1_500 * KB)),
            *(tarred(("0", b"\0" * 1_500 * KB), packed=packed) for packed in ("gz", "bz2", "xz")),
        ],
        "훨씬",
    ),
    "bomb in bomb": (lambda: [bomb_in_bomb()], "다른 압축 파일만"),
    "too large": (
        lambda: [
            zipped(("0", os.urandom(2_100 * KB))),
            tarred(("0", os.urandom(2_100 * KB)), packed=""),
        ],
        "풀면",
    ),
    "too many": (lambda: named(*(f"f{n}" for n in range(60))), "50"),
    "too many folders": (lambda: [zipped(*((f"d{n}/", b"") for n in range(60)))], "50"),
    "wide": (lambda: [wide_zip()], "50"),
    "huge directory": (lambda: [overlapping_zip(1_000, 1)], "50"),
    "overlapping": (lambda: [overlapping_zip(40, 90)], "풀면"),
    "overlapping a little": (lambda: [overlapping_zip(2, 90)], "두 번"),
    "empty": (lambda: [zipped(), tarred(), zipped(("folder/", b""))], "파일이 없"),
    "nothing": (
        lambda: [io.BytesIO(), io.BytesIO(b"MZ" + bytes(600)), io.BytesIO(b"hello")],
        "zip",
    ),
    "no tar in it": (lambda: [io.BytesIO(gzip.compress(b"hello" * 1000))], "손상"),
    "half": (
        lambda: [io.BytesIO(file.getvalue()[:-30]) for file in (zipped(*GOOD), tarred(*GOOD))],
        "손상",
    ),
    "other content than it says": (
        lambda: [
            changed(zipped(("a", b"content"), method=zipfile.ZIP_STORED), b"content", b"CONTENT")
        ],
        "손상",
    ),
    "other name inside": (
        lambda: [io.BytesIO(zipped(("good", b"")).getvalue().replace(b"good", b"../e", 1))],
        "손상",
    ),
    "header of a gigabyte": (lambda: [header_that_says(1 << 30)], "손상"),
    "headers without end": (lambda: [headers_without_end()], "손상"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_archive_is_refused_with_its_sentence_and_leaves_nothing(what, tmp_path):
    make, said = HOSTILE[what]
    for file in make():
        begun = time.process_time()
        with pytest.raises(Refused, match=said):
            extract(file, tmp_path / "tree", limits=SMALL)
        assert time.process_time() - begun < 1
        assert list(tmp_path.rglob("*")) == [tmp_path / "tree"]


def test_a_bomb_is_refused_long_before_it_is_unpacked(tmp_path):
    zeros = gzip.compress(b"\0" * 1024 * KB) * 3_000  # three gigabytes, in one stream
    info = tarfile.TarInfo("0")
    info.size = 3_000 * 1024 * KB
    file = io.BytesIO(gzip.compress(info.tobuf()) + zeros)

    begun = time.process_time()
    with pytest.raises(Refused, match="풀면"):
        extract(file, tmp_path)

    assert time.process_time() - begun < 1  # to unpack it takes many


def test_archives_beside_other_files_stay_closed(tmp_path):
    wrapper = zipped(("META-INF", b"")).getvalue()
    extract(zipped(("gradle/wrapper.jar", wrapper), ("a.py", b"")), tmp_path)

    assert unpacked(tmp_path) == {"gradle/wrapper.jar": wrapper, "a.py": b""}
