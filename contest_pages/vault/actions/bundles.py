"""All of a repository in one file: kept with a receipt, or handed out when it is returned."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.core.files import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from contest_pages.entries.models import Entry, EntryFile
from contest_pages.vault import git, notices
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


def make_bundle(repository: Repository, *, by) -> tuple[PrivateFile, dict[str, str]]:
    """Write everything that any ref leads to into a private file; return it and what is in it.

    Raises GitFailed or OSError where that cannot be done.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, how = Path(folder) / f"{repository.slug}.bundle", {"at": repository.path}
        git.run("bundle", "create", "--quiet", str(path), "--all", seconds=git.SLOW, **how)
        heads = git.run("bundle", "list-heads", str(path), **how).decode(errors="replace")
        with path.open("rb") as file:
            kept = PrivateFile.objects.keep(File(file, name=path.name), file_format=BUNDLE, by=by)
    pairs = (line.split(" ", 1) for line in heads.splitlines())
    return kept, {name: commit for commit, name in pairs if name != "HEAD"}


def bundle_submission(entry: Entry, *, by, now: datetime | None = None) -> list[PrivateFile]:
    """Return the bundle that goes with a submission; none where nothing was pushed.

    Takes the time that git takes: call it before a transaction is opened. What has not changed
    since the last submission is not kept twice. An entry is submitted in time whatever is wrong
    with its repository: then there is no bundle, and managers are told.
    """
    now = now or timezone.now()
    repository = Repository.objects.kept().filter(entry=entry).first()
    if repository is None:
        return []
    try:
        return _bundle(repository, by, now)
    except (git.GitFailed, OSError) as failed:
        with transaction.atomic():
            Repository.objects.filter(pk=repository.pk).update(fault=str(failed))
            data = {"fault": str(failed)}
            log(instance=repository, action="repository.not_kept", data=data, timestamp=now)
            notices.not_kept(repository, str(failed))
        return []


def _bundle(repository: Repository, by, now: datetime) -> list[PrivateFile]:
    refs = refs_of(repository)
    if repository.pushed_at and not repository.path.exists():
        raise git.GitFailed(_("Its folder is missing."))
    if not refs:
        return []
    last = repository.bundles.select_related("file").first()
    if last and last.refs == refs:
        return [last.file]
    file, refs = make_bundle(repository, by=by)
    with transaction.atomic():
        Bundle.objects.create(repository=repository, file=file, refs=refs, made_at=now)
        EntryFile.objects.create(entry=repository.entry, file=file, key=KEY)
    return [file]
