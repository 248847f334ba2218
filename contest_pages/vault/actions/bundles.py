"""All of a repository in one file: kept with a receipt, or handed out when it is returned."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from contest_pages.entries.models import Entry, EntryFile
from contest_pages.vault import git
from contest_pages.vault.actions.making import refs_of
from contest_pages.vault.models import Bundle, Repository
from media.formats import FileKind, Format
from media.models import PrivateFile

BUNDLE = Format(
    "git bundle",
    FileKind.DOCUMENT,
    ("bundle",),
    "application/x-git-bundle",
    lambda head, file: head.startswith(b"# v2 git bundle"),
)
#: The place of a bundle among an entry's files.
KEY = "source"


def make_bundle(repository: Repository, refs: dict[str, str], *, by) -> PrivateFile:
    """Write everything that branches and tags lead to into a private file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{repository.slug}.bundle"
        head = ["HEAD"] if _has_head(repository, refs) else []
        what = ["create", "--quiet", str(path), "--branches", "--tags", *head]
        git.run("bundle", *what, at=repository.path, seconds=git.SLOW)
        with path.open("rb") as file:
            return PrivateFile.objects.keep(File(file, name=path.name), file_format=BUNDLE, by=by)


def _has_head(repository: Repository, refs: dict[str, str]) -> bool:
    return git.line("symbolic-ref", "HEAD", at=repository.path) in refs


def bundle_submission(entry: Entry, *, by, now: datetime | None = None) -> list[PrivateFile]:
    """Return the bundle that goes with a submission; none where nothing was pushed.

    Takes the time that git takes: call it before a transaction is opened. What has not changed
    since the last submission is not kept twice.
    """
    now = now or timezone.now()
    repository = Repository.objects.kept().filter(entry=entry).first()
    refs = refs_of(repository) if repository else {}
    if not refs:
        return []
    last = repository.bundles.select_related("file").first()
    if last and last.refs == refs:
        return [last.file]
    file = make_bundle(repository, refs, by=by)
    with transaction.atomic():
        Bundle.objects.create(repository=repository, file=file, refs=refs, made_at=now)
        EntryFile.objects.create(entry=entry, file=file, key=KEY)
    return [file]
