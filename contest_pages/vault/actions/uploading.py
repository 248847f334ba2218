"""An archive in place of a push: for teams without git."""

import tempfile
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.translation import gettext as _

from cms import formats
from cms.errors import Refused
from contest_pages.vault import archives, git, locks, rules, trees
from contest_pages.vault.actions.making import make, note_push
from contest_pages.vault.models import Repository


def upload(
    repository: Repository,
    file: UploadedFile,
    *,
    message: str,
    by,
    now: datetime | None = None,
) -> str:
    """Make what an archive holds the next commit, by its sender; return the commit.

    Files that the archive no longer holds are gone from the commit. Refused where the archive
    is not to be trusted, is too large, or holds what is there already.
    """
    now = now or timezone.now()
    standing = rules.standing_of(by, repository, now)
    if reason := rules.why_not_push(repository, standing):
        raise Refused(reason)
    if file.size > repository.room:
        room = formats.file_size(repository.room)
        raise Refused(_("This is too large: there is room for %(room)s.") % {"room": room})
    repository = make(repository, by=by, now=now)
    if not repository.path.exists():
        raise Refused(_("The repository is damaged. Write to the moderators."))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        archives.extract(file, root)
        with locks.pushing(repository):
            commit = _commit(repository, root, message, by)
    if not commit:
        raise Refused(_("Nothing has changed: the repository holds these files already."))
    note_push(repository, now=now)
    return commit


def _commit(repository: Repository, root: Path, message: str, by) -> str:
    host = urlsplit(settings.WAGTAILADMIN_BASE_URL).hostname
    try:
        return trees.commit_folder(
            repository,
            root,
            message=message,
            name=by.get_full_name() or str(by.pk),
            email=f"{by.pk}@users.noreply.{host}",  # an opened repository shows it to all
        )
    except git.GitFailed as failed:
        raise Refused(_("Git does not take these files: %(why)s") % {"why": failed}) from failed
